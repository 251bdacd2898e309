import { html } from 'hono/html'
import { type PostKey, postOfKey } from '../facts/keys.ts'
import type { Ledger } from '../ledger/append.ts'
import { historyOf } from '../report/history.ts'
import { loginsIn, type RfcRecord } from '../report/record.ts'
import type { Html } from './html-words.ts'

/** A page stays readable; `npm run explain` shows everything. */
const MOST_LINES = 500

/** Returns what the ledger of an RFC tells, folded away and newest last (L5); nothing where there is none. */
export function history(ledger: Ledger | null, record: RfcRecord): Html {
  if (ledger === null) return html``
  const logins = loginsIn(record)
  const lines = historyOf(ledger, (person) => logins.get(person) ?? null)
  if (lines.length === 0) return html``
  const earlier = Math.max(0, lines.length - MOST_LINES)
  return html`<details><summary>History (${lines.length})</summary>
${earlier > 0 ? html`<p class="quiet">The earliest ${earlier} are not shown.</p>` : ''}
<ol start="${earlier + 1}">${lines
    .slice(earlier)
    .map(
      ({ at, text, post }) =>
        html`<li><time datetime="${at}">${at.slice(0, 16).replace('T', ' ')}</time>: ${text}${
          post === null || record.url === '' ? '' : html` (<a href="${record.url}${anchorOf(post)}">post</a>)`
        }</li>`,
    )}</ol></details>`
}

const ANCHORS = {
  comment: '#issuecomment-',
  review: '#pullrequestreview-',
  line: '#discussion_r',
} as const satisfies Record<ReturnType<typeof postOfKey>['on'], string>

function anchorOf(post: PostKey): string {
  const { on, id } = postOfKey(post)
  return `${ANCHORS[on]}${id}`
}
