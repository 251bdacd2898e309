import { html } from 'hono/html'
import type { BoardFilter, BoardRow, Order } from '../report/listing.ts'
import { pageOf, pager, rfcList } from './lists.ts'
import { type Html, STATES } from './html-words.ts'

/** The names of the sort orders. */
export const ORDER_NAMES: Readonly<Record<Order, string>> = {
  moved: 'recently updated',
  stuck: 'longest in current state',
  oldest: 'oldest',
  newest: 'newest',
  title: 'title',
  due: 'decide-by date',
}

/** The open states: the board shows no others unless asked to. */
const OPEN = ['waiting', 'objection', 'misalignment', 'needs fixing', 'draft', 'committed'] as const

/** Returns the filter and sort order of an address. */
export function boardFilter(query: URLSearchParams): { filter: BoardFilter; order: Order } {
  const state = query.get('state') ?? ''
  const repository = query.get('repository') ?? ''
  const order = query.get('order') || 'moved'
  const [owner, repo] = repository.split('/')
  return {
    filter: {
      states: state === 'all' ? [] : state === '' ? OPEN : [state],
      owner: query.get('owner') || owner,
      repo,
      person: (query.get('person') ?? '').trim().replace(/^@/, ''),
      team: (query.get('team') ?? '').trim().replace(/^@/, ''),
      text: (query.get('text') ?? '').trim(),
    },
    // `addresses.ts` rejected any other.
    order: order as Order,
  }
}

/** Returns the board: filters, RFCs and links to more pages. */
export function boardBody({
  rows,
  total,
  query,
  places,
  now,
}: {
  readonly rows: readonly BoardRow[]
  readonly total: number
  readonly query: URLSearchParams
  readonly places: readonly { readonly owner: string; readonly repo: string }[]
  readonly now: Date
}): Html {
  const isNarrowed = [...query.keys()].some((key) => key !== 'page' && key !== 'order' && query.get(key))
  const empty = isNarrowed
    ? html`No RFCs match these filters. <a href="/">Show all open RFCs</a>.`
    : html`No open RFCs in repositories you can access. An RFC appears here when a pull request changes a file under <code>rfcs/</code>. <a href="/decisions">See past decisions</a>.`
  return html`${filters(query, places)}
<p class="quiet" role="status">${total} ${total === 1 ? 'RFC' : 'RFCs'}</p>
${rfcList(rows, now, empty)}
${pager(query, '/', pageOf(query), total)}`
}

function filters(
  query: URLSearchParams,
  places: readonly { readonly owner: string; readonly repo: string }[],
): Html {
  const value = (name: string) => query.get(name) ?? ''
  const option = (name: string, of: string, text: string) =>
    html`<option value="${of}"${value(name) === of ? html` selected` : ''}>${text}</option>`
  const owners = [...new Set(places.map(({ owner }) => owner))]
  return html`<form class="filters" method="get" action="/" role="search">
<label>State<select name="state">
${option('state', '', 'all open')}
${Object.entries(STATES).map(([of, text]) => option('state', of, text))}
${option('state', 'all', 'all')}
</select></label>
<label>Organisation<select name="owner">${option('owner', '', 'all')}${owners.map((owner) => option('owner', owner, owner))}</select></label>
<label>Repository<select name="repository">${option('repository', '', 'all')}${places.map(({ owner, repo }) =>
    option('repository', `${owner}/${repo}`, `${owner}/${repo}`),
  )}</select></label>
<label>Person<input name="person" value="${value('person')}" placeholder="ada" autocomplete="off"></label>
<label>Team<input name="team" value="${value('team')}" placeholder="acme/sre" autocomplete="off"></label>
<label>Text<input name="text" type="search" value="${value('text')}"></label>
<label>Sort by<select name="order">${Object.entries(ORDER_NAMES).map(([of, text]) => option('order', of, text))}</select></label>
<button>Show</button>
</form>`
}
