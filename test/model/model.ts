import type { History, Moment, Remark } from './history.ts'
import { DOUBTS, isFilled, listen, quorumOf } from './people.ts'
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
  const readings = [listen(history), ...DOUBTS.map((doubt) => listen(history, doubt))]
  return { conclusions: new Set(readings.flatMap((said) => conclude(history, now, said))), isEverRfc }
}

/** V1: the first state that applies to what is or was an RFC. */
function conclude(history: History, now: Moment, said: ReturnType<typeof listen>): readonly Conclusion[] {
  const { people, author, moments } = history
  const { config } = now
  if (!now.isOpen || config.isBroken) return ['failure']
  const { standings, of, added, isReleased, isAway } = said
  const mustSpeak = [...standings].flatMap(([who, standing]) => (standing.mustSpeak ? who : []))
  const required = [...new Set([...rfc.requiredAt(history), ...added.keys(), ...mustSpeak])]
  const teams = required.filter((name) => name.includes('/') && !isReleased(name))
  const waitedFor = required.filter((name) => people.has(name) && !isAway(name))
  // A misspelt login that was mended is forgotten, or one at the base; a team that was ever named is not (S6).
  const unbased = { ...now, touched: now.touched.map((file) => ({ ...file, base: null })) }
  const isWrong = [...rfc.namesAt(unbased, config), ...config.names, ...teams].some((name) => {
    if (isReleased(name) || people.has(name)) return false
    return !name.includes('/') || now.team.size === 0 || !isFilled(name, [...now.team], () => true)
  })

  // Who was named at any announced head, a draft's included, or was in a team when it was, holds for good (P5).
  const named = moments.map((each) =>
    each.isAnnounced ? [config, each.config].flatMap((known) => rfc.namesForGood(each, known)) : [],
  )
  // Whom a configuration let go holds no more but for what they said before (S2).
  const byConfig = moments.map(({ isAnnounced, config: own }, at) =>
    isAnnounced && moments.slice(0, at + 1).some((each) => rfc.isRfc(each, own)) ? own.names : [],
  )
  const isTeamNamed = (by: number) =>
    named
      .slice(0, by + 1)
      .flat()
      .some(quorumOf) || [...added].some(([name, at]) => quorumOf(name) && at <= (moments[by] as Moment).at)
  const blocks = (who: string, { moment }: Remark) =>
    [...named.flat(), ...required].includes(who) ||
    (now.team.has(who) && required.some(quorumOf)) ||
    moments.some(({ isSeen, team }, at) => {
      const live = byConfig[at] ?? []
      const isInTeam = team.has(who) && (isTeamNamed(at) || live.some(quorumOf))
      return at >= moment && isSeen && (isInTeam || live.includes(who))
    })
  const isBlocked = [...standings].some(([who, { objections, misaligned }]) =>
    [...objections, ...misaligned].some((remark) => blocks(who, remark)),
  )
  if (isBlocked || isWrong) return ['failure']
  if (!rfc.isRfc(now, config)) {
    const isForgotten = !moments.some((each) => each.isAnnounced && rfc.documentsIn(each, config).length > 0)
    return [waitedFor.length + teams.length > 0 || isForgotten ? 'failure' : 'success']
  }
  const isIncomplete = rfc
    .documentsIn(now, config)
    .some((text) => !text || text.problem === 'none' || rfc.namesFor(text, now).length === 0)
  if (isIncomplete || rfc.rfcFiles(now, config).some(({ movedOn }) => movedOn)) return ['failure']

  const text = rfc.textOf(now, config)
  const isCommitted = (who: string) => !of(who).mustSpeak && of(who).committed === text
  const members = [...now.team].filter((who) => !isAway(who))
  const asked = new Set([...waitedFor, ...(teams.length > 0 ? members : [])])
  const others = [...asked].filter((who) => who !== author)
  // Which red it is where too few are left, S5 does not say.
  if (others.length < config.minimum) return ['failure', 'action_required']
  const isDone =
    others.filter(isCommitted).length >= config.minimum &&
    waitedFor.every(isCommitted) &&
    teams.every((name) => isFilled(name, members, isCommitted)) &&
    mustSpeak.length === 0
  return [isDone && !now.isDraft ? 'success' : 'action_required']
}
