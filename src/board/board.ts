import { html } from 'hono/html'
import type { BoardFilter, BoardRow, Order } from '../report/listing.ts'
import { pageOf, pager, rfcList } from './lists.ts'
import { type Html, STATES } from './html-words.ts'

/** What people call the orders. */
export const ORDER_NAMES: Readonly<Record<Order, string>> = {
  moved: 'last movement',
  stuck: 'longest in their state',
  oldest: 'oldest',
  newest: 'newest',
  title: 'title',
  due: 'day to decide by',
}

/** What is open: the board shows nothing else unless it is asked for. */
const OPEN = ['waiting', 'objection', 'misalignment', 'needs fixing', 'draft', 'committed'] as const

/** What an address narrows the board to. */
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
    // `addresses.ts` refused any other.
    order: order as Order,
  }
}

/** The board: filters, the RFCs, and the way to more of them. */
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
    ? html`Nothing here fits. <a href="/">Show everything that is open</a>.`
    : html`No RFC is open in the repositories you may read. One appears here as soon as a pull request changes a file below <code>rfcs/</code>; <a href="/decisions">what was decided</a> stands apart.`
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
${option('state', '', 'everything open')}
${Object.entries(STATES).map(([of, text]) => option('state', of, text))}
${option('state', 'all', 'everything')}
</select></label>
<label>Organisation<select name="owner">${option('owner', '', 'all')}${owners.map((owner) => option('owner', owner, owner))}</select></label>
<label>Repository<select name="repository">${option('repository', '', 'all')}${places.map(({ owner, repo }) =>
    option('repository', `${owner}/${repo}`, `${owner}/${repo}`),
  )}</select></label>
<label>Person<input name="person" value="${value('person')}" placeholder="ada" autocomplete="off"></label>
<label>Team<input name="team" value="${value('team')}" placeholder="acme/sre" autocomplete="off"></label>
<label>Text<input name="text" type="search" value="${value('text')}"></label>
<label>In order of<select name="order">${Object.entries(ORDER_NAMES).map(([of, text]) => option('order', of, text))}</select></label>
<button>Show</button>
</form>`
}
