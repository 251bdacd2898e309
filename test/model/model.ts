import type { History, Moment, Post } from './history.ts'
import { askedOf, DOUBTS, isAmong, listen, quorumOf } from './people.ts'
import * as rfc from './texts.ts'

export type Conclusion = 'success' | 'failure' | 'action_required'

/**
 * The rules of `product.md`, said a second time and as plainly as possible. Shares nothing with the App: slow, without
 * explanations, and about the small world of the generator only. More than one conclusion where the rules leave it open.
 */
export function judge(history: History) {
  const now = rfc.nowOf(history)
  const isEverRfc = rfc.isRfc(now, now.config) || history.moments.some(rfc.wasRfc)
  if (!isEverRfc) return { conclusions: new Set<Conclusion>(['success']), isEverRfc }
  const readings = [undefined, ...DOUBTS].map((doubt) => listen(history, doubt))
  return { conclusions: new Set(readings.flatMap((said) => conclude(history, now, said))), isEverRfc }
}

/** V1: the first state that applies to what is or was an RFC. */
function conclude(history: History, now: Moment, said: ReturnType<typeof listen>): readonly Conclusion[] {
  const { people, author, moments } = history
  const { config } = now
  if (!now.isOpen || config.isBroken) return ['failure']
  const { standings, of, added, mustSpeak, isAway, waitedFor, areAll } = said
  const required = [...rfc.requiredAt(history), ...added.keys(), ...mustSpeak]
  // A misspelt login that was fixed is forgotten, or one at the base; a team that was ever named is not (S6).
  const teams = required.filter((name) => name.includes('/'))
  const hasEnough = (name: string, { team }: Moment) => {
    const quorum = quorumOf(name)
    return team.size > 0 && (quorum === 'all' || askedOf(name, team).length >= quorum)
  }
  // A quorum above the members is a problem when it is named; later, fewer members mean all of them (S3).
  const hadEnough = (name: string) =>
    askedOf(name, now.team).length > 0 &&
    moments.some((each, at) => {
      const until = moments.slice(0, at + 1)
      const isReady = each.isSeen && each.isOpen && until.some(({ isDraft }) => !isDraft)
      if (!isReady || each.config.isBroken) return false
      const since = [...added].flatMap(([known, time]) => (time <= each.at ? known : []))
      const asked = [...rfc.requiredAt({ ...history, moments: until }), ...since].filter(quorumOf)
      const isAsked = asked.some(
        (other) => other === name || Number(quorumOf(other)) >= Number(quorumOf(name)),
      )
      return isAsked && asked.every((other) => hasEnough(other, each))
    })
  const isWrong = [...rfc.documentNames(now, config), ...config.names, ...teams].some((name) => {
    const isKnown = quorumOf(name) && (hasEnough(name, now) || hadEnough(name))
    return !people.has(name) && !isAway(name) && !isKnown
  })

  // Whom a text or the base named at any announced head, a draft's text included, may block for good (P5).
  const namedForGood = (each: Moment) => {
    const places = each.isDraft ? [rfc.documentNames] : [rfc.documentNames, rfc.baseNames]
    return each.isAnnounced ? places.flatMap((names) => names(each, config, each.config)) : []
  }
  /** Who could block at a moment; whom a configuration stopped naming blocks only by what they said before (S2). */
  const namedBy = ({ at, isAnnounced, config: own }: Moment, index: number) => {
    const before = moments.slice(0, index + 1)
    const isConfigured = isAnnounced && before.some((each) => rfc.isRfc(each, own))
    const since = [...added].flatMap(([name, time]) => (time <= at ? name : []))
    return [...before.flatMap(namedForGood), ...since, ...(isConfigured ? own.names : [])]
  }
  const blocks = (who: string, { moment }: Post) =>
    moments.flatMap(namedForGood).includes(who) ||
    isAmong(required, who, now) ||
    moments.some((each, at) => at >= moment && each.isSeen && isAmong(namedBy(each, at), who, each))
  const isBlocked = [...standings].some(([who, { objections, misaligned }]) =>
    [...objections, ...misaligned].some((post) => blocks(who, post)),
  )
  if (isBlocked || isWrong) return ['failure']
  if (!rfc.isRfc(now, config)) {
    const isForgotten = !moments.some((each) => each.isAnnounced && rfc.documentsIn(each, config).length > 0)
    return [waitedFor(required).length > 0 || isForgotten ? 'failure' : 'success']
  }
  const isIncomplete = rfc.documentsIn(now, config).some((text) => {
    return !text || text.problem === 'none' || rfc.namesFor(text, now).length === 0
  })
  if (isIncomplete || rfc.rfcFiles(now, config).some(({ movedOn }) => movedOn)) return ['failure']

  const text = rfc.textOf(now, config)
  const isCommitted = (who: string) => of(who).committed === text
  const asked = waitedFor(required).flatMap((name) => (quorumOf(name) ? waitedFor(now.team) : name))
  const others = [...new Set(asked)].filter((who) => who !== author)
  // Which red it is where too few are left, S5 does not say.
  if (others.length < config.minimum) return ['failure', 'action_required']
  const areEnough = others.filter(isCommitted).length >= config.minimum
  // Where the problem comes first, nothing counts before everybody has said how they read it (P3).
  const problem = rfc.problemOf(now, config)
  const spoke = (who: string) => [of(who).aligned, of(who).dissented].includes(problem)
  const areAligned = !config.alignmentFirst || areAll(required, now, spoke)
  const isDone = areEnough && areAll(required, now, isCommitted) && areAligned && mustSpeak.length === 0
  return [isDone && !now.isDraft ? 'success' : 'action_required']
}
