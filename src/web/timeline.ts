import { html } from 'hono/html'
import type { Turn } from '../render/turns.ts'
import { type Html, STATES } from './words.ts'

const LANES = ['head', 'alignment', 'position', 'objection', 'state'] as const
const LANE_NAMES = {
  head: 'Text',
  alignment: 'Problem',
  position: 'People',
  objection: 'Objections',
  state: 'Check',
} as const
const WIDTH = 900
const LEFT = 100
const LANE_HEIGHT = 34
const RADIUS = 6

/** The timeline as a picture, and as a list for those who cannot see it; both from the same turns. */
export function timeline(turns: readonly Turn[]): Html {
  if (turns.length === 0) return html`<p class="quiet">Nothing is known of its history yet.</p>`
  const times = turns.map(({ at }) => Date.parse(at))
  const [from, to] = [Math.min(...times), Math.max(...times)]
  const x = (at: string) =>
    LEFT + (to === from ? 0 : ((Date.parse(at) - from) / (to - from)) * (WIDTH - LEFT - 20))
  const height = LANES.length * LANE_HEIGHT + 30
  return html`<div class="timeline" tabindex="0" role="region" aria-label="The picture">
<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="timeline-title">
<title id="timeline-title">When the text changed, who said what, which objections were opened and closed, and what the check said; the list below says the same.</title>
${LANES.map(
  (lane, index) => html`<text x="0" y="${index * LANE_HEIGHT + 24}">${LANE_NAMES[lane]}</text>
<line class="line" x1="${LEFT}" x2="${WIDTH}" y1="${index * LANE_HEIGHT + 20}" y2="${index * LANE_HEIGHT + 20}"/>`,
)}
${turns.map(
  (turn) =>
    html`<circle class="${tone(turn)}" cx="${x(turn.at).toFixed(1)}" cy="${LANES.indexOf(turn.kind) * LANE_HEIGHT + 20}" r="${RADIUS}"><title>${day(turn.at)}: ${told(turn)}</title></circle>`,
)}
<text class="quietly" x="${LEFT}" y="${height - 6}">${day(turns[0]!.at)}</text>
<text class="quietly" x="${WIDTH}" y="${height - 6}" text-anchor="end">${day(turns.at(-1)!.at)}</text>
</svg>
</div>
<details><summary>The timeline in words</summary><ol>${turns.map(
    (turn) => html`<li><time datetime="${turn.at}">${day(turn.at)}</time>: ${told(turn)}</li>`,
  )}</ol></details>`
}

function tone({ kind, what }: Turn): string {
  if (kind === 'state') return what === 'committed' || what === 'merged' ? 'good' : 'bad'
  if (kind === 'position')
    return ['committed', 'dissenting'].includes(what) ? 'good' : what === 'objecting' ? 'bad' : 'plain'
  if (kind === 'alignment') return what === 'shared' ? 'good' : 'plain'
  if (kind === 'objection') return what.endsWith(' open') ? 'bad' : 'good'
  return 'plain'
}

const POSITIONS: Readonly<Record<string, string>> = {
  silent: 'is silent again',
  committed: 'committed',
  dissenting: 'disagreed and committed',
  stale: 'is asked again: the text changed',
  objecting: 'objects',
  recused: 'stepped out',
  released: 'was released',
}

function told({ kind, who, what }: Turn): string {
  switch (kind) {
    case 'head':
      return `the text at ${what.slice(0, 7)}`
    case 'position':
      return `@${who} ${POSITIONS[what] ?? what}`
    case 'objection':
      return `objection ${what.replace(/^#(\d+) /, `No. $1 by @${who}: `)}`
    case 'alignment':
      return what === 'shared' ? 'everybody shares the problem' : 'not everybody shares the problem any more'
    case 'state':
      return what in STATES ? STATES[what as keyof typeof STATES] : what
  }
}

function day(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}
