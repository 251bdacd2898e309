import { html, raw } from 'hono/html'
import type { Turn } from '../render/turns.ts'
import type { BoardRow } from '../render/listing.ts'
import { lasting, stateOf } from './lists.ts'
import { timeline } from './timeline.ts'
import { factsHtml, type Html, nextStep } from './words.ts'

/** One RFC: the facts of its check, from the same rendering, and its history. */
export function rfcBody(row: BoardRow, turns: readonly Turn[], now: Date): Html {
  const { record, owner, repo, number } = row
  return html`<p>${stateOf(record.state)} ${record.headline}</p>
<p class="quiet">${nextStep(record)}</p>
<p><a href="${record.url}">${owner}/${repo}#${number} on GitHub</a>${
    record.author ? html` · by @${record.author.login}` : ''
  } · ${lasting(row, now)}</p>
<h2>Timeline</h2>
${timeline(turns)}
<h2>Where it stands</h2>
<div class="facts" tabindex="0" role="region" aria-label="Where it stands">${raw(factsHtml(record.facts))}</div>`
}
