import { html, raw } from 'hono/html'
import type { Ledger } from '../ledger/append.ts'
import type { Turn } from '../report/turns.ts'
import type { BoardRow } from '../report/listing.ts'
import { endingOf } from '../report/merge-record.ts'
import type { RfcRecord } from '../report/record.ts'
import { history } from './history.ts'
import { lasting, stateOf } from './lists.ts'
import { timeline } from './timeline.ts'
import { factsHtml, type Html, nextStep } from './html-words.ts'

/** Returns the page of one RFC: the facts of its check, from the same rendering, and its history. */
export function rfcBody(row: BoardRow, turns: readonly Turn[], ledger: Ledger | null, now: Date): Html {
  const { record, owner, repo, number } = row
  return html`<p>${stateOf(record.state)} ${record.headline}</p>
<p class="quiet">${nextStep(record)}</p>
<p><a href="${record.url}">${owner}/${repo}#${number} on GitHub</a>${
    record.author ? html` · by @${record.author.login}` : ''
  } · ${lasting(row, now)}</p>
${mergeOf(record)}
<h2>Timeline</h2>
${timeline(turns)}
${history(ledger, record)}
<h2>Status</h2>
<div class="facts" tabindex="0" role="region" aria-label="Status">${raw(factsHtml(record.facts))}</div>`
}

/** What is known of the merge, and how each objection ended (R1, R2). */
function mergeOf({ merge, objections }: RfcRecord): Html {
  if (!merge) return html``
  const basis =
    merge.basis === 'the merge'
      ? ''
      : " · GitHub couldn't be read at the merge; this is the last evaluation before it"
  return html`<p class="quiet">Merged ${merge.at.slice(0, 10)}${merge.by ? ` by @${merge.by.login}` : ''}${
    merge.shown === null ? '' : ` · the check showed: ${merge.shown}`
  }${basis}</p>
${
  objections.length === 0
    ? ''
    : html`<h2>How objections ended</h2><ul>${objections.map(
        (objection) => html`<li>#${objection.number} by @${objection.by.login}: ${endingOf(objection)}</li>`,
      )}</ul>`
}`
}
