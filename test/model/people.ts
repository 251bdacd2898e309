import type { History, Moment, Reading, Remark, Word } from './history.ts'
import { isRfc, namedBefore, namesAt, nowOf, requiredAt, sightOf, textOf, wasRfc } from './texts.ts'

/** Where somebody stands after everything that was said. */
interface Standing {
  /** The text that was committed to, and the Problem that was aligned on. */
  readonly committed: string | null
  readonly aligned: string | null
  readonly isRecused: boolean
  readonly objections: readonly Remark[]
  readonly misaligned: readonly Remark[]
  /** Somebody deleted a comment of theirs, and nothing accepted was said since (C6). */
  readonly mustSpeak: boolean
}

const CLEAR = { committed: null, aligned: null, isRecused: false, objections: [], misaligned: [] }
const SILENT: Standing = { ...CLEAR, mustSpeak: false }

interface Statement extends Pick<Reading, 'at' | 'moment'> {
  readonly who: string
  readonly word: Word | 'request changes' | 'approve' | 'bring in' | 'deleted by another'
  readonly about: readonly string[]
  readonly remark: Remark
}

/** What ends a commitment (P1); what counts in doubt (C0); what ends no silence (C6); what undoes no stepping out (C3). */
const AGAINST = ['object', 'misalign', 'withdraw', 'near a hold', 'request changes']
const HOLDS = [...AGAINST, 'add', 'bring in', 'deleted by another']
const IS_NO_WORD = ['deleted by another', 'near a hold', 'request changes', 'bring in']
const STAYS_OUT = ['deleted by another', 'near a hold', 'bring in', 'add', 'recuse', 'delegate']

/** How many commitments a team needs (S3); undefined of a person. */
export function quorumOf(name: string): number | 'all' | undefined {
  const found = /^acme\/sre(?: \((\d+|all)\))?$/.exec(name)
  return found?.[1] === 'all' ? 'all' : found ? Number(found[1] ?? 1) : undefined
}

/** Whether so many of these members as a team needs are so; the author fills no quorum but that of everybody (S3). */
export function isFilled(name: string, members: readonly string[], is: (who: string) => boolean): boolean {
  const quorum = quorumOf(name) ?? Number.POSITIVE_INFINITY
  return quorum === 'all'
    ? members.every(is)
    : members.filter((who) => who !== 'author' && is(who)).length >= quorum
}

/** What was said, in the order in which it counts: in one second what holds comes last, and so wins (P1). */
function statementsOf({ remarks, people, moments }: History): readonly Statement[] {
  const all: Statement[] = []
  const voids: { readonly who: string; readonly at: string }[] = []
  const wasHeard = ({ moment }: Reading, gone = 0) =>
    gone === 0 || moments.some((_, at) => at >= moment && at < gone && isLookedAt(moments, at))
  for (const remark of remarks.filter(({ by }) => people.has(by))) {
    const { by: who, opinion, deleted, readings, on, isDismissed } = remark
    const say = (
      word: Statement['word'],
      { at, moment }: Pick<Reading, 'at' | 'moment'>,
      about: readonly string[] = [],
    ) => all.push({ who, word, about, at, moment, remark })
    // Where there never was a command, nobody made one of it (C5).
    const touchedAt = readings.some(({ says }) => says.length > 0) ? remark.touchedAt : []
    voids.push(...touchedAt.map((at) => ({ who, at })))
    if (deleted && deleted.by !== who) {
      voids.push({ who, at: deleted.at })
      say('deleted by another', deleted)
    }
    const isClean = !deleted && touchedAt.length === 0
    if (opinion === 'request changes') say(opinion, remark)
    if (opinion === 'approve' && isClean && !isDismissed && moments.at(-1)?.config.countsReviews)
      say(opinion, remark)
    for (const reading of readings) {
      for (const { word, about } of reading.says) {
        const mayLetGo = on === 'comment' || on === 'review'
        if (isClean && reading === readings.at(-1)) {
          // What holds counts from the edit, what lets go keeps the time of first posting (C5).
          if (HOLDS.includes(word)) say(word, reading, about)
          else if (mayLetGo) say(word, remark, about)
        } else if (reading.by === who && reading.wasSeen && wasHeard(reading, deleted?.moment)) {
          // Who was brought in stays in (C3); what held in a revision of the writer's own stays, but closes nothing (C5).
          if (word === 'add') say(word, reading, about)
          else if (word === 'delegate' && mayLetGo) say('bring in', reading, about)
          else if (touchedAt.length > 0 && AGAINST.includes(word) && !deleted)
            say(word === 'withdraw' ? 'request changes' : word, reading)
        }
      }
    }
  }
  const rank = ({ word }: Statement) => (word === 'deleted by another' ? 2 : Number(HOLDS.includes(word)))
  return all
    .flatMap((each): Statement[] => {
      if (HOLDS.includes(each.word)) return [each]
      if (all.some((other) => contradicts(each, other))) return []
      if (!voids.some(({ who, at }) => who === each.who && each.at <= at)) return [each]
      return each.word === 'delegate' ? [{ ...each, word: 'bring in' }] : []
    })
    .sort((a, b) => (a.at === b.at ? rank(a) - rank(b) || a.remark.id - b.remark.id : a.at < b.at ? -1 : 1))
}

/** Beside what holds, in one comment or in one second, what lets go does not count (C0); nor to approve and step out. */
function contradicts({ who, word, at, remark }: Statement, other: Statement): boolean {
  const isOne = remark === other.remark
  if (isOne && ['approve,recuse', 'approve,delegate'].includes([word, other.word].sort().join())) return true
  return who === other.who && AGAINST.includes(other.word) && (isOne || at === other.at)
}

/** Left open (C0): a remark refused before its edit; who adds before being named; a release of whom a config lets go. */
export const DOUBTS = ['edits', 'additions', 'releases'] as const

/** What everybody's statements come to, in order of time (P1–P5). */
export function listen(history: History, doubt?: (typeof DOUBTS)[number]) {
  const standings = new Map<string, Standing>()
  const added = new Map<string, string>()
  const released = new Set<string>()
  const { config } = nowOf(history)
  const of = (who: string) => standings.get(who) ?? SILENT
  const wasNamed = (who: string) => history.moments.some((each) => namesAt(each, each.config).includes(who))
  const hasEdited = (who: string) =>
    history.remarks.some(({ by, readings }) => by === who && readings.length > 1)
  const isReleased = (name: string) => released.has(bare(name))
  const isAway = (who: string) => of(who).isRecused || released.has(who)

  for (const { who, word, about, at, remark, moment } of statementsOf(history)) {
    const own = of(who)
    const { objections, misaligned } = own
    const [name = ''] = about
    const seen = seenFirst(history, moment)
    // What happened in the same second is in doubt, so for what holds it came before (C0); a `/delegate` was refused then.
    const isBefore = (time: string) =>
      time < at || (time === at && HOLDS.includes(word) && word !== 'bring in')
    const isLetGo = doubt === 'releases' && history.moments.some((each) => !each.config.names.length)
    const names = namedBefore(history, seen, isBefore, isLetGo && word === 'release')
    for (const [each, since] of added) if (isBefore(since)) names.add(each)
    const isMember = (person: string) => seen.team.has(person) && [...names].some(quorumOf)
    const hasVoice = names.has(who) || isMember(who)
    const isMaintainer = seen.maintainers.has(who)
    const isDoubted = doubt === 'edits' && remark.readings.length > 1
    const isProved = namedBefore(history, seen, isBefore, true).has(who)
    const sight = sightOf(history, remark)
    const problem = sight ? textOf(sight, config, true) : null
    const mayCommit =
      hasVoice && !(isDoubted && !isProved) && sight !== undefined && areAligned(seen, moment, problem)
    const mayDelegate = names.has(who) && history.people.has(name) && name !== history.author && name !== who
    const meant = objections.filter(({ id }) => name === '' || String(id) === name)
    const isKnown = isMember(name) || [...names].some((each) => bare(each) === name)
    const isAccepted: Partial<Record<Statement['word'], boolean>> = {
      withdraw: hasVoice,
      recuse: hasVoice,
      align: hasVoice && sight !== undefined,
      commit: mayCommit,
      approve: mayCommit && seen.config.countsReviews,
      heard: meant.length > 0 && !(doubt === 'edits' && hasEdited(who)),
      delegate: mayDelegate,
      'bring in': mayDelegate,
      add: hasVoice || isMaintainer || who === history.author || (doubt === 'additions' && wasNamed(who)),
      release: isMaintainer && !isDoubted && who !== history.author && who !== name && isKnown,
      'deleted by another': hasVoice && !released.has(who),
      refused: false,
      'no statement': false,
    }
    if (isAccepted[word] === false) continue

    // Closing lets go: what was raised after a comment was first posted, its edit into a `/withdraw` does not close (C5).
    const isLater = (raised: Remark) => raised.at > remark.at
    const out = { ...CLEAR, isRecused: true }
    const aligned = config.alignmentFirst ? own.aligned : problem
    const committed = { ...CLEAR, aligned, committed: sight ? textOf(sight, config) : null }
    const effect: Partial<Record<Statement['word'], Partial<Standing>>> = {
      'near a hold': { aligned: null },
      object: { objections: [...objections, remark] },
      misalign: { misaligned: [remark], aligned: null },
      withdraw: {
        aligned: null,
        objections: objections.filter(isLater),
        misaligned: misaligned.filter(isLater),
      },
      recuse: out,
      delegate: out,
      heard: { objections: objections.filter((each) => !meant.includes(each)) },
      align: { aligned: problem, misaligned: [] },
      commit: committed,
      approve: committed,
      'deleted by another': { mustSpeak: true },
    }
    // Whatever else somebody says undoes their stepping out (C3), and their release (P5).
    if (!STAYS_OUT.includes(word)) released.delete(who)
    standings.set(who, {
      ...own,
      isRecused: own.isRecused && STAYS_OUT.includes(word),
      mustSpeak: own.mustSpeak && IS_NO_WORD.includes(word),
      ...(AGAINST.includes(word) && { committed: null }),
      ...effect[word],
    })
    if (word === 'release') {
      standings.set(name, SILENT)
      released.add(name)
    }
    if (['add', 'bring in', 'delegate'].includes(word)) {
      for (const each of about.filter((one) => history.people.has(one) || quorumOf(one))) {
        added.set(each, added.get(each) ?? at)
        released.delete(each)
        standings.set(each, { ...of(each), isRecused: false })
      }
    }
  }

  /** With `alignment.first` a commitment is accepted only while every stakeholder shares the Problem (P3). */
  function areAligned(seen: Moment, moment: number, problem: string | null): boolean {
    // What was refused then stays refused, whatever is configured since (C0).
    const since = history.moments.slice(moment).filter(({ isSeen }) => isSeen)
    if (![seen, ...since].some((each) => each.config.alignmentFirst)) return true
    const isShared = (who: string) => of(who).aligned === problem
    const members = [...seen.team].filter((who) => !isAway(who))
    return [...requiredAt(history, moment, seen), ...added.keys()].every((name) => {
      if (quorumOf(name)) return isReleased(name) || isFilled(name, members, isShared)
      return isAway(name) || isShared(name) || !history.people.has(name)
    })
  }
  return { standings, of, added, isReleased, isAway }
}

/** Of teams, roles and the configuration GitHub shows only how they are: the App knows what it saw first afterwards. */
function seenFirst({ moments, ...history }: History, moment: number): Moment {
  return moments.find((_, at) => at >= moment && isLookedAt(moments, at)) ?? nowOf({ ...history, moments })
}

/** Where there was no RFC yet, the App did not look at what is said (D5). */
function isLookedAt(moments: readonly Moment[], at: number): boolean {
  const each = moments[at] as Moment
  return each.isSeen && (isRfc(each, each.config) || moments.slice(0, at + 1).some(wasRfc))
}

/** A team is the same whatever its quorum. */
const bare = (name: string) => name.replace(/ \(.*/, '')
