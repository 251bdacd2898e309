import type { History, Moment, Post, Reading, Word } from './history.ts'
import {
  isRfc,
  namedAgain,
  namedBefore,
  namesAt,
  nowOf,
  problemOf,
  sightOf,
  textOf,
  wasRfc,
} from './texts.ts'

/** Where somebody stands after everything that was said. */
interface Standing {
  /** The text that was committed to, and the Problem that was aligned on. */
  readonly committed: string | null
  readonly aligned: string | null
  /** The Problem that a /disagree-commit which stands was about: it is a word about it, too (P3). */
  readonly dissented: string | null
  readonly objections: readonly Post[]
  readonly misaligned: readonly Post[]
  /** Why nobody waits for them; teams are released, too. */
  readonly away: 'recused' | 'released' | null
  /** Somebody deleted a comment of theirs, and nothing accepted was said since (C6); before anything named them, too (P5). */
  readonly mustSpeak: 'yes' | 'once named' | null
}

const NOTHING_SAID = { committed: null, aligned: null, dissented: null, objections: [], misaligned: [] }
const SILENT: Standing = { ...NOTHING_SAID, away: null, mustSpeak: null }

type Time = Pick<Reading, 'at' | 'moment'>
interface Statement extends Time {
  readonly who: string
  readonly word: Word | 'request changes' | 'approve' | (typeof GONE)[number] | (typeof BY_ANOTHER)[number]
  readonly about: readonly string[]
  readonly post: Post
}

/** What others do to a comment; what ends a commitment (P1); what counts in doubt (C0); what is no command in itself. */
const BY_ANOTHER = ['edited by another', 'deleted by another'] as const
const AGAINST = ['object', 'misalign', 'withdraw', 'near a block', 'request changes']
const BLOCKS = [...AGAINST, 'add', 'bring in', 'ended', ...BY_ANOTHER]
/** What is left of words that do not stand there any more: whom they brought in, what they had ended (C3, C6). */
const GONE = ['bring in', 'ended', 'spoke'] as const
const IS_NO_COMMAND = ['near a block', 'deleted by another', ...GONE]

/** How many commitments a team needs (S3); of what is no team that exists: 0. */
export function quorumOf(name: string): number | 'all' {
  const [team, quorum = '1'] = /^acme\/sre(?: \((\d+|all)\))?$/.exec(name) ?? []
  return quorum === 'all' ? quorum : team ? Number(quorum) : 0
}

/** Whom a team asks: the author fills no quorum but that of everybody (S3). */
export const askedOf = (name: string, members: Iterable<string>) =>
  [...members].filter((who) => quorumOf(name) === 'all' || who !== 'author')

/**
 * Whether a team is filled by those who are left of it: a number above these, and `(all)`, means all of them, and a team
 * of which nobody is left is released; one without anybody to ask is never filled (S3).
 */
function isFilled(
  name: string,
  members: Iterable<string>,
  left: readonly string[],
  is: (who: string) => boolean,
) {
  const asked = askedOf(name, left)
  const quorum = quorumOf(name)
  const needed = quorum === 'all' ? asked.length : Math.min(quorum, asked.length)
  return askedOf(name, members).length > 0 && asked.filter(is).length >= needed
}

/** Whether somebody is among these names, or is in a team that is. */
export const isAmong = (names: readonly string[], who: string, { team }: Moment) =>
  names.includes(who) || (team.has(who) && names.some(quorumOf))

/** What was said, in the order in which it counts: in one second what blocks comes last, and so wins (P1). */
function statementsOf(history: History): readonly Statement[] {
  const all: Statement[] = []
  const ended: (Reading & { readonly post: Post; readonly until: number })[] = []
  for (const post of history.posts.filter(({ by }) => history.people.has(by))) {
    const { by: who, opinion, deleted, readings, on, isDismissed } = post
    const say = (word: Statement['word'], { at, moment }: Time, about: readonly string[] = []) =>
      all.push({ who, word, about, at, moment, post })
    // Where there never was a command, nobody made one of it (C5).
    const touchedAt = readings.some(({ says }) => says.length > 0) ? post.touchedAt : []
    const isTouched = touchedAt.length > 0
    for (const at of touchedAt) say('edited by another', { ...post, at })
    if (deleted && deleted.by !== who) say('deleted by another', deleted)
    if (opinion === 'request changes') say(opinion, post)
    if (opinion === 'approve' && !isDismissed && nowOf(history).config.countsReviews) say(opinion, post)
    const mayConsent = on === 'comment' || on === 'review'
    // A dismissed review consents to nothing, also when its writer dismissed it (C7).
    const consents = mayConsent && !isDismissed
    for (const [index, reading] of readings.entries()) {
      if (reading.by !== who || !reading.wasSeen) continue
      if (deleted && looks(history, reading.moment, deleted.moment).length === 0) continue
      const until = readings[index + 1]?.moment ?? deleted?.moment
      if (until && reading.says.some(({ word }) => AGAINST.includes(word)))
        ended.push({ ...reading, post, until })
      const last = deleted || isTouched ? undefined : readings.at(-1)
      const stands = reading === last
      for (const { word, about, line } of reading.says) {
        const isLeft = last?.by === who && last.says.some((other) => other.line === line)
        // A word that blocks has ended what it ended, though it is edited away or deleted; a near miss only suspends (C6).
        const isEnd = AGAINST.includes(word) && word !== 'near a block' && !(isTouched && !deleted)
        if (isEnd && !isLeft) say('ended', reading, [word])
        else if (mayConsent && !BLOCKS.includes(word)) say('spoke', post, [word, ...(about ?? [])])
        // What blocks counts from the edit that brought its line; what consents keeps the time of first posting (C5).
        if (word === 'add') say(word, reading, about)
        else if (stands && AGAINST.includes(word)) say(word, broughtBy(readings, index, line), about)
        else if (stands && consents) say(word, post, about)
        // Who was brought in stays in (C3); what blocked in a revision of the writer's own stays, but closes nothing (C5).
        else if (word === 'delegate' && mayConsent) say('bring in', reading, about)
        else if (isTouched && !deleted && AGAINST.includes(word)) say(word, reading)
      }
    }
  }
  const rank = ({ word }: Statement) => (word === 'deleted by another' ? 2 : Number(BLOCKS.includes(word)))
  return all
    .flatMap((each): Statement[] => {
      if (BLOCKS.includes(each.word)) return [each]
      if (all.some((other) => contradicts(each, other))) return []
      if (each.word === 'spoke') return [each]
      // What was rejected for a block in the same second stays so when the block is taken back (C0).
      const tied = ended.filter(
        ({ at, post }) => at === each.at && post !== each.post && post.by === each.who,
      )
      if (tied.some(({ moment, until }) => looks(history, Math.max(moment, each.moment), until).length > 0))
        return []
      // What its writer consented to before others edited or deleted a comment of theirs is void (C5, C6).
      const byAnother = all.filter(
        ({ who, word }) => who === each.who && BY_ANOTHER.some((by) => by === word),
      )
      if (byAnother.every(({ at }) => each.at > at)) return [each]
      return each.word === 'delegate' ? [{ ...each, word: 'bring in' }] : []
    })
    .sort((a, b) => (a.at === b.at ? rank(a) - rank(b) || a.post.id - b.post.id : a.at < b.at ? -1 : 1))
}

/** The edit since which a line stands. */
function broughtBy(readings: readonly Reading[], index: number, line: string): Reading {
  let first = index
  while (readings[first - 1]?.says.some((other) => other.line === line)) first -= 1
  return readings[first] as Reading
}

/** With a block in one comment or in one second, consent does not count (C0); nor do an approval and a recusal in one. */
function contradicts({ who, word, at, post }: Statement, other: Statement): boolean {
  const isOne = post === other.post
  if (isOne && ['approve,recuse', 'approve,delegate'].includes([word, other.word].sort().join())) return true
  if (who !== other.who) return false
  // What blocked there before an edit blocks beside what consents from when the comment was posted (C5).
  if (other.word === 'ended') return isOne && opposes(word, other.about[0] ?? '')
  return AGAINST.includes(other.word) && (isOne || at === other.at)
}

/** Sharing the problem and objecting to the solution go well together (P3). */
const opposes = (word: string, block: string) => word !== 'align' || block !== 'object'

/**
 * Left open (C0): a post rejected before its edit; who adds before being named; a release of whom a config drops; and
 * whether a word that is gone was seen in time to end a release or a recusal.
 */
export const DOUBTS = ['edits', 'additions', 'releases', 'words'] as const

/** What everybody's statements come to, in order of time (P1–P5). */
export function listen(history: History, doubt?: (typeof DOUBTS)[number]) {
  const { moments, people, author } = history
  const { config } = nowOf(history)
  const standings = new Map<string, Standing>()
  const added = new Map<string, string>()
  const of = (name: string) => standings.get(bare(name)) ?? SILENT
  const isAway = (name: string) => of(name).away !== null
  // A head that names somebody after one that did not ends their release (C3).
  const again = namedAgain(history)
  const nameAgain = (time: string) => {
    for (let head = again[0]; head && head.at < time; head = again[0]) {
      for (const name of head.names)
        if (of(name).away === 'released') standings.set(bare(name), { ...of(name), away: null })
      again.shift()
    }
  }
  const waitedFor = (names: Iterable<string>) =>
    [...names].filter((name) => !isAway(name) && (people.has(name) || quorumOf(name)))
  /** Whether everybody who is waited for is so, of a team as many as it needs. */
  const areAll = (names: readonly string[], { team }: Moment, is: (who: string) => boolean) =>
    waitedFor(names).every((name) => (quorumOf(name) ? isFilled(name, team, waitedFor(team), is) : is(name)))

  for (const { who, word, about, at, post, moment } of statementsOf(history)) {
    nameAgain(at)
    const own = of(who)
    const { objections, misaligned } = own
    const [name = ''] = word === 'spoke' ? about.slice(1) : about
    // Of teams, roles and the configuration GitHub shows only how they are: the App knows what it saw first afterwards.
    const seen = looks(history, moment)[0] ?? nowOf(history)
    // What happened in the same second is in doubt, so for what blocks it came before (C0); a `/delegate` was rejected then.
    const isBefore = (time: string) =>
      time < at || (time === at && BLOCKS.includes(word) && word !== 'bring in')
    const { inTexts, all } = namedBefore(history, seen, isBefore)
    const isReleased = doubt === 'releases' && moments.some((each) => !each.config.names.length)
    const addedBefore = [...added].flatMap(([each, since]) => (isBefore(since) ? each : []))
    const names = [...(isReleased && word === 'release' ? inTexts : all), ...addedBefore]
    const isEligible = isAmong(names, who, seen)
    const isMaintainer = seen.maintainers.has(who)
    const isDoubted = doubt === 'edits' && post.readings.length > 1
    const sight = sightOf(history, post)
    const problem = sight ? problemOf(sight, config) : null
    // What consents before any head was announced is about no text (F1).
    const isAnnounced = [...history.announced.values()].some((time) => time < at)
    const mayAlign = isEligible && sight !== undefined
    const mayCommit = mayAlign && (!isDoubted || inTexts.includes(who))
    const isFree = people.has(name) && name !== author && name !== who && of(name).away !== 'recused'
    const mayDelegate = names.includes(who) && isFree
    const { objections: theirs, misaligned: other, mustSpeak } = of(name)
    const isKnown =
      isAmong(names.map(bare), name, seen) || [...theirs, ...other].length > 0 || mustSpeak !== null
    const mayRelease = isMaintainer && who !== author && who !== name && isKnown && isAnnounced
    const wasNamed = moments.some((each) => namesAt(each, each.config).includes(who))
    const mayAdd = isEligible || isMaintainer || who === author || (doubt === 'additions' && wasNamed)
    const hasEdited = history.posts.some(({ by, readings }) => by === who && readings.length > 1)
    const unheard = objections.filter(({ id }) => name !== '' && String(id) !== name)
    const hasClosed = unheard.length < objections.length || (objections.length === 0 && misaligned.length > 0)
    const isHeard = isAnnounced && hasClosed && !(doubt === 'edits' && hasEdited)
    const committed = { ...SILENT, aligned: own.aligned, committed: sight ? textOf(sight, config) : null }
    const out = { ...SILENT, away: own.away ?? 'recused' }

    // What a word makes of where its writer stands, if it is accepted (C3).
    const rules: Partial<Record<Statement['word'], Partial<Standing> | false>> = {
      commit: mayCommit && committed,
      'disagree-commit': mayCommit && { ...committed, dissented: problem },
      approve: mayCommit && seen.config.countsReviews && committed,
      object: { objections: [...objections, post] },
      // Whatever closes an objection ends another reading of the problem (P5).
      heard: isHeard && { objections: unheard, misaligned: [] },
      align: mayAlign && { aligned: problem, misaligned: [] },
      misalign: { aligned: null, misaligned: [post] },
      withdraw: isEligible && { aligned: null },
      recuse: isEligible && isAnnounced && out,
      delegate: mayDelegate && isAnnounced && out,
      'bring in': mayDelegate && {},
      release: mayRelease && !isDoubted && {},
      add: mayAdd && {},
      'request changes': {},
      'near a block': { aligned: null },
      ended: ['misalign', 'withdraw'].includes(about[0] ?? '') ? { aligned: null } : {},
      'deleted by another': { mustSpeak: isEligible ? 'yes' : (own.mustSpeak ?? 'once named') },
    }
    const [of_ = ''] = about
    const isSpoken = word === 'spoke' && doubt !== 'words' && own.away !== null && Boolean(rules[of_ as Word])
    // A commitment that is gone had ended an older one, and brings it back to nobody (F4).
    const isReplaced =
      word === 'spoke' &&
      doubt !== 'words' &&
      ['commit', 'disagree-commit'].includes(of_) &&
      rules[of_ as Word]
    const replaced = isReplaced ? { committed: null, dissented: null } : {}
    const standing = word === 'spoke' ? (isSpoken || isReplaced) && replaced : rules[word]
    if (!standing) continue
    // Whatever else somebody says undoes their stepping out (C3), their release (P5), and ends that they must speak (C6).
    const isCommand = !IS_NO_COMMAND.includes(word)
    standings.set(who, {
      ...own,
      ...((AGAINST.includes(word) || word === 'ended') && { committed: null, dissented: null }),
      ...(((isCommand && word !== 'add') || word === 'ended' || word === 'spoke') && { away: null }),
      ...(word === 'deleted by another' && own.away === 'released' && { away: null }),
      ...(isCommand && word !== 'request changes' && { mustSpeak: null }),
      ...standing,
    })
    if (word === 'release') standings.set(name, { ...SILENT, away: 'released' })
    if (['add', 'bring in', 'delegate'].includes(word)) {
      for (const each of about.filter((one) => people.has(one) || quorumOf(one))) {
        added.set(each, added.get(each) ?? at)
        // Being named again does not bring back who recused (C3).
        standings.set(each, { ...of(each), away: of(each).away === 'recused' ? 'recused' : null })
      }
    }
  }
  nameAgain('9')
  const ever = [...namedBefore(history, nowOf(history), () => true).all, ...added.keys()]
  const mustSpeak = [...standings].flatMap(([who, standing]) =>
    standing.mustSpeak === 'yes' || (standing.mustSpeak && isAmong(ever, who, nowOf(history))) ? who : [],
  )
  return { standings, of, added, mustSpeak, isAway, waitedFor, areAll }
}

/** When the App looked at what is said: where there was no RFC yet, it did not (D5). */
function looks({ moments }: History, since: number, until = moments.length): readonly Moment[] {
  const isOne = (each: Moment, at: number) =>
    isRfc(each, each.config) || moments.slice(0, at + 1).some(wasRfc)
  return moments.filter((each, at) => at >= since && at < until && each.isSeen && isOne(each, at))
}

/** A team is the same whatever its quorum. */
const bare = (name: string) => name.replace(/ \(.*/, '')
