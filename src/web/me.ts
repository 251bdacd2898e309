import { html } from 'hono/html'
import type { BoardRow } from '../render/listing.ts'
import { rfcList } from './lists.ts'
import { ago, type Html, rfcPath } from './words.ts'

/** What waits for somebody, and what they said. */
export interface Mine {
  readonly waiting: readonly BoardRow[]
  readonly unanswered: readonly BoardRow[]
  readonly stale: readonly BoardRow[]
  readonly committed: readonly BoardRow[]
}

/** The page of one person: first what others wait for. */
export function meBody({ waiting, unanswered, stale, committed }: Mine, me: number, now: Date): Html {
  const fresh = waiting.filter((row) => !stale.some((other) => isOne(row, other)))
  return html`<h2>Waits for your word</h2>
${
  fresh.length === 0
    ? html`<p class="empty">Nothing waits for you.</p>`
    : html`<ul class="list">${fresh.map(
        (row) => html`<li><a class="title" href="${rfcPath(row)}">${row.record.title}</a>
<span>${row.record.headline}</span>
<span class="quiet">${place(row)} · last movement ${ago(row.movedAt, now)} · <a href="${row.record.url}#issue-comment-box">Say /commit, /disagree-commit or /object on GitHub</a></span></li>`,
      )}</ul>`
}
<h2>Objections to answer</h2>
${
  unanswered.length === 0
    ? html`<p class="empty">No objection to an RFC of yours waits for an answer.</p>`
    : html`<ul class="list">${unanswered.map(
        (row) => html`<li><a class="title" href="${rfcPath(row)}">${row.record.title}</a>
${row.record.objections
  .filter(({ state, answers }) => state === 'open' && answers.length === 0)
  .map(
    ({ number, by, reason, url, at }) =>
      html`<span>#${number} by @${by.login}, ${ago(new Date(at), now)}: ${reason || 'no reason given yet'} <a href="${url}">Read it and say /answer #${number} …</a></span>`,
  )}</li>`,
      )}</ul>`
}
<h2>Committed, and the text changed since</h2>
${
  stale.length === 0
    ? html`<p class="empty">Every text you committed to stands as it did.</p>`
    : html`<ul class="list">${stale.map((row) => {
        const own = row.record.people.find(({ id }) => id === me)
        const sections = own?.changed ?? []
        const changes =
          own?.commit && own.commit !== row.record.head
            ? `${row.record.url.replace(/\/pull\/\d+$/, '')}/compare/${own.commit}..${row.record.head}`
            : null
        return html`<li><a class="title" href="${rfcPath(row)}">${row.record.title}</a>
<span>${sections.length > 0 ? `Changed since: ${sections.join(', ')}` : 'The text changed since, or cannot be compared.'}</span>
<span class="quiet">${place(row)} · ${changes ? html`<a href="${changes}">What changed</a> · ` : ''}<a href="${row.record.url}#issue-comment-box">Say it again on GitHub</a></span></li>`
      })}</ul>`
}
<h2>What you committed to</h2>
${rfcList(committed, now, html`You have not committed to anything yet.`)}`
}

function isOne(a: BoardRow, b: BoardRow): boolean {
  return a.repositoryId === b.repositoryId && a.number === b.number
}

function place({ owner, repo, number }: BoardRow): string {
  return `${owner}/${repo}#${number}`
}
