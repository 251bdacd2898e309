import type { History, Moment } from './history.ts'
import { listen, personOf, type Spoken, sameName, teamIn } from './people.ts'
import {
  configNames,
  documentsAt,
  isRfc,
  namedBy,
  namesAt,
  nowOf,
  type Reading,
  rfcFiles,
  versionNow,
} from './texts.ts'

export type Conclusion = 'success' | 'failure' | 'action_required'

/** What the rules say of the check on the current head. More than one conclusion where they leave it open. */
export interface Judgement {
  readonly conclusions: ReadonlySet<Conclusion>
  /** A success may be written now. */
  readonly mayBeGreen: boolean
  /** It is or was an RFC: no green of it may stay under the name of a base it left (V7). */
  readonly isEverRfc: boolean
}

/**
 * The rules of `product.md`, said a second time and as plainly as possible. Shares nothing with the App:
 * slow, without explanations, and about the small world of the generator only.
 */
export function judge(history: History): Judgement {
  const conclusions = new Set([...conclude(history, 'strict'), ...conclude(history, 'lenient')])
  // Where one thing is read strictly and another leniently, it comes to something in between.
  if (conclusions.has('success') && conclusions.has('failure')) conclusions.add('action_required')
  return { conclusions, mayBeGreen: conclusions.has('success'), isEverRfc: isEverRfc(history, 'lenient') }
}

/** It is an RFC, or was one outside draft, and the App had said so (D5). */
function isEverRfc(history: History, reading: Reading): boolean {
  // Whether what only "counts as an RFC" while the configuration cannot be read was one, D5 does not say.
  const was = (each: Moment) => isRfc(each) && (reading === 'strict' || !each.config.isBroken)
  return (
    isRfc(nowOf(history)) || history.moments.some((each) => each.isAnnounced && !each.isDraft && was(each))
  )
}

/** V1: the first state that applies. */
function conclude(history: History, reading: Reading): readonly Conclusion[] {
  const now = nowOf(history)
  if (!isEverRfc(history, reading)) return ['success']
  if (!now.isOpen) return ['failure', 'action_required']
  if (now.config.isBroken) return isRfc(now) ? ['failure'] : reading === 'strict' ? ['failure'] : ['success']

  const spoken = listen(history, reading)
  const isReleased = (name: string) => [...spoken.released].some((each) => sameName(each, name))
  /** Whether anything said since the release makes somebody waited for again, P5 does not say. */
  const isWaitedFor = (name: string) => {
    if (!isReleased(name)) return true
    return reading === 'strict' && !teamIn(name) && spoken.of(personOf(name)).position !== 'released'
  }
  const required = new Set([...namedBy(history, history.moments.length - 1, reading), ...spoken.added.keys()])
  const { isDone, isTeamDone } = doneBy(history, reading, spoken)

  if (!isRfc(now)) {
    const owed = [...required].filter(isWaitedFor).filter((name) => {
      if (teamIn(name)) return reading === 'strict' || !isTeamDone(name)
      const { position } = spoken.of(personOf(name))
      return position !== 'recused' && !(reading === 'lenient' && position === 'committed')
    })
    return owed.length > 0 ? ['failure'] : reading === 'strict' ? ['failure'] : ['success']
  }
  // A file that goes away from the base, or out of the folder, is an RFC (D2); what its document must be is not said.
  const documents = documentsAt(history, now)
  const isGoing = documents.length === 0
  const wide: readonly Conclusion[] = isGoing ? ['failure', 'action_required'] : []

  if (documents.some((text) => !text || text.problem === 'none')) return ['failure']
  const described = history.descriptions.at(-1)?.text?.names ?? []
  if (documents.some((text) => (text?.names ?? described).length === 0)) return ['failure']
  if (rfcFiles(now, now.config).some(({ movedOn }) => movedOn)) return ['failure']
  const named = new Set([...namesAt(history, now), ...configNames(now)])
  for (const name of required) {
    if (isReleased(name) || !isProblem(history, now, name, reading)) continue
    // A misspelt login or a quorum too high that was mended, here or at the base, may be forgotten: nobody was dropped (S6).
    if (named.has(name) || reading === 'strict') return ['failure']
    required.delete(name)
  }

  const waitedFor = [...required].filter(isWaitedFor)
  if (waitedFor.some((name) => teamIn(name) && !canBeDone(history, now, name)))
    return ['failure', 'action_required']

  const ever = everNamed(history, required)
  if (objects(history, spoken, ever)) return ['failure', ...wide]
  const isIn = (names: Iterable<string>, who: string) =>
    [...names].some((name) => personOf(name) === who || (teamIn(name) && now.team.has(who)))
  // Whether reading it differently outlives being named, or a team's release, as an objection does, P5 does not say.
  const mayBlock = reading === 'strict' ? ever : waitedFor
  if ([...spoken.everybody()].some(([who, { isMisaligned }]) => isMisaligned && isIn(mayBlock, who))) {
    return ['failure', ...wide]
  }

  // S5: people other than the author, each for themself. Where there are too few, the rules do not say which red it is.
  const everybody = [...history.people].filter((who) => who !== history.author && isIn(waitedFor, who))
  const possible = everybody.filter((who) => !['recused', 'released'].includes(spoken.of(who).position))
  if (possible.length < now.config.minimum) return ['failure', 'action_required']
  const committed = possible.filter((who) => isDone(who))
  if (committed.length < now.config.minimum) return ['action_required', ...wide]

  const waiting = waitedFor.filter((name) => {
    if (teamIn(name)) return !isTeamDone(name)
    return !isDone(personOf(name))
  })
  const owedAfterDeletion = [...spoken.everybody()].some(([, { mustSpeak }]) => mustSpeak)
  if (waiting.length > 0 || owedAfterDeletion || now.isDraft) return ['action_required', ...wide]
  return ['success', ...wide]
}

/** Who is committed to the text as it stands, or steps aside (F2, S3). */
function doneBy(history: History, reading: Reading, spoken: Spoken) {
  const now = nowOf(history)
  const version = versionNow(history, reading)
  const part = now.config.onlyProblem ? 'problem' : 'whole'
  const isCommitted = (who: string) => {
    const { position, seen } = spoken.of(who)
    return position === 'committed' && seen?.[part] === version[part]
  }
  const isAside = (who: string) => ['recused', 'released'].includes(spoken.of(who).position)
  return {
    isDone: (who: string) => isCommitted(who) || isAside(who),
    isTeamDone: (name: string) => {
      const quorum = teamIn(name)?.[1] ?? '1'
      const members = [...now.team]
      if (quorum === 'all') return members.every((who) => isCommitted(who) || isAside(who))
      return members.filter((who) => who !== history.author && isCommitted(who)).length >= Number(quorum)
    },
  }
}

/** The author's word never fills a quorum, so a small team may not suffice; which red that is, S3 does not say. */
function canBeDone(history: History, { team }: Moment, name: string): boolean {
  const quorum = teamIn(name)?.[1] ?? '1'
  if (quorum === 'all') return true
  return [...team].filter((who) => who !== history.author).length >= Number(quorum)
}

/** A name that nobody can be waited for by (S3, S4). */
function isProblem(
  history: History,
  { givenUp, taken, team }: Moment,
  name: string,
  reading: Reading,
): boolean {
  const quorum = teamIn(name)
  if (quorum) {
    const needed = quorum[1] === 'all' || quorum[1] === undefined ? 1 : Number(quorum[1])
    return needed > team.size
  }
  // Whether a login that was given up still leads to who had it, S4 does not say.
  if (givenUp.has(name)) return reading === 'strict' || name === 'rina'
  if (taken.has(name)) return true
  return !history.people.has(personOf(name))
}

/** Whoever is required, or was named at any announced head, a draft's included. */
function everNamed(history: History, required: ReadonlySet<string>): ReadonlySet<string> {
  const announced = history.moments.filter(({ isAnnounced }) => isAnnounced)
  return new Set([...required, ...announced.flatMap((moment) => namesAt(history, moment))].map(personOf))
}

/** An open objection of somebody who is a stakeholder, or was one since they raised it (P5). */
function objects(history: History, spoken: Spoken, ever: ReadonlySet<string>): boolean {
  return [...spoken.everybody()].some(([who, { objections }]) =>
    objections.some((id) => {
      if (ever.has(who)) return true
      const since = history.remarks.find((remark) => remark.id === id)?.revisions[0]?.moment ?? 0
      return history.moments.some((moment, index) => {
        if (index < since || !moment.isSeen) return false
        const names = [...namedBy(history, index, 'lenient'), ...spoken.added.keys()]
        return names.some((name) => personOf(name) === who || (teamIn(name) && moment.team.has(who)))
      })
    }),
  )
}
