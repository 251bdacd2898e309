import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import type { Ledger } from '../ledger/append.ts'
import type { Turn } from '../report/turns.ts'
import type { BoardFilter, BoardRow, InsightFilter, Insights, Order, Readable } from '../report/listing.ts'
import { boardBody, boardFilter } from './board.ts'
import type { Changes } from './live-changes.ts'
import { decisionOf, decisionsAtom, decisionsBody, decisionsCsv, decisionsFilter } from './decisions.ts'
import { insightsBody } from './insights.ts'
import { layout } from './layout.ts'
import { PAGE_SIZE, pageOf } from './lists.ts'
import { meBody } from './for-me.ts'
import { rfcBody } from './rfc-page.ts'
import type { Visitor, Visitors } from './visitors.ts'
import type { Html } from './html-words.ts'

/** What the pages read; everything only as far as the visitor may read it. */
export interface BoardStore {
  readonly find: (
    readable: Readable,
    filter: BoardFilter,
    page: { readonly order: Order; readonly from: number; readonly most: number },
  ) => Promise<{ readonly rows: readonly BoardRow[]; readonly total: number }>
  readonly one: (
    readable: Readable,
    place: { readonly owner: string; readonly repo: string; readonly number: number },
  ) => Promise<{
    readonly row: BoardRow
    readonly turns: readonly Turn[]
    /** Null where there is none. */
    readonly ledger: Ledger | null
  } | null>
  readonly insights: (readable: Readable, filter: InsightFilter) => Promise<Insights>
  readonly places: (
    readable: Readable,
  ) => Promise<readonly { readonly owner: string; readonly repo: string }[]>
  /** Returns another text whenever something of it changed. */
  readonly stamp: (readable: Readable) => Promise<string>
}

export interface PagesOptions {
  readonly store: BoardStore
  /** Null without OAuth credentials: sign-in is off. */
  readonly visitors: Visitors | null
  readonly isPublicToo: boolean
  readonly publicUrl: () => string
  /** Wakes open pages. */
  readonly changes: Changes
  readonly now?: () => Date
}

/** An export holds no more than this. */
const MOST_EXPORTED = 10_000
const MOST_OF_MINE = 100
const LONGEST_FORM = 4_096
/** What a page of ours may load and where its forms may lead: here, and no script but our own file. */
export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Returns the board's pages. Without access to something, a visitor gets the same answer as when it doesn't exist (TH-146). */
export function boardPages({
  store,
  visitors,
  isPublicToo,
  publicUrl,
  changes,
  now = () => new Date(),
}: PagesOptions): Hono {
  const pages = new Hono()
  pages.use(async (context, next) => {
    await next()
    context.header('content-security-policy', CSP)
    context.header('x-content-type-options', 'nosniff')
    context.header('referrer-policy', 'same-origin')
    context.header('cross-origin-opener-policy', 'same-origin')
    context.header('cache-control', context.res.headers.get('cache-control') ?? 'private, no-store')
  })
  const who = async (context: Context): Promise<Visitor> =>
    visitors
      ? await visitors.of(context)
      : { person: null, readable: { repositories: [], isPublicToo }, csrf: '' }
  /** A page for visitors with access; others are asked to sign in, whatever they asked for. */
  const page =
    (
      path: string,
      make: (
        context: Context,
        visitor: Visitor,
      ) => Promise<{ title: string; body: Html; feed?: string } | null>,
    ) =>
    async (context: Context) => {
      const visitor = await who(context)
      if (!visitor.person && !isPublicToo)
        return context.html(closed(visitor, context, visitors !== null), 401)
      // Read first, so that the open page is notified of changes during the other reads.
      const stamp = await store.stamp(visitor.readable)
      const made = await make(context, visitor)
      if (!made) return context.html(nothingHere(visitor), 404)
      return context.html(layout({ ...made, path, visitor, changes: `/changes?since=${stamp}` }))
    }
  const queryOf = (context: Context) => new URL(context.req.url).searchParams

  pages.get(
    '/',
    page('/', async (context, { readable }) => {
      const query = queryOf(context)
      const { filter, order } = boardFilter(query)
      const from = (pageOf(query) - 1) * PAGE_SIZE
      const [{ rows, total }, places] = await Promise.all([
        store.find(readable, filter, { order, from, most: PAGE_SIZE }),
        store.places(readable),
      ])
      return { title: 'Open RFCs', body: boardBody({ rows, total, query, places, now: now() }) }
    }),
  )

  pages.get(
    '/me',
    page('/me', async (_, { readable, person }) => {
      if (!person)
        return {
          title: 'For me',
          body: html`<p class="empty"><a href="/sign-in?next=/me">Sign in</a> to see what needs your response.</p>`,
        }
      const find = async (filter: BoardFilter, order: Order = 'stuck') =>
        (await store.find(readable, filter, { order, from: 0, most: MOST_OF_MINE })).rows
      const open = ['waiting', 'objection', 'misalignment', 'needs fixing', 'committed']
      const withDrafts = [...open, 'draft']
      const { id } = person
      const [waiting, stale, answered, unanswered, toFix, ready, committed] = await Promise.all([
        find({ states: open, waitsFor: id }),
        find({ states: ['draft'], staleFor: id }),
        find({ states: withDrafts, answeredFor: id }),
        find({ states: withDrafts, author: id, isUnanswered: true }),
        find({ states: ['needs fixing'], author: id }),
        find({ states: ['committed'], author: id }),
        find({ committedBy: id }, 'moved'),
      ])
      const mine = { waiting: [...waiting, ...stale], answered, unanswered, toFix, ready, committed }
      return { title: 'For me', body: meBody(mine, id, now()) }
    }),
  )

  pages.get(
    '/rfcs/:owner/:repo/:number{[0-9]{1,9}}',
    page('', async (context, { readable }) => {
      const { owner, repo, number } = context.req.param() as { owner: string; repo: string; number: string }
      const found = await store.one(readable, { owner, repo, number: Number(number) })
      if (!found) return null
      const { row, turns, ledger } = found
      return { title: row.record.title, body: rfcBody(row, turns, ledger, now()) }
    }),
  )

  pages.get(
    '/decisions',
    page('/decisions', async (context, { readable }) => {
      const query = queryOf(context)
      const from = (pageOf(query) - 1) * PAGE_SIZE
      const { rows, total } = await store.find(readable, decisionsFilter(query), {
        order: 'moved',
        from,
        most: PAGE_SIZE,
      })
      const feed = `/decisions.atom?${query}`
      return {
        title: 'Decisions',
        body: decisionsBody({ rows, total, query, now: now(), publicUrl: publicUrl() }),
        feed,
      }
    }),
  )

  pages.get(
    '/insights',
    page('/insights', async (context, { readable }) => {
      const query = queryOf(context)
      const value = (name: string) => (query.get(name) ?? '').trim().replace(/^@/, '')
      const filter = {
        owner: value('owner'),
        repo: value('repo'),
        team: value('team'),
        quarter: value('quarter'),
      }
      return {
        title: 'Insights',
        body: insightsBody(await store.insights(readable, filter), query, now()),
      }
    }),
  )

  pages.get('/:file{decisions\\.(csv|json|atom)}', async (context) => {
    const visitor = await who(context)
    if (!visitor.person && !isPublicToo) return context.html(closed(visitor, context, visitors !== null), 401)
    const query = queryOf(context)
    const { rows } = await store.find(visitor.readable, decisionsFilter(query), {
      order: 'moved',
      from: 0,
      most: MOST_EXPORTED,
    })
    const decisions = rows.map((row) => decisionOf(row, publicUrl()))
    switch (context.req.param('file')) {
      case 'decisions.csv':
        return context.body(decisionsCsv(decisions), 200, {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="decisions.csv"',
        })
      case 'decisions.atom':
        return context.body(
          decisionsAtom(decisions.slice(0, PAGE_SIZE), `${publicUrl()}/decisions.atom?${query}`),
          200,
          {
            'content-type': 'application/atom+xml; charset=utf-8',
          },
        )
      default:
        return context.json(decisions)
    }
  })

  pages.get('/changes', async (context) => {
    const { person } = await who(context)
    if (!person && !isPublicToo) return context.body(null, 204)
    return changes.stream(context, async () => {
      const visitor = await who(context)
      return visitor.person?.id === person?.id ? await store.stamp(visitor.readable) : null
    })
  })

  pages.get('/sign-in', async (context) =>
    visitors
      ? await visitors.signIn(context, ownPath(queryOf(context).get('next')))
      : context.html(closed(NOBODY, context, false), 401),
  )
  pages.get('/sign-in/done', async (context) => {
    const next = visitors && (await visitors.signedIn(context))
    return next ? context.redirect(next) : context.html(notSignedIn(), 400)
  })
  pages.post('/sign-out', bodyLimit({ maxSize: LONGEST_FORM }), async (context) => {
    const visitor = await who(context)
    const form = await context.req.parseBody()
    if (!visitors || !visitor.person || form.csrf !== visitor.csrf)
      return context.html(nothingHere(visitor), 403)
    await visitors.signOut(context)
    return context.redirect('/')
  })

  for (const [path, type, from] of ASSETS) {
    const text = readFileSync(new URL(from), 'utf8')
    pages.get(`/assets/${path}`, (context) =>
      context.body(text, 200, { 'content-type': type, 'cache-control': 'public, max-age=3600' }),
    )
  }
  return pages
}

const ASSETS = [
  ['style.css', 'text/css; charset=utf-8', import.meta.resolve('./style.css')],
  ['icon.svg', 'image/svg+xml', import.meta.resolve('./icon.svg')],
  ['live.js', 'text/javascript; charset=utf-8', import.meta.resolve('./live.js')],
  ['idiomorph.js', 'text/javascript; charset=utf-8', import.meta.resolve('idiomorph')],
] as const

const NOBODY = { person: null, csrf: '' } as const

/** A page of ours to come back to: never another place, however it is written (TH-148). */
function ownPath(next: string | null): string {
  const base = 'http://here.invalid'
  if (!next?.startsWith('/') || !URL.canParse(next, base)) return '/'
  const url = new URL(next, base)
  // `/.//elsewhere` is read as `//elsewhere`, which a browser takes for another host.
  return url.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : '/'
}

function closed(visitor: Pick<Visitor, 'person' | 'csrf'>, context: Context, canSignIn: boolean): Html {
  const next = new URLSearchParams({ next: ownPath(`${context.req.path}${new URL(context.req.url).search}`) })
  const body = canSignIn
    ? html`<p class="empty">Sign in to see RFCs in repositories you can access. <a href="/sign-in?${next}">Sign in with GitHub</a>.</p>`
    : html`<p class="empty">The board is turned off. To turn it on, the operator of this server sets <code>GITHUB_CLIENT_ID</code>, <code>GITHUB_CLIENT_SECRET</code> and <code>PUBLIC_URL</code>; checks work without it.</p>`
  return layout({ title: 'RFC alignment', path: '', visitor, body })
}

function nothingHere(visitor: Pick<Visitor, 'person' | 'csrf'>): Html {
  const body = html`<p class="empty">Not found, or you don't have access. <a href="/">Go to the board</a>.</p>`
  return layout({ title: 'Not found', path: '', visitor, body })
}

function notSignedIn(): Html {
  const body = html`<p class="empty">Sign-in didn't complete. <a href="/sign-in">Try again</a>.</p>`
  return layout({ title: 'Not signed in', path: '', visitor: NOBODY, body })
}
