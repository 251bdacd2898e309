import type { History, Moment, Post, Reading, Word } from './history.ts'
import { bare, isRfc, namedAgain, namedBefore, nowOf, problemOf, sightOf, textOf } from './texts.ts'

interface Statement {
  readonly who: string
  readonly word: Word | 'request changes' | 'approve'
  readonly about: readonly string[]
  readonly at: string
  /** Since when it stands there no more by its writer's own doing, or by a dismissal (C5, C6, C7). */
  readonly gone: string | null
  readonly post: Post
  /** The moment of first sight: rights are as they were then (C0). */
  readonly seen: Moment
}

interface Word_ {
  readonly by: Statement
  readonly text: string
  /** A member of the team when it was first seen (S3). */
  readonly isMember: boolean
}

/** Where somebody stands after everything that was said. */
interface Standing {
  readonly committed: Word_ | null
  readonly aligned: Word_ | null
  /** The Problem that a /disagree-commit which stands was about: it is a word about it, too (P3). */
  readonly dissented: Word_ | null
  readonly objections: readonly Statement[]
  readonly misaligned: readonly Statement[]
  /** Near misses of what blocks: what was committed to before does not count while they stand (C4). */
  readonly near: readonly Statement[]
  /** Why nobody waits for them (teams are released, too), and what that had ended. */
  readonly away: {
    readonly how: 'recused' | 'released'
    readonly by: Statement
    readonly was: Standing
  } | null
}

const SAID_NOTHING = { committed: null, aligned: null, dissented: null, objections: [], misaligned: [] }
const SILENT: Standing = { ...SAID_NOTHING, near: [], away: null }
const BLOCKS = ['object', 'misalign', 'withdraw', 'near a hold', 'request changes', 'add']
const STAYS = ['add', 'request changes']

/** How many commitments a team needs (S3); of what is no team that exists: 0. */
export function quorumOf(name: string): number | 'all' {
  const [team, quorum = '1'] = /^acme\/sre(?: \((\d+|all)\))?$/.exec(name) ?? []
  return quorum === 'all' ? quorum : team ? Number(quorum) : 0
}

/** Whom a team asks: the author fills no quorum but that of everybody (S3). */
export const askedOf = (name: string, members: Iterable<string>) =>
  [...members].filter((who) => quorumOf(name) === 'all' || who !== 'author')

/** Whether somebody is among these names, or is in a team that is. */
export const isAmong = (names: readonly string[], who: string, { team }: Moment) =>
  names.map(bare).includes(who) || (team.has(who) && names.some(quorumOf))

/** The moment from which something is in the ledger (L2): its payload came, or a complete read found it while it was there. */
function sightsOf({ moments, lostAt }: History, { deleted }: Post, told: number | null, since: number) {
  const begun = moments.findIndex((each, at) => at >= lostAt && each.isSeen && isRfc(each, each.config))
  const from = Math.max(since, begun < 0 ? Number.POSITIVE_INFINITY : begun)
  const read = moments.findIndex(
    ({ isSeen }, at) => at >= from && at < (deleted?.moment ?? Infinity) && isSeen,
  )
  const sights = [read, told !== null && told >= from ? told : -1].filter((at) => at >= 0)
  return { begun, at: sights.length > 0 ? Math.min(...sights) : undefined }
}

/** What everybody said, as the ledger holds it. */
function statementsOf(history: History): readonly Statement[] {
  const { moments, lostAt, people } = history
  const all: (Statement & { readonly isRefused: boolean })[] = []
  for (const post of history.posts.filter(({ by }) => people.has(by))) {
    const { by: who, deleted, readings, on, opinion, dismissedAt } = post
    // Of two that are one decision, what is said on the other counts for nothing (V7); what is lost and deleted is gone (L3).
    if (moments[post.moment]?.isCarried || (deleted && deleted.moment < lostAt)) continue
    const others = readings.filter(({ by }) => by !== who)
    const touched = others[0]?.moment ?? Number.POSITIVE_INFINITY
    const own = readings.filter(({ by }) => by === who)
    const isOwn = deleted?.by === who && deleted.told !== null
    const isUnknown = deleted && deleted.told === null
    const say = (
      word: Statement['word'],
      reading: Reading,
      until?: Reading,
      about: readonly string[] = [],
    ) => {
      const isBlock = BLOCKS.includes(word)
      const { begun, at } = sightsOf(history, post, reading.told, reading.moment)
      const isInDeletion =
        isBlock && reading === readings.at(-1) && begun >= 0 && (deleted?.told ?? -1) >= begun
      const inDeletion = isInDeletion ? deleted?.told : undefined
      const seen = moments[at ?? inDeletion ?? -1]
      if (!seen) return
      const blocked = reading.says.some((other) => BLOCKS.includes(other.word) && other.word !== 'add')
      const isLate =
        reading.moment >= touched || (at ?? 0) >= touched || post.at <= (moments[begun]?.at ?? '9')
      const isPlace = on === 'comment' || on === 'review'
      const isRefused = !isBlock && (blocked || isLate || !isPlace || post.moment < lostAt)
      // What blocks in a post that others edited, or of which nobody knows who deleted it, stays (C5, C6).
      const edited = isBlock && others.length > 0 ? undefined : until?.at
      const ends = [
        edited,
        isOwn || (isUnknown && !isBlock) ? deleted.at : null,
        isBlock ? null : dismissedAt,
      ]
      const gone = STAYS.includes(word) ? null : (ends.flatMap((end) => end ?? []).sort()[0] ?? null)
      all.push({ who, word, about, at: isBlock ? reading.at : post.at, gone, post, seen, isRefused })
    }
    if (opinion === 'request changes' && own[0]) say(opinion, own[0])
    if (opinion === 'approve' && own[0] && nowOf(history).config.countsReviews) say(opinion, own[0])
    for (const [index, reading] of own.entries()) {
      for (const { word, line, about } of reading.says) {
        const has = (each: Reading | undefined) => each?.says.some((other) => other.line === line)
        if (has(own[index - 1]) || word === 'refused' || word === 'no statement') continue
        const until = own.find((later, at) => at > index && !has(later))
        say(word, reading, until, about)
      }
    }
  }
  // What consents beside what blocks in one post or one second does not count, nor do approving and stepping out (C0).
  const contradicts = (one: Statement, { who, word, at, post }: Statement) =>
    who === one.who &&
    (BLOCKS.includes(word)
      ? word !== 'add' && (at === one.at || (word === 'request changes' && post === one.post))
      : post === one.post && ['approve,delegate', 'approve,recuse'].includes([word, one.word].sort().join()))
  return all.filter((one) => {
    return BLOCKS.includes(one.word) || !(one.isRefused || all.some((other) => contradicts(one, other)))
  })
}

/** What everybody's statements come to, in the order of GitHub's time (P1–P5). */
export function listen(history: History) {
  const { people, author, posts, moments } = history
  const now = nowOf(history)
  const { config } = now
  const standings = new Map<string, Standing>()
  const added = new Map<string, string>()
  const of = (name: string) => standings.get(bare(name)) ?? SILENT
  const put = (name: string, standing: Partial<Standing>) =>
    void standings.set(bare(name), { ...of(name), ...standing })
  const isAway = (name: string) => of(name).away !== null
  const endRelease = (name: string) => of(name).away?.how === 'released' && put(name, { away: null })

  function hear(by: Statement): void {
    const { who, word, about, at, post, seen } = by
    const isBlock = BLOCKS.includes(word)
    // What happened in the same second is in doubt: for what blocks it came before.
    const isBefore = (time: string) => time < at || (time === at && isBlock)
    const names = [
      ...namedBefore(history, seen, isBefore),
      ...[...added].flatMap(([each, since]) => (isBefore(since) ? each : [])),
    ]
    const sight = isBlock ? undefined : sightOf(history, post)
    if (!isBlock && !sight) return
    const own = of(who)
    const isEligible = isAmong(names, who, seen)
    const isMaintainer = seen.maintainers.has(who)
    const [name = ''] = about
    const isMember = seen.team.has(who)
    const word_ = (text: string) => ({ by, text, isMember })
    const problem = sight ? word_(problemOf(sight, config)) : null
    const committed = {
      ...SILENT,
      aligned: own.aligned,
      committed: sight ? word_(textOf(sight, config)) : null,
    }
    const out = { ...SILENT, away: { how: 'recused', by, was: own } } as const
    const unheard = own.objections.filter(({ post: { id } }) => name !== '' && String(id) !== name)
    const isHeard = unheard.length < own.objections.length || own.objections.length === 0
    const isFree = people.has(name) && name !== author && name !== who && of(name).away?.how !== 'recused'
    const isKnown = isAmong(names, name, seen) || names.some((each) => bare(each) === name)
    const isOwed = [...of(name).objections, ...of(name).misaligned].length > 0
    const mayRelease = isMaintainer && who !== author && who !== name && (isKnown || isOwed)
    const mayAdd = isEligible || isMaintainer || who === author
    const ended = { committed: null, dissented: null, away: null }

    // What a word makes of where its writer stands, if it is accepted (C3).
    const rules: Partial<Record<Statement['word'], Partial<Standing> | false>> = {
      commit: isEligible && committed,
      'disagree-commit': isEligible && { ...committed, dissented: problem },
      approve: isEligible && seen.config.countsReviews && committed,
      object: { ...ended, objections: [...own.objections, by] },
      heard: isHeard && { away: null, objections: unheard, misaligned: [] },
      align: isEligible && { away: null, aligned: problem, misaligned: [] },
      misalign: { ...ended, aligned: null, misaligned: [...own.misaligned, by] },
      withdraw: isEligible && { ...ended, aligned: null },
      'request changes': ended,
      'near a hold': { near: [...own.near, by] },
      recuse: isEligible && out,
      delegate: names.includes(who) && isFree && out,
      release: mayRelease && { away: null },
      add: mayAdd && {},
    }
    const standing = rules[word]
    if (!standing) return
    put(who, standing)
    if (word === 'release') put(name, { ...SILENT, away: { how: 'released', by, was: of(name) } })
    if (word !== 'add' && word !== 'delegate') return
    for (const each of about.filter((one) => people.has(one) || quorumOf(one))) {
      added.set(each, added.get(each) ?? at)
      endRelease(each)
    }
  }

  /** Its writer took it back, or it was dismissed, from then on: what it had ended stays so, but who stepped out is back. */
  function forget(by: Statement): void {
    const isOther = (each: Statement) => each !== by
    const keep = (each: Word_ | null) => (each?.by === by ? null : each)
    for (const [who, { away, ...standing }] of standings) {
      const back =
        away?.by === by ? { objections: away.was.objections, misaligned: away.was.misaligned } : null
      put(who, {
        committed: keep(standing.committed),
        aligned: keep(standing.aligned),
        dissented: keep(standing.dissented),
        objections: (back ?? standing).objections.filter(isOther),
        misaligned: (back ?? standing).misaligned.filter(isOther),
        near: standing.near.filter(isOther),
        away: back ? null : away,
      })
    }
  }

  const said = statementsOf(history)
  const events = [
    ...said.map((by) => ({
      at: by.at,
      rank: Number(BLOCKS.includes(by.word)),
      id: by.post.id,
      does: () => hear(by),
    })),
    ...said.flatMap((by) => (by.gone ? [{ at: by.gone, rank: 2, id: 0, does: () => forget(by) }] : [])),
    ...namedAgain(history).map(({ at, names }) => ({
      at,
      rank: 3,
      id: 0,
      does: () => names.map(endRelease),
    })),
  ]
  for (const { does } of events.sort((a, b) => {
    return a.at === b.at ? a.rank - b.rank || a.id - b.id : a.at < b.at ? -1 : 1
  }))
    does()

  /** Until when commitments do not count, for others deleted what nobody had seen (C6). */
  function silencedUntil(who: string): string {
    const gone = posts.filter(({ by, deleted }) => by === who && deleted)
    const wasSeen = (post: Post) =>
      sightsOf({ ...history }, post, post.readings[0]?.told ?? null, post.moment).at !== undefined
    const byOthers = gone.flatMap(({ deleted }) => (deleted && deleted.by !== who ? deleted.at : []))
    const missing = gone.filter(
      (post) => !(post.deleted?.by === who && post.deleted.told !== null) && wasSeen(post),
    )
    return byOthers.length > missing.length ? (byOthers.at(-1) as string) : ''
  }

  const counts = (who: string, word: Word_ | null, text: string) =>
    word?.text === text && of(who).near.every(({ at }) => at < word.by.at) && silencedUntil(who) < word.by.at
  const waitedFor = (names: Iterable<string>) =>
    [...names].filter((name) => !isAway(name) && (people.has(name) || quorumOf(name)))
  /** Whether everybody who is waited for has such a word; of a team as many as it needs, or all that are left (S3). */
  function areAll(
    names: readonly string[],
    words: (who: string) => readonly (Word_ | null)[],
    text: string,
  ): boolean {
    return waitedFor(names).every((name) => {
      if (!quorumOf(name)) return words(name).some((word) => counts(name, word, text))
      const asked = askedOf(name, waitedFor(now.team))
      const isFor = (who: string) => words(who).some((word) => counts(who, word, text) && word?.isMember)
      const quorum = quorumOf(name)
      const needed = quorum === 'all' ? asked.length : Math.min(quorum, asked.length)
      return asked.filter(isFor).length >= needed
    })
  }
  const isHidden = said.some(({ post, word, gone }) => post.isHidden && !gone && !BLOCKS.includes(word))
  return { standings, of, added, isAway, waitedFor, areAll, counts, isHidden, moments }
}
