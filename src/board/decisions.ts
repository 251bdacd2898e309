import { html } from 'hono/html'
import type { BoardFilter, BoardRow } from '../report/listing.ts'
import { endingOf } from '../report/merge-record.ts'
import type { RfcRecord } from '../report/record.ts'
import { pageOf, pager, stateOf } from './lists.ts'
import { ago, type Html, NOT_RECORDED } from './html-words.ts'
import { rfcPath } from './rfc-path.ts'

/** A decision as it is exported; times are GitHub's. */
export interface Decision {
  readonly title: string
  readonly url: string
  readonly record: string
  readonly repository: string
  readonly number: number
  readonly author: string
  /** `decided`; `merged` where something was missing; `not recorded` of what older rules recorded. */
  readonly outcome: 'decided' | 'merged' | 'not recorded'
  /** How it stood at the merge: `Decided: 3 committed`, `Merged with 2 pending`. */
  readonly outcomeTitle: string
  readonly mergedAt: string
  readonly mergedBy: string | null
  /** What the check showed then. */
  readonly check: string | null
  readonly committed: readonly string[]
  readonly dissents: readonly { readonly by: string; readonly reason: string }[]
  readonly objections: readonly {
    readonly number: number
    readonly by: string
    readonly reason: string
    readonly ended: string
  }[]
}

/** What an address narrows the decisions to. */
export function decisionsFilter(query: URLSearchParams): BoardFilter {
  const [owner, repo] = (query.get('repository') ?? '').split('/')
  return {
    states: ['decided', 'merged'],
    owner,
    repo,
    person: (query.get('person') ?? '').trim().replace(/^@/, ''),
    text: (query.get('text') ?? '').trim(),
  }
}

/** Returns a row as a decision; `publicUrl` begins the permanent address of its record. */
export function decisionOf(row: BoardRow, publicUrl: string): Decision {
  const { record, owner, repo, number, stateSince } = row
  const done = record.people.filter(({ position }) => position === 'committed' || position === 'dissenting')
  return {
    title: record.title,
    url: record.url,
    record: `${publicUrl}${rfcPath(row)}`,
    repository: `${owner}/${repo}`,
    number,
    author: record.author?.login ?? 'ghost',
    outcome: outcomeOf(record),
    outcomeTitle: record.merge?.title ?? NOT_RECORDED,
    mergedAt: stateSince.toISOString(),
    mergedBy: record.merge?.by?.login ?? null,
    check: record.merge?.shown ?? null,
    committed: done.map(({ login }) => login),
    dissents: done
      .filter(({ position }) => position === 'dissenting')
      .map(({ login, reason }) => ({ by: login, reason })),
    objections: record.objections.map((objection) => ({
      number: objection.number,
      by: objection.by.login,
      reason: objection.reason,
      ended: endingOf(objection),
    })),
  }
}

function outcomeOf({ state, merge }: RfcRecord): Decision['outcome'] {
  if (!merge) return 'not recorded'
  return state === 'decided' ? 'decided' : 'merged'
}

/** The record of what was decided. */
export function decisionsBody({
  rows,
  total,
  query,
  now,
  publicUrl,
}: {
  readonly rows: readonly BoardRow[]
  readonly total: number
  readonly query: URLSearchParams
  readonly now: Date
  readonly publicUrl: string
}): Html {
  const value = (name: string) => query.get(name) ?? ''
  const exported = (kind: string) => `/decisions.${kind}?${query}`
  return html`<form class="filters" method="get" action="/decisions" role="search">
<label>Text<input name="text" type="search" value="${value('text')}"></label>
<label>Person<input name="person" value="${value('person')}" autocomplete="off"></label>
<label>Repository<input name="repository" value="${value('repository')}" placeholder="acme/rfcs" autocomplete="off"></label>
<button>Search</button>
</form>
<p class="quiet"><span role="status">${total} merged ${total === 1 ? 'RFC' : 'RFCs'}</span> · as <a href="${exported('csv')}">CSV</a>, <a href="${exported('json')}">JSON</a>, <a href="${exported('atom')}">feed</a></p>
${
  rows.length === 0
    ? html`<p class="empty">${total === 0 && ![...query.values()].some(Boolean) ? 'No RFCs were merged yet. A merged RFC appears here with the decision, or with what was missing.' : html`No RFCs match these filters. <a href="/decisions">Show all decisions</a>.`}</p>`
    : html`<ul class="list">${rows.map((row) => item(row, decisionOf(row, publicUrl), now))}</ul>`
}
${pager(query, '/decisions', pageOf(query), total)}`
}

function item(row: BoardRow, decision: Decision, now: Date): Html {
  const { committed, dissents, objections, outcome, outcomeTitle, mergedBy, check } = decision
  const by = committed.length > 0 ? committed.map((login) => `@${login}`).join(', ') : 'none recorded'
  return html`<li>
<span>${stateOf(row.state)} <a class="title" href="${rfcPath(row)}">${row.record.title}</a></span>
<span>${outcomeTitle}</span>
<span class="quiet">${row.owner}/${row.repo}#${row.number} · ${outcome === 'decided' ? 'decided' : 'merged'} ${ago(row.stateSince, now)}${
    mergedBy === null ? '' : ` by @${mergedBy}`
  } · committed: ${by}${outcome === 'merged' && check !== null ? ` · the check showed: ${check}` : ''}</span>
${objections.map(({ number, by: raiser, ended }) => html`<span class="quiet">Objection #${number} by @${raiser}: ${ended}</span>`)}
${dissents.map(({ by: who, reason }) => html`<blockquote>@${who} committed with dissent: ${reason}</blockquote>`)}
</li>`
}

/** Decisions as CSV (RFC 4180). A cell that a spreadsheet would take for a formula is marked as text. */
export function decisionsCsv(decisions: readonly Decision[]): string {
  const head = [
    'title',
    'url',
    'record',
    'repository',
    'number',
    'author',
    'outcome',
    'outcome_title',
    'merged_at',
    'merged_by',
    'check',
    'committed',
    'dissents',
    'objections',
  ]
  const lines = decisions.map((each) => [
    each.title,
    each.url,
    each.record,
    each.repository,
    String(each.number),
    each.author,
    each.outcome,
    each.outcomeTitle,
    each.mergedAt,
    each.mergedBy ?? '',
    each.check ?? '',
    each.committed.join(' '),
    each.dissents.map(({ by, reason }) => `${by}: ${reason}`).join(' | '),
    each.objections
      .map(({ number, by, reason, ended }) => `#${number} ${by}: ${reason} (${ended})`)
      .join(' | '),
  ])
  return [head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')
}

function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** Decisions as an Atom feed (RFC 4287). */
export function decisionsAtom(decisions: readonly Decision[], self: string): string {
  const updated = decisions[0]?.mergedAt ?? new Date(0).toISOString()
  const entries = decisions.map(
    (each) => `<entry>
<id>${xml(each.record)}</id>
<title>${xml(each.title)}</title>
<link href="${xml(each.record)}"/>
<updated>${each.mergedAt}</updated>
<author><name>${xml(each.author)}</name></author>
<summary>${xml(summaryOf(each))}</summary>
</entry>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${xml(self)}</id>
<title>RFC decisions</title>
<link rel="self" href="${xml(self)}"/>
<updated>${updated}</updated>
${entries.join('\n')}
</feed>
`
}

function summaryOf({ repository, number, outcomeTitle, committed, dissents }: Decision): string {
  const said = dissents.map(({ by, reason }) => `@${by} committed with dissent: ${reason}`)
  return [
    `${repository}#${number}: ${outcomeTitle.replace(/\.$/, '')}. Committed: ${committed.map((login) => `@${login}`).join(', ') || 'none recorded'}.`,
    ...said,
  ].join(' ')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text as XML: what XML cannot hold at all is left out. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (letter) => ENTITIES[letter] as string)
}
