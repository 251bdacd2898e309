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
    ? html`<p class="empty">No data yet. Figures appear with the first RFC that every stakeholder committed to.</p>`
    : ''
}
<h2>Time to decide</h2>
<dl class="figures">
${figure('Until everyone agrees on the problem', spread(toAlignment), 'From opening the pull request until every stakeholder first agreed on the problem as stated.')}
${figure('Until everyone committed', spread(toCommitment), 'From opening the pull request until the check first passed.')}
</dl>
${quarterBars(quarters)}
<h2>Time spent waiting on</h2>
${waitBars(waited)}
<p class="quiet">All RFCs together, until now. <em>Stakeholders</em>: the check waited for commitments. <em>Author</em>: the RFC was a draft, needed fixing, or its problem was disputed. <em>Objections</em>: at least one was open.</p>
<h2>Objections, dissent and changes</h2>
<dl class="figures">
${figure('Objections closed by the person who raised them', `${objections.heard}`, 'With /heard, /commit or /disagree-commit. Objections that were dismissed, left open, or open at the merge are not included.')}
${figure('How long they were open', spread(objections.waited), 'From the objection to the command that closed it.')}
${figure('Decisions with dissent on record', decided === 0 ? 'none yet' : `${withDissent} of ${decided} (${Math.round((withDissent / decided) * 100)} %)`, 'Decided RFCs with at least one commitment with dissent. Neither a high nor a low figure is good in itself.')}
${figure('Merged without a decision', `${notDecided}`, 'RFCs merged while a response was pending, an objection was open, or something else was missing, and RFCs merged before this was recorded.')}
${figure('Stale commitments', `${stale}`, 'How often a change to the text made a commitment stale.')}
</dl>
<h2>Open the longest</h2>
${rfcList(oldest, now, html`No open RFCs.`)}`
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
  if (median === null || p90 === null) return 'no data yet'
  return `${days(median)} (median), ${days(p90)} (90th percentile), of ${count}`
}

function days(seconds: number): string {
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  if (seconds < 2 * 86_400) return `${(seconds / 3600).toFixed(1)} h`
  return `${(seconds / 86_400).toFixed(1)} days`
}

function waitBars({ author, stakeholders, answers }: Insights['waited']): Html {
  return bars(
    'Time spent waiting on',
    [
      ['Stakeholders', stakeholders],
      ['Author', author],
      ['Objections', answers],
    ].map(([name, seconds]) => ({ name: String(name), seconds: Number(seconds) })),
  )
}

function quarterBars(quarters: Insights['quarters']): Html {
  if (quarters.length === 0) return html``
  return html`<h3>By quarter: median until everyone committed</h3>${bars(
    'Median time until everyone committed, by quarter',
    quarters.map(({ quarter, median }) => ({ name: quarter, seconds: median ?? 0 })),
  )}`
}

function bars(title: string, rows: readonly { readonly name: string; readonly seconds: number }[]): Html {
  const most = Math.max(1, ...rows.map(({ seconds }) => seconds))
  const height = rows.length * ROW + 4
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-')
  return html`<div class="timeline" tabindex="0" role="region" aria-label="Chart: ${title}"><svg viewBox="0 0 ${LEFT + BAR_WIDTH + 90} ${height}" width="${LEFT + BAR_WIDTH + 90}" height="${height}" role="img" aria-labelledby="${id}">
<title id="${id}">${title}: ${rows.map(({ name, seconds }) => `${name} ${days(seconds)}`).join(', ')}</title>
${rows.map(
  ({ name, seconds }, index) => html`<text x="0" y="${index * ROW + 16}">${name}</text>
<rect class="plain" x="${LEFT}" y="${index * ROW + 2}" width="${((seconds / most) * BAR_WIDTH).toFixed(1)}" height="${BAR_HEIGHT}"/>
<text x="${(LEFT + (seconds / most) * BAR_WIDTH + 6).toFixed(1)}" y="${index * ROW + 16}">${days(seconds)}</text>`,
)}
</svg></div>`
}
