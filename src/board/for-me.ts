import { html } from 'hono/html'
import type { UserId } from '../facts/ids.ts'
import type { BoardRow } from '../report/listing.ts'
import { listed } from '../report/wording.ts'
import { rfcList } from './lists.ts'
import { ago, type Html } from './html-words.ts'
import { rfcPath } from './rfc-path.ts'

/** What waits for somebody (N1), and what they said. */
export interface Mine {
  /** It waits for their commitment, one that a change left behind included. */
  readonly waiting: readonly BoardRow[]
  /** An objection of theirs was answered, and is open. */
  readonly answered: readonly BoardRow[]
  /** Objections to an RFC of theirs that they have not answered. */
  readonly unanswered: readonly BoardRow[]
  /** RFCs of theirs whose document needs fixing, and those that can be merged. */
  readonly toFix: readonly BoardRow[]
  readonly ready: readonly BoardRow[]
  readonly committed: readonly BoardRow[]
}

/** Returns the page of one person: first what others wait for. */
export function meBody(mine: Mine, me: UserId, now: Date): Html {
  const { waiting, answered, unanswered, toFix, ready, committed } = mine
  const isNothing = [waiting, answered, unanswered, toFix, ready].every((rows) => rows.length === 0)
  return html`${isNothing ? html`<p class="empty">Nothing needs your response.</p>` : ''}
${section('Needs your response', waiting, (row) => waitingItem(row, me, now))}
${section('Your objection was answered', answered, (row) => answeredItem(row, me))}
${section('Objections to answer', unanswered, (row) => unansweredItem(row, now))}
${section('Your RFCs to fix', toFix, (row) => simpleItem(row, 'See what to fix', now))}
${section('Your RFCs that are ready to merge', ready, (row) => simpleItem(row, 'Merge it on GitHub', now))}
<h2>Your commitments</h2>
${rfcList(committed, now, html`You haven't committed to any RFC yet.`)}`
}

function section(title: string, rows: readonly BoardRow[], item: (row: BoardRow) => Html): Html {
  return rows.length === 0 ? html`` : html`<h2>${title}</h2><ul class="list">${rows.map(item)}</ul>`
}

function waitingItem(row: BoardRow, me: UserId, now: Date): Html {
  const own = row.record.people.find(({ id }) => id === me)
  const isUnproposed = row.record.isUnproposed ?? false
  const isStale = own?.position === 'stale' && !isUnproposed
  const changed = own?.changed ?? []
  const compare =
    isStale && own.commit && own.commit !== row.record.head
      ? `${row.record.url.replace(/\/pull\/\d+$/, '')}/compare/${own.commit}..${row.record.head}`
      : null
  const what = isStale
    ? `Commit again: ${changed.length > 0 ? listed(changed) : 'the text'} changed.`
    : row.record.headline
  const say = isStale
    ? 'Review and recommit on GitHub'
    : isUnproposed
      ? 'Comment /align or /misalign on GitHub'
      : 'Comment /commit, /disagree-commit or /object on GitHub'
  return html`<li>${titleOf(row)}
<span>${what}</span>
<span class="quiet">${place(row)} · updated ${ago(row.movedAt, now)} · ${compare ? html`<a href="${compare}">What changed</a> · ` : ''}<a href="${row.record.url}#issue-comment-box">${say}</a></span></li>`
}

function answeredItem(row: BoardRow, me: UserId): Html {
  const own = row.record.objections.filter(
    ({ by, state, answers }) => by.id === me && state === 'open' && answers.length > 0,
  )
  return html`<li>${titleOf(row)}
${own.map(
  ({ number, answers }) =>
    html`<span>#${number}: ${answers.at(-1)?.text ?? ''} <a href="${answers.at(-1)?.url ?? row.record.url}">Read it, then comment /heard #${number}, /commit or /disagree-commit</a></span>`,
)}</li>`
}

function unansweredItem(row: BoardRow, now: Date): Html {
  return html`<li>${titleOf(row)}
${row.record.objections
  .filter(({ state, answers }) => state === 'open' && answers.length === 0)
  .map(
    ({ number, by, reason, removed, url, at, blocks }) =>
      html`<span>#${number} by @${by.login}${blocks ? '' : ' (not a stakeholder)'}, ${ago(new Date(at), now)}: ${reason || (removed ?? 'no reason yet')} <a href="${url}">Read it and comment /answer #${number} …</a></span>`,
  )}</li>`
}

function simpleItem(row: BoardRow, say: string, now: Date): Html {
  return html`<li>${titleOf(row)}
<span>${row.record.headline}</span>
<span class="quiet">${place(row)} · updated ${ago(row.movedAt, now)} · <a href="${row.record.url}">${say}</a></span></li>`
}

function titleOf(row: BoardRow): Html {
  return html`<a class="title" href="${rfcPath(row)}">${row.record.title}</a>`
}

function place({ owner, repo, number }: BoardRow): string {
  return `${owner}/${repo}#${number}`
}
