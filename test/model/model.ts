import type { History, Moment } from './history.ts'
import { askedOf, isAmong, listen, quorumOf } from './people.ts'
import * as rfc from './texts.ts'

export type Conclusion = 'success' | 'failure' | 'action_required'

/**
 * The rules of `docs/rules.md`, said a second time and as plainly as possible. Shares nothing with the App: slow, without
 * explanations, and about the small world of the generator only. More than one conclusion where the rules leave it open.
 */
export function judge(history: History) {
  const now = rfc.nowOf(history)
  const isEverRfc = rfc.isRfc(now, now.config) || rfc.wasRfc(history)
  const conclusions = new Set<Conclusion>(isEverRfc ? conclude(history, now) : ['success'])
  // What left is none once it waits for no one (D5).
  const isRfc = isEverRfc && (rfc.isRfc(now, now.config) || !conclusions.has('success'))
  return { conclusions, isEverRfc, isRfc }
}

/** V1: the first state that applies to what is or was an RFC. */
function conclude(history: History, now: Moment): readonly Conclusion[] {
  const { people, author, moments } = history
  const { config } = now
  if (!now.isOpen || config.isBroken) return ['failure']
  const { standings, of, added, waitedFor, areAll, isCommitted, hasAligned, isHidden } = listen(history)
  const required = [...rfc.requiredAt(history), ...added.keys()]
  /** Everybody named at a moment, by the configuration of then and that of now (P5), or added by then. */
  const namedBy = (each: Moment) => [
    ...rfc.textNames(each, each.config, config),
    ...rfc.configuredAt(history, each),
    ...[...added].flatMap(([name, time]) => (time <= each.at ? name : [])),
  ]
  // A quorum above the members is a problem when it is named; later, fewer members mean all of them (S3).
  const isEnough = (name: string, { team }: Moment) => {
    const asked = askedOf(name, team).length
    return asked > 0 && (asked >= quorumOf(name) || quorumOf(name) === Number.POSITIVE_INFINITY)
  }
  const known = moments.filter((each, at) => at >= history.lostAt && each.isSeen)
  const isTeam = (name: string) =>
    isEnough(name, now) || known.some((each) => namedBy(each).includes(name) && isEnough(name, each))
  const written = [...rfc.documentNames(now, config), ...config.names, ...required.filter(quorumOf)]
  const isWrong = written.some(
    (name) => !people.has(name) && !of(name).away && !(quorumOf(name) && isTeam(name)),
  )
  // While nobody knows of a push, the tip before it may be the one of a post: in doubt what blocks counts (C0).
  const lastKnown = (since: number) =>
    moments.findLastIndex((each, at) => at < since && (each.isSeen || history.tips[each.tip]?.isTimeKnown))
  const blocks = (who: string, since: number) => {
    const isNamed = (from: number) =>
      moments.some((each, at) => at >= from && isAmong(namedBy(each), who, each))
    return isAmong(required, who, now) || isNamed(since) ? 'surely' : isNamed(lastKnown(since)) && 'perhaps'
  }
  const blocked = [...standings].flatMap(([who, { open }]) =>
    open.flatMap(({ word, post }) => (word === 'near a block' ? [] : blocks(who, post.moment) || [])),
  )
  if (blocked.includes('surely') || isWrong) return ['failure']
  return blocked.includes('perhaps') ? ['failure', ...rest()] : rest()

  function rest(): readonly Conclusion[] {
    // It left, and everybody has stepped out (D5).
    if (!rfc.isRfc(now, config)) return [waitedFor(required).length > 0 ? 'failure' : 'success']
    const isIncomplete = rfc.documentsIn(now, config).some((text) => {
      return !text || text.problem === 'none' || rfc.namesFor(text, now).length === 0
    })
    if (isIncomplete || rfc.rfcFiles(now, config).some(({ movedOn }) => movedOn)) return ['failure']

    const asked = waitedFor(required).flatMap((name) => (quorumOf(name) ? waitedFor(now.team) : name))
    const others = [...new Set(asked)].filter((who) => who !== author)
    // Which red it is where too few are left, S5 does not say.
    if (others.length < config.minimum) return ['failure', 'action_required']
    const areEnough = others.filter(isCommitted).length >= config.minimum
    // Where the problem comes first, nothing counts before everybody has said how they read it (P3).
    const areAligned = !config.alignmentFirst || areAll(required, hasAligned)
    // Until something is proposed, the problem alone is asked about (T7).
    if (rfc.isUnproposed(now, config)) return ['action_required']
    if (now.isDraft || !areEnough || !areAligned || !areAll(required, isCommitted)) return ['action_required']
    // Nothing turns green while GitHub does not show what consents; a green that stands is one that the ledger yields (V6).
    return isHidden ? ['success', 'failure', 'action_required'] : ['success']
  }
}
