import type { History, Moment, Post, Reading, Word } from './history.ts'
import * as rfc from './texts.ts'

interface Said {
  readonly who: string
  readonly word: Word | 'request changes' | 'approve'
  readonly about: readonly string[]
  readonly at: string
  /** When it came to stand there: what an edit brings consents from before. */
  readonly brought: string
  /** Since when it stands there no more (C5, C6, C7). */
  readonly gone: string | null
  readonly post: Post
  /** The moment of first sight: rights are as they were then (C0). */
  readonly seen: Moment
}

/** What a word was about: a text, or a Problem; `dissent` the Problem that a /disagree-commit is a word about, too (P3). */
type About = { readonly by: Said; readonly text: string; readonly dissent?: string }

/** Where somebody stands; teams are released, too. */
interface Standing {
  readonly committed: About | null
  readonly aligned: About | null
  /** What blocks until something closes it: objections, other readings of the Problem, near misses (P5, C4). */
  readonly open: readonly Said[]
  readonly away: { readonly isReleased: boolean; readonly by: Said; readonly was: readonly Said[] } | null
}

const SILENT: Standing = { committed: null, aligned: null, open: [], away: null }
const BLOCKS: readonly string[] = ['object', 'misalign', 'withdraw', 'near a block', 'request changes', 'add']
const isBlock = ({ word }: Pick<Said, 'word'>) => BLOCKS.includes(word)
const STEPS_OUT = ['recuse', 'delegate']
const CONSENTS = [...STEPS_OUT, 'commit', 'disagree-commit', 'approve', 'align', 'heard', 'release']
/** Two ways to step out, or to commit; stepping out and staying in, but for one's objection, which people may close first. */
const areAgainst = (one: string, other: string) => {
  const [outs, commits] = [STEPS_OUT, ['commit', 'disagree-commit']].map(
    (words) => [one, other].filter((word) => words.includes(word)).length,
  )
  const isMixed = outs === 1 && [one, other].every((word) => CONSENTS.includes(word) && word !== 'heard')
  return one !== other && (outs === 2 || commits === 2 || isMixed)
}

/** How many commitments a team needs (S3); of what is no team that exists: 0. */
export function quorumOf(name: string): number {
  const [team, quorum = '1'] = /^acme\/sre(?: \((\d+|all)\))?$/.exec(name) ?? []
  return quorum === 'all' ? Number.POSITIVE_INFINITY : team ? Number(quorum) : 0
}
/** Whom a team asks: the author fills no quorum but that of everybody (S3). */
export const askedOf = (name: string, members: Iterable<string>) =>
  [...members].filter((who) => quorumOf(name) === Number.POSITIVE_INFINITY || who !== 'author')
/** Whether somebody is among these names, or is in a team that is. */
export const isAmong = (names: readonly string[], who: string, { team }: Moment) =>
  names.map(rfc.bare).includes(who) || (team.has(who) && names.some(quorumOf))

/** First sight, once there is a ledger (L2, L3): the payload, or a complete read while it was there. */
function sightOf({ moments, lostAt }: History, { deleted, isHidden }: Post, { told, moment }: Reading) {
  const begun = moments.findIndex((each, at) => at >= lostAt && each.isSeen && rfc.isRfc(each, each.config))
  const from = begun < 0 ? moments.length : Math.max(moment, begun)
  const until = deleted?.moment ?? moments.length
  const first = moments.findIndex(
    ({ isSeen }, at) => at >= from && ((at < until && isSeen && !isHidden) || at === told),
  )
  return { begun, first, inDeletion: (deleted?.told ?? -1) >= from ? (deleted?.told ?? -1) : -1 }
}

/**
 * Whether another pull request carried the decision when it was posted: then it counts for nothing (V7). In doubt is what
 * was posted before the App could see that this began or ended.
 */
function isElsewhere(history: History, post: Post, begun: number, blocks: boolean): boolean {
  const { moments, lostAt, isStrict } = history
  const isCarried = moments[post.moment]?.isCarried === true
  if (!isStrict) return isCarried
  const from = moments.findLastIndex((each) => each.at < post.at && each.isBothSeen)
  const to = moments.findIndex((each, at) => at >= post.moment && each.isBothSeen)
  const around = moments.filter((each, at) => at >= from && (at <= to || to < 0 || each.at === post.at))
  const isInDoubt = from < Math.max(begun, lostAt) || around.some((each) => each.isCarried !== isCarried)
  return isInDoubt ? !blocks && around.some((each) => each.isCarried) : isCarried
}

/** What everybody said, as the ledger holds it. */
function listenTo(history: History): readonly Said[] {
  const { moments, lostAt, people } = history
  const all: (Said & { readonly isRefused: boolean })[] = []
  for (const post of history.posts.filter(({ by }) => people.has(by))) {
    const { by: who, deleted, on, opinion, dismissedAt, isHidden } = post
    // Of what GitHub never shows only payloads tell.
    const readings = post.readings.filter(({ told }) => !isHidden || told !== null)
    // Of two that are one decision, what is said on the other counts for nothing (V7); lost and deleted is gone (L3).
    if (deleted && deleted.moment < lostAt) continue
    const own = readings.filter(({ by }) => by === who)
    const touched = readings.find(({ by }) => by !== who)?.moment ?? moments.length
    const say = (word: Said['word'], reading: Reading, about: readonly string[] = [], until?: Reading) => {
      const { begun, first, inDeletion } = sightOf(history, post, reading)
      const blocks = isBlock({ word })
      const seen = moments[first < 0 && blocks && reading === readings.at(-1) ? inDeletion : first]
      if (!seen || isElsewhere(history, post, begun, blocks)) return
      const isBeside = reading.says.some((other) => isBlock(other) && other.word !== 'add')
      const isLate = Math.max(reading.moment, first) >= touched || post.at <= (moments[begun] as Moment).at
      const isPlace = on === 'comment' || on === 'review'
      const isRefused = !blocks && (isBeside || isLate || !isPlace || post.moment < lostAt)
      // What blocks in a post of which nobody knows who deleted it stays (C6).
      const isTaken = deleted && (deleted.told === null ? !blocks : deleted.by === who)
      const ends = [until?.at ?? null, isTaken ? deleted.at : null, blocks ? null : dismissedAt].flatMap(
        (end) => end ?? [],
      )
      const gone = word === 'add' || word === 'request changes' ? null : (ends.sort()[0] ?? null)
      all.push({
        who,
        word,
        about,
        at: blocks ? reading.at : post.at,
        brought: reading.at,
        gone,
        post,
        seen,
        isRefused,
      })
    }
    const isWord =
      opinion === 'request changes' || (opinion === 'approve' && rfc.nowOf(history).config.countsReviews)
    if (isWord && own[0]) say(opinion, own[0])
    for (const [index, reading] of own.entries()) {
      for (const { word, line, about } of reading.says) {
        const has = (each: Reading | undefined) => each?.says.some((other) => other.line === line)
        const until = own.find((later, at) => at > index && !has(later))
        if (!has(own[index - 1])) say(word, reading, about, until)
      }
    }
  }
  // What consents beside what contradicts it in one post or one second does not count (C0).
  const isMended = ({ word, gone }: Said) => word === 'near a block' && gone !== null
  const standsBeside = (one: Said, other: Said) =>
    one.brought < (other.gone ?? '9') && other.brought < (one.gone ?? '9')
  const isAgainst = (one: Said, other: Said) =>
    other.who === one.who &&
    (isBlock(other)
      ? other.word !== 'add' &&
        !isMended(other) &&
        (other.at === one.at || (other.word === 'request changes' && other.post === one.post))
      : (other.post === one.post ? standsBeside(one, other) : other.at === one.at) &&
        areAgainst(one.word, other.word))
  return all.filter((one) => isBlock(one) || !(one.isRefused || all.some((other) => isAgainst(one, other))))
}

/** What everybody's words come to, in the order of GitHub's time (P1–P5). */
export function listen(history: History) {
  const { people, author, posts } = history
  const now = rfc.nowOf(history)
  const standings = new Map<string, Standing>()
  const added = new Map<string, string>()
  const of = (name: string) => standings.get(rfc.bare(name)) ?? SILENT
  const put = (name: string, to: Partial<Standing>) =>
    void standings.set(rfc.bare(name), { ...of(name), ...to })
  const endRelease = (name: string) => of(name).away?.isReleased && put(name, { away: null })

  function hear(by: Said): void {
    const { who, word, about, at, post, seen } = by
    // What happened in the same second is in doubt: for what blocks it came before.
    const isBefore = (time: string) => time < at || (time === at && isBlock(by))
    // While nobody knows of a push, the one it names may have spoken before it: in doubt what consents does not count (C0).
    const isTold = (each: Moment, from: number) =>
      isBlock(by) ||
      history.tips[each.tip]?.isTimeKnown ||
      history.moments.slice(from).some(({ isSeen, at: time }) => isSeen && isBefore(time))
    const then = history.moments.filter(
      (each, from) => isBefore(each.at) && (!history.isStrict || isTold(each, from)),
    )
    const inTexts = then.flatMap((each) => rfc.textNames(each, each.config, seen.config))
    const since = [...added].flatMap(([each, time]) => (isBefore(time) ? each : []))
    const names = [...inTexts, ...since, ...rfc.configuredAt(history, seen)]
    const sight = rfc.sightOf(history, post)
    if (!isBlock(by) && !sight) return
    const [name = ''] = about
    const { aligned, open } = of(who)
    const isEligible = isAmong(names, who, seen)
    const isMaintainer = seen.maintainers.has(who)
    // Where nothing is proposed, a commitment is about no text (T7).
    const text = sight && !rfc.isUnproposed(sight, now.config) ? rfc.textOf(sight, now.config) : ''
    const problem = sight ? rfc.problemOf(sight, now.config) : ''
    const committed = { ...SILENT, aligned, committed: { by, text } }
    const out = { ...SILENT, away: { isReleased: false, by, was: open } }
    const objections = open.filter((each) => each.word === 'object')
    const heard = objections.filter(({ post: { id } }) => name === '' || String(id) === name)
    const left = open.filter(
      (each) => each.word === 'near a block' || (objections.includes(each) && !heard.includes(each)),
    )
    const isOut = of(name).away?.isReleased === false
    const disputes = open.some((each) => each.word === 'misalign')
    const mayDelegate = names.includes(who) && people.has(name) && ![author, who].includes(name) && !isOut
    const isKnown = isAmong(names.map(rfc.bare), name, seen) || of(name).open.length > 0
    const ended = { committed: null, away: null }
    // What a word makes of where its writer stands, if it is accepted (C3).
    const rules: Partial<Record<Said['word'], Partial<Standing> | false>> = {
      commit: isEligible && committed,
      'disagree-commit': isEligible && { ...committed, committed: { by, text, dissent: problem } },
      approve: isEligible && seen.config.countsReviews && committed,
      object: { ...ended, open: [...open, by] },
      heard: (heard.length > 0 || (objections.length === 0 && disputes)) && { away: null, open: left },
      align: isEligible && {
        away: null,
        aligned: { by, text: problem },
        open: open.filter((each) => each.word !== 'misalign'),
      },
      misalign: { ...ended, aligned: null, open: [...open, by] },
      withdraw: isEligible && { ...ended, aligned: null },
      'request changes': ended,
      'near a block': { open: [...open, by] },
      recuse: isEligible && out,
      delegate: mayDelegate && out,
      release: isMaintainer && ![author, name].includes(who) && isKnown && { away: null },
      add: (isEligible || isMaintainer || who === author) && {},
    }
    const standing = rules[word]
    if (!standing) return
    put(who, standing)
    if (word === 'release') put(name, { ...SILENT, away: { isReleased: true, by, was: of(name).open } })
    if (word !== 'add' && word !== 'delegate') return
    for (const each of about.filter((one) => people.has(one) || quorumOf(one))) {
      added.set(each, added.get(each) ?? at)
      endRelease(each)
    }
  }

  /** From then on it is taken back: what it had ended stays so, but who had stepped out is back (C6). */
  function forget(by: Said): void {
    for (const [who, { committed, aligned, open, away }] of standings) {
      const back = away?.by === by ? away.was : open
      put(who, {
        committed: committed?.by === by ? null : committed,
        aligned: aligned?.by === by ? null : aligned,
        open: back.filter((each) => each !== by),
        away: away?.by === by ? null : away,
      })
    }
  }

  const said = listenTo(history)
  const again = rfc.namedAgain(history)
  const events = [
    ...said.map((by) => ({ at: by.at, rank: isBlock(by) ? 1 : 0, id: by.post.id, does: () => hear(by) })),
    ...said.flatMap((by) => (by.gone ? { at: by.gone, rank: 2, id: 0, does: () => forget(by) } : [])),
    ...again.map(({ at, names }) => ({ at, rank: 3, id: 0, does: () => void names.map(endRelease) })),
  ]
  events.sort((a, b) => (a.at === b.at ? a.rank - b.rank || a.id - b.id : a.at < b.at ? -1 : 1))
  for (const { does } of events) does()

  /** Until when commitments are suspended, for somebody else deleted what nobody had seen (C6). */
  function silencedUntil(who: string): string {
    const gone = posts.flatMap((post) => (post.by === who && post.deleted ? { post, ...post.deleted } : []))
    const events = gone.filter(({ by }) => by !== who)
    const missing = gone.filter(({ by, told, post }) => {
      return !(by === who && told !== null) && sightOf(history, post, post.readings[0] as Reading).first >= 0
    })
    return events.length > missing.length ? (events.at(-1)?.at ?? '') : ''
  }
  const isNear = (each: Said) => each.word === 'near a block'
  const counts = (who: string, { by }: About) =>
    silencedUntil(who) < by.at && of(who).open.every((each) => !isNear(each) || each.at < by.at)
  const isCommitted = (who: string) => {
    const { committed } = of(who)
    return committed?.text === rfc.textOf(now, now.config) && counts(who, committed) ? committed : null
  }
  const hasAligned = (who: string) => {
    const { aligned, committed } = of(who)
    const problem = rfc.problemOf(now, now.config)
    return aligned?.text === problem ? aligned : committed?.dissent === problem ? committed : null
  }
  const namesThen = (each: Moment) => [
    ...rfc.textNames(each, each.config, now.config),
    ...rfc.configuredAt(history, each),
  ]
  const waitedFor = (names: Iterable<string>) =>
    [...names].filter((name) => !of(name).away && (people.has(name) || quorumOf(name)))
  /** Whether everybody who is waited for is so; of a team as many as it needs, members then and now, or all who are left (S3). */
  const areAll = (names: readonly string[], is: (who: string) => About | null) =>
    waitedFor(names).every((name) => {
      const asked = askedOf(name, waitedFor(now.team))
      // Nobody can tell who was in a team before it was named.
      const isOfTeam = (who: string, { seen, at }: Said) => {
        const then = history.moments.slice(0, history.moments.indexOf(seen) + 1)
        const since = [...added].flatMap(([each, time]) => (time < at ? each : []))
        return seen.team.has(who) && [...then.flatMap(namesThen), ...since].some(quorumOf)
      }
      const are = asked.filter((who) => [is(who)].some((word) => word && isOfTeam(who, word.by)))
      return quorumOf(name) ? are.length >= Math.min(quorumOf(name), asked.length) : is(name) !== null
    })
  const isHidden = said.some((by) => by.post.isHidden && !by.gone && !isBlock(by))
  return { standings, of, added, waitedFor, areAll, isCommitted, hasAligned, isHidden }
}
