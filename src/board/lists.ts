import { html } from 'hono/html'
import type { BoardRow } from '../report/listing.ts'
import type { RfcRecord } from '../report/record.ts'
import { ago, type Html, nextStep, span, STATES } from './html-words.ts'
import { rfcPath } from './rfc-path.ts'

/** As many RFCs are on a page. */
export const PAGE_SIZE = 50

/** RFCs as a list; `empty` says what to do where there are none. */
export function rfcList(rows: readonly BoardRow[], now: Date, empty: Html): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`
  return html`<ul class="list">${rows.map((row) => item(row, now))}</ul>`
}

function item(row: BoardRow, now: Date): Html {
  const { record, owner, repo, number } = row
  return html`<li>
<span>${stateOf(record.state)} <a class="title" href="${rfcPath(row)}">${record.title}</a></span>
<span>${record.headline}</span>
<span class="quiet">${nextStep(record)}</span>
<span class="quiet">${owner}/${repo}#${number} · ${lasting(row, now)}${
    row.openObjections > 0
      ? html` · ${row.openObjections} open ${row.openObjections === 1 ? 'objection' : 'objections'}`
      : ''
  }</span>
</li>`
}

/** Returns how long an RFC is or was open and in its state, when it was updated, and its decide-by date. */
export function lasting(row: BoardRow, now: Date): Html {
  const { state, decideBy } = row.record
  if (state === 'decided' || state === 'merged' || state === 'closed')
    return html`was open for ${span(row.openedAt, row.stateSince)} · ${STATES[state].toLowerCase()} ${ago(row.stateSince, now)}`
  return html`open for ${span(row.openedAt, now)} · ${STATES[state].toLowerCase()} for ${span(row.stateSince, now)} · updated ${ago(row.movedAt, now)}${dueOf(decideBy, now)}`
}

/** The date by which the author asks for a decision; nothing happens on it by itself (P4). */
function dueOf(day: RfcRecord['decideBy'] | undefined, now: Date): Html {
  // Records that older rules left have none.
  if (!day) return html``
  const due = new Date(day)
  const end = new Date(due.getTime() + 86_400_000)
  const when = now < due ? `in ${span(now, due)}` : now < end ? 'today' : `${span(end, now)} ago`
  return html` · decide by <time datetime="${day}">${day}</time>, ${when}`
}

/** Returns a state as a label; the colour only adds to the word. */
export function stateOf(state: BoardRow['state']): Html {
  return html`<span class="state ${state.replaceAll(' ', '-')}">${STATES[state]}</span>`
}

/** Returns links to the previous and next page; nothing where there is only one. */
export function pager(query: URLSearchParams, path: string, page: number, total: number): Html {
  const last = Math.max(1, Math.ceil(total / PAGE_SIZE))
  if (last === 1) return html``
  const to = (number: number) => {
    const next = new URLSearchParams(query)
    next.set('page', String(number))
    return `${path}?${next}`
  }
  return html`<nav class="pages" aria-label="Pages of this list">
${page > 1 ? html`<a rel="prev" href="${to(page - 1)}">Previous</a>` : ''}
<span>Page ${page} of ${last}</span>
${page < last ? html`<a rel="next" href="${to(page + 1)}">Next</a>` : ''}
</nav>`
}

/** More pages than any list has; `addresses.ts` rejects greater numbers. */
export const MOST_PAGES = 100_000

/** Returns the page that an address asks for, from 1. */
export function pageOf(query: URLSearchParams): number {
  return Number(query.get('page') || '1')
}
