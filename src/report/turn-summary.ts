import type { Turn } from './turns.ts'

/** What insights need of an RFC's timeline, so that they need not read all timelines. */
export interface TurnSummary {
  /** When all stakeholders first shared the problem. */
  readonly alignedAt: string | null
  /** When everyone had committed for the first time. */
  readonly firstCommittedAt: string | null
  readonly hasDissent: boolean
  /** How many commitments had to be said again because the text changed. */
  readonly leftBehind: number
  /** Seconds in which it waited for each, without its current state. */
  readonly forAuthor: number
  readonly forStakeholders: number
  readonly forAnswers: number
  /** For how many seconds each objection was open that was closed by the person who raised it (R1). */
  readonly heard: readonly number[]
}

const FOR_AUTHOR = ['needs fixing', 'draft', 'misalignment']

/** Returns the summary of a timeline, which may be in any order. */
export function summaryOf(turns: readonly Turn[]): TurnSummary {
  const sorted = turns.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const of = (kind: Turn['kind']) => sorted.filter((turn) => turn.kind === kind)
  const states = of('state')
  const secondsIn = (isWanted: (state: string) => boolean) =>
    states.reduce((sum, { at, what }, place) => {
      const next = states[place + 1]
      return next && isWanted(what) ? sum + secondsBetween(at, next.at) : sum
    }, 0)
  return {
    alignedAt: of('alignment').find(({ what }) => what === 'shared')?.at ?? null,
    firstCommittedAt: states.find(({ what }) => what === 'committed')?.at ?? null,
    hasDissent: of('position').some(({ what }) => what === 'dissenting'),
    leftBehind: of('position').filter(({ what }) => what === 'stale').length,
    forAuthor: secondsIn((state) => FOR_AUTHOR.includes(state)),
    forStakeholders: secondsIn((state) => state === 'waiting'),
    forAnswers: secondsIn((state) => state === 'objection'),
    heard: [...Map.groupBy(of('objection'), numberOf).values()].flatMap((each) => {
      const opened = each.find(({ what }) => / open$/.test(what))
      const closed = each.findLast(({ what }) => / (heard|withdrawn|dissent)$/.test(what))
      return opened && closed ? [secondsBetween(opened.at, closed.at)] : []
    }),
  }
}

/** `#1` of `#1 set aside`. */
function numberOf({ what }: Turn): string {
  return what.split(' ', 1)[0] ?? ''
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000
}
