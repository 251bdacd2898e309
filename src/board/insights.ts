import { html } from 'hono/html'
import type { Insights, Spread } from '../report/listing.ts'
import { rfcList } from './lists.ts'
import type { Html } from './html-words.ts'

const BAR_WIDTH = 600
const BAR_HEIGHT = 18
const ROW = 26
const LEFT = 110
/** As many quarters can be chosen from. */
const QUARTERS = 12

/** How decisions come about: figures with their definitions beside them, never about persons. */
export function insightsBody(insights: Insights, query: URLSearchParams, now: Date): Html {
  const {
    toAlignment,
    toCommitment,
    waited,
    objections,
    decided,
    notDecided,
    withDissent,
    stale,
    quarters,
    oldest,
  } = insights
  const value = (name: string) => query.get(name) ?? ''
  return html`<form class="filters" method="get" action="/insights">
<label>Organisation<input name="owner" value="${value('owner')}" autocomplete="off"></label>
<label>Repository<input name="repo" value="${value('repo')}" autocomplete="off"></label>
<label>Team<input name="team" value="${value('team')}" placeholder="acme/sre" autocomplete="off"></label>
<label>Quarter<select name="quarter"><option value="">all</option>${quartersBefore(now).map(
    (quarter) =>
      html`<option value="${quarter}"${value('quarter') === quarter ? html` selected` : ''}>${quarter}</option>`,
  )}</select></label>
<button>Show</button>
</form>
${
  decided + notDecided + toCommitment.count + oldest.length === 0
    ? html`<p class="empty">There is nothing to tell yet: figures appear with the first RFC that everybody committed to.</p>`
    : ''
}
<h2>How long it takes</h2>
<dl class="figures">
${figure('Until everybody shares the problem', spread(toAlignment), 'From opening the pull request to the first time at which every stakeholder shared the problem as it stood.')}
${figure('Until everybody committed', spread(toCommitment), 'From opening the pull request to the first time at which the check was green.')}
</dl>
${quarterBars(quarters)}
<h2>Whom it waited for</h2>
${waitBars(waited)}
<p class="quiet">Of all RFCs together, until now. <em>Stakeholders</em>: the check waited for commitments. <em>Author</em>: it was a draft, needed fixing, or the problem was read differently. <em>Objections</em>: one was open, whoever’s turn it was.</p>
<h2>Objections, dissent, changes</h2>
<dl class="figures">
${figure('Objections closed by their raiser', `${objections.heard}`, 'By /heard, /commit or /disagree-commit. Those that were set aside, left open, or open at the merge are not among them.')}
${figure('How long they were open', spread(objections.waited), 'From the objection to the word that closed it.')}
${figure('Decisions with dissent on record', decided === 0 ? 'none yet' : `${withDissent} of ${decided} (${Math.round((withDissent / decided) * 100)} %)`, 'RFCs that were decided, and to which somebody committed who disagreed. Neither high nor low is good by itself.')}
${figure('Merged without a decision', `${notDecided}`, 'RFCs that were merged while somebody was pending, an objection was open, or something else was missing; and those merged before this was recorded.')}
${figure('Commitments asked for again', `${stale}`, 'How often the text changed under a commitment.')}
</dl>
<h2>Open for longest</h2>
${rfcList(oldest, now, html`Nothing is open.`)}`
}

/** The quarters that can be chosen, the current one first; an RFC is in the one in which everybody had committed. */
function quartersBefore(now: Date): readonly string[] {
  const current = now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3)
  return Array.from({ length: QUARTERS }, (_, index) => {
    const quarter = current - index
    return `${Math.floor(quarter / 4)} Q${(quarter % 4) + 1}`
  })
}

function figure(name: string, text: string, meaning: string): Html {
  return html`<div><dt>${name}</dt><dd>${text}<span class="quiet">${meaning}</span></dd></div>`
}

function spread({ count, median, p90 }: Spread): string {
  if (median === null || p90 === null) return 'not known yet'
  return `${days(median)} (median), ${days(p90)} (90th percentile), of ${count}`
}

function days(seconds: number): string {
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  if (seconds < 2 * 86_400) return `${(seconds / 3600).toFixed(1)} h`
  return `${(seconds / 86_400).toFixed(1)} days`
}

function waitBars({ author, stakeholders, answers }: Insights['waited']): Html {
  return bars(
    'Whom RFCs waited for',
    [
      ['Stakeholders', stakeholders],
      ['Author', author],
      ['Objections', answers],
    ].map(([name, seconds]) => ({ name: String(name), seconds: Number(seconds) })),
  )
}

function quarterBars(quarters: Insights['quarters']): Html {
  if (quarters.length === 0) return html``
  return html`<h3>By quarter: median until everybody committed</h3>${bars(
    'Median time until everybody committed, by quarter',
    quarters.map(({ quarter, median }) => ({ name: quarter, seconds: median ?? 0 })),
  )}`
}

function bars(title: string, rows: readonly { readonly name: string; readonly seconds: number }[]): Html {
  const most = Math.max(1, ...rows.map(({ seconds }) => seconds))
  const height = rows.length * ROW + 4
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-')
  return html`<div class="timeline" tabindex="0" role="region" aria-label="The picture: ${title}"><svg viewBox="0 0 ${LEFT + BAR_WIDTH + 90} ${height}" width="${LEFT + BAR_WIDTH + 90}" height="${height}" role="img" aria-labelledby="${id}">
<title id="${id}">${title}: ${rows.map(({ name, seconds }) => `${name} ${days(seconds)}`).join(', ')}</title>
${rows.map(
  ({ name, seconds }, index) => html`<text x="0" y="${index * ROW + 16}">${name}</text>
<rect class="plain" x="${LEFT}" y="${index * ROW + 2}" width="${((seconds / most) * BAR_WIDTH).toFixed(1)}" height="${BAR_HEIGHT}"/>
<text x="${(LEFT + (seconds / most) * BAR_WIDTH + 6).toFixed(1)}" y="${index * ROW + 16}">${days(seconds)}</text>`,
)}
</svg></div>`
}
