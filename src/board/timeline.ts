import { html } from 'hono/html'
import type { Turn } from '../report/turns.ts'
import { type Html, STATES } from './html-words.ts'

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
/** The width that is free for the label of the last event. */
const RIGHT = 90
const LANE_HEIGHT = 44
/** The approximate width of a letter. */
const LETTER = 7
const RADIUS = 6

/** Returns the timeline as an image, and as a list for those who can't see it. */
export function timeline(turns: readonly Turn[]): Html {
  if (turns.length === 0) return html`<p class="quiet">No history yet.</p>`
  const times = turns.map(({ at }) => Date.parse(at))
  const [from, to] = [Math.min(...times), Math.max(...times)]
  const x = (at: string) =>
    LEFT + (to === from ? 0 : ((Date.parse(at) - from) / (to - from)) * (WIDTH - LEFT - RIGHT))
  const height = LANES.length * LANE_HEIGHT + 30
  return html`<div class="timeline" tabindex="0" role="region" aria-label="Timeline">
<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="timeline-title">
<title id="timeline-title">When the text changed, who responded, which objections were opened and closed, and what the check showed. The list below says the same.</title>
${LANES.map((lane, index) => {
  const y = index * LANE_HEIGHT + 20
  const own = turns.filter(({ kind }) => kind === lane)
  const isRead = labelled(own, x)
  return html`<text x="0" y="${y + 4}">${LANE_NAMES[lane]}</text>
<line class="line" x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}"/>
${spansIn(own).map(
  ({ turn, until }) =>
    html`<line class="span ${tone(turn)}" x1="${x(turn.at).toFixed(1)}" x2="${(until === null ? WIDTH : x(until)).toFixed(1)}" y1="${y}" y2="${y}"/>`,
)}
${own.map((turn) => {
  const left = x(turn.at)
  return html`<circle class="${tone(turn)}" cx="${left.toFixed(1)}" cy="${y}" r="${RADIUS}"><title>${day(turn.at)}: ${described(turn)}</title></circle>${
    isRead.has(turn)
      ? html`<text class="quietly" x="${(left - RADIUS).toFixed(1)}" y="${y + 20}">${brief(turn)}</text>`
      : ''
  }`
})}`
})}
<text class="quietly" x="${LEFT}" y="${height - 6}">${day(turns[0]!.at)}</text>
<text class="quietly" x="${WIDTH}" y="${height - 6}" text-anchor="end">${day(turns.at(-1)!.at)}</text>
</svg>
</div>
<details><summary>Timeline as text</summary><ol>${turns.map(
    (turn) => html`<li><time datetime="${turn.at}">${day(turn.at)}</time>: ${described(turn)}</li>`,
  )}</ol></details>`
}

/** What lasts: each state until the next one, each objection until its end, all until now where nothing ended them. */
function spansIn(turns: readonly Turn[]): readonly { readonly turn: Turn; readonly until: string | null }[] {
  const lasting = turns.filter(({ kind, what }) => kind === 'state' || what.endsWith(' open'))
  return lasting.map((turn) => {
    const later = turns.slice(turns.indexOf(turn) + 1)
    const end = later.find((other) => turn.kind === 'state' || numberIn(other) === numberIn(turn))
    return { turn, until: end?.at ?? null }
  })
}

/** Returns the events that have space for a label before the next one begins. */
function labelled(turns: readonly Turn[], x: (at: string) => number): ReadonlySet<Turn> {
  const shown = new Set<Turn>()
  let free = 0
  for (const turn of turns) {
    if (x(turn.at) < free) continue
    shown.add(turn)
    free = x(turn.at) + brief(turn).length * LETTER + RADIUS
  }
  return shown
}

/** Returns an event in a word or two. */
function brief(turn: Turn): string {
  const { kind, who, what } = turn
  if (kind === 'head') return what.slice(0, 7)
  if (kind === 'position') return `@${who}`
  if (kind === 'objection') return `${numberIn(turn)} ${what.split(' ').slice(1).join(' ')}`
  if (kind === 'alignment') return what === 'shared' ? 'agreed' : 'not agreed'
  return what in STATES ? STATES[what as keyof typeof STATES].toLowerCase() : what
}

function numberIn({ what }: Turn): string {
  return what.split(' ', 1)[0]!
}

const BAD = ['objection', 'misalignment', 'needs fixing']

function tone({ kind, what }: Turn): string {
  if (kind === 'state')
    return what === 'committed' || what === 'decided' ? 'good' : BAD.includes(what) ? 'bad' : 'plain'
  if (kind === 'position')
    return ['committed', 'dissenting'].includes(what) ? 'good' : what === 'objecting' ? 'bad' : 'plain'
  if (kind === 'alignment') return what === 'shared' ? 'good' : 'plain'
  if (kind === 'objection') return what.endsWith(' open') ? 'bad' : what.endsWith(' heard') ? 'good' : 'plain'
  return 'plain'
}

const POSITIONS: Readonly<Record<string, string>> = {
  silent: 'needs to respond again',
  committed: 'committed',
  dissenting: 'committed with dissent',
  stale: 'needs to commit again: the text changed',
  objecting: 'objects',
  recused: 'recused',
  released: 'was released',
}

function described({ kind, who, what }: Turn): string {
  switch (kind) {
    case 'head':
      return `text at ${what.slice(0, 7)}`
    case 'position':
      return `@${who} ${POSITIONS[what] ?? what}`
    case 'objection':
      return `objection ${what.replace(/^#(\d+) /, `#$1 by @${who}: `)}`
    case 'alignment':
      return what === 'shared'
        ? 'every stakeholder agrees on the problem'
        : 'not every stakeholder agrees on the problem any more'
    case 'state':
      return what in STATES ? STATES[what as keyof typeof STATES].toLowerCase() : what
  }
}

function day(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}
