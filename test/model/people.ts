import type { History, Moment, Remark, Said, Word } from './history.ts'
import { namedBy, namesBefore, nowOf, type Reading, type Version, versionSeen } from './texts.ts'

/** Where somebody stands after everything that was said. */
export interface Standing {
  readonly position: 'silent' | 'committed' | 'recused' | 'released'
  /** The version that was committed to. */
  readonly seen: Version | null
  /** The Problem that was aligned on. */
  readonly aligned: string | null
  readonly isMisaligned: boolean
  /** The remarks that object. */
  readonly objections: readonly number[]
  /** Somebody deleted a comment of theirs, and nothing accepted was said since (C6). */
  readonly mustSpeak: boolean
}

const SILENT: Standing = {
  position: 'silent',
  seen: null,
  aligned: null,
  isMisaligned: false,
  objections: [],
  mustSpeak: false,
}

/** What everybody's statements come to. */
export interface Spoken {
  readonly of: (who: string) => Standing
  readonly everybody: () => Iterable<readonly [string, Standing]>
  /** Who was added, and the names that nobody waits for any more. */
  readonly added: ReadonlyMap<string, string>
  readonly released: ReadonlySet<string>
}

interface Statement {
  readonly who: string
  readonly word: Word | 'request changes' | 'approve'
  readonly about: readonly string[]
  readonly at: string
  /** When the remark was first posted: what its writer's rights are judged by, and the index of the moment after it. */
  readonly posted: string
  readonly moment: number
  readonly remark: Remark
}

const HOLDS: ReadonlySet<string> = new Set([
  ...['object', 'misalign', 'withdraw', 'near a hold', 'request changes', 'add'],
])
const isHold = ({ word }: Statement) => HOLDS.has(word)
/** A hold other than `/add` ends a commitment, and wins a tie (P1). */
const isAgainst = (statement: Statement) => isHold(statement) && statement.word !== 'add'

/** The name of a person whose login is another one now. */
export const personOf = (name: string) => (name === 'rina' ? 'rita' : name)
export const teamIn = (name: string) => /^acme\/sre(?: \((\d+|all)\))?$/.exec(name)

/** How things were when somebody spoke; and, since GitHub does not show it, when the App first looked after that. */
function momentsOf(history: History, index: number): Moment[] {
  const seen = history.moments.findIndex((each, at) => at >= index && each.isSeen)
  return [index, seen].flatMap((at) => history.moments[at] ?? [])
}

/** What GitHub shows only now counts for sure if it was so at both times, and in doubt if it was at one of them. */
function held(
  history: History,
  reading: Reading,
  index: number,
  holds: (moment: Moment) => boolean,
): boolean {
  const moments = momentsOf(history, index)
  return reading === 'strict' ? moments.every(holds) : moments.some(holds)
}

// ── What was said (C0–C7) ──────────────────────────────────────────────────────────────────────────────────────────

function statementsOf(history: History, reading: Reading, deletions: readonly Deletion[]): Statement[] {
  const statements: Statement[] = []
  const voids = deletions.map(({ who, at }) => ({ who, until: at }))
  for (const remark of history.remarks) {
    const { by: who, at: posted, revisions, opinion, deleted } = remark
    if (!history.people.has(who)) continue
    const moment = revisions[0]?.moment ?? 0
    const say = (
      { word, about = [] }: Pick<Said, 'about'> & { readonly word: Statement['word'] },
      at: string,
      edit = moment,
    ) => {
      statements.push({ who, word, about, at, posted: edit === moment ? posted : at, moment: edit, remark })
    }
    if (opinion === 'request changes') say({ word: opinion }, posted)
    const strangers = revisions.filter(({ by }) => by !== who)
    if (strangers.length > 0 && revisions.some(({ says }) => says.length > 0)) {
      for (const { at } of strangers) voids.push({ who, until: at })
    }
    let lines = ''
    let changed = posted
    let edited = moment
    revisions.forEach(({ at, by, says, moment: since }, index) => {
      const before = lines
      lines = says.map(({ line }) => line).join('\n')
      if (index > 0 && lines === before) return
      changed = at
      edited = since
      if (by !== who) return
      const next = deleted?.moment ?? revisions[index + 1]?.moment
      for (const each of says) {
        // Somebody else edited it: whatever held in any revision of the writer's own stays, and nothing else (C5).
        const stays = strangers.length > 0 && !deleted && HOLDS.has(each.word)
        // What was added stays so (C3); what the App never saw is no matter of rules.
        const isGone = deleted !== null || index < revisions.length - 1
        const wasSeen = history.moments.slice(since, next).some(({ isSeen }) => isSeen)
        const isAdded = each.word === 'add' && isGone && (wasSeen || reading === 'strict')
        if (stays || isAdded) say(each, at)
      }
    })
    if (deleted || strangers.length > 0) continue
    // Whether words of a dismissed review let go, C0 and C6 say differently.
    const letsGo =
      remark.on !== 'line' && remark.on !== 'mail' && !(remark.isDismissed && reading === 'strict')
    if (opinion === 'approve' && !remark.isDismissed) say({ word: 'approve' }, posted)
    for (const each of revisions.at(-1)?.says ?? []) {
      // Whether the rights to what holds are those of its edit or of the first posting, C0 and C5 say differently.
      if (HOLDS.has(each.word)) say(each, changed, reading === 'strict' ? edited : moment)
      else if (letsGo) say(each, posted)
    }
  }
  return statements
    .filter((each) => isHold(each) || !voids.some(({ who, until }) => who === each.who && each.at <= until))
    .map((statement, index) => ({ statement, index }))
    .sort((a, b) => {
      if (a.statement.at !== b.statement.at) return a.statement.at < b.statement.at ? -1 : 1
      return a.statement.remark.id - b.statement.remark.id || a.index - b.index
    })
    .map(({ statement }) => statement)
}

interface Deletion {
  readonly who: string
  readonly at: string
}

/** Whose comments somebody else deleted, of those who could hold up the merge (C6). */
function deletionsByOthers(history: History, added: ReadonlyMap<string, string>): Deletion[] {
  return history.remarks.flatMap(({ by: who, deleted }) => {
    if (!deleted || deleted.by === who || !history.people.has(who)) return []
    const moments = history.moments.slice(0, deleted.moment + 1)
    const names = [
      ...namedBy(history, deleted.moment, 'strict'),
      ...namesBefore(history, deleted.at, moments, true),
      ...[...added].flatMap(([name, at]) => (at <= deleted.at ? name : [])),
    ]
    return isAmong(names, who, moments.at(-1) as Moment) ? [{ who, at: deleted.at }] : []
  })
}

/** Named, or in a team that is. */
function isAmong(names: Iterable<string>, who: string, { team }: Moment): boolean {
  return [...names].some((name) => personOf(name) === who || (teamIn(name) && team.has(who)))
}

// ── What it comes to (P1–P5) ───────────────────────────────────────────────────────────────────────────────────────

/** Everybody's standing, from their statements in order of time; what holds wins a tie (P1, P2). */
export function listen(history: History, reading: Reading): Spoken {
  const first = hear(history, reading, new Map())
  // Whoever was added may hold, too, when somebody deletes their comment; so once more, knowing who was.
  return first.added.size > 0 ? hear(history, reading, first.added) : first
}

function hear(history: History, reading: Reading, toBeAdded: ReadonlyMap<string, string>): Spoken {
  const standings = new Map<string, Standing>()
  const added = new Map<string, string>()
  const released = new Set<string>()
  const spoke = new Map<string, string>()
  const of = (who: string) => standings.get(who) ?? SILENT
  const deletions = deletionsByOthers(history, toBeAdded)
  const statements = statementsOf(history, reading, deletions)

  /** Named before a statement was posted; in the same second is in doubt, so for what holds it is (C0). */
  function names(statement: Statement, isTied = isHold(statement)): ReadonlySet<string> {
    const { posted, moment } = statement
    const before = namesBefore(history, posted, momentsOf(history, moment), isTied)
    for (const [name, at] of added) if (at < posted || (isTied && at === posted)) before.add(name)
    return before
  }

  const isStakeholder = (statement: Statement, who = statement.who) =>
    [...names(statement)].some((name) => personOf(name) === who && wasNamed(statement, name))
  const isMember = (statement: Statement, who = statement.who) =>
    [...names(statement)].some((name) => teamIn(name) && wasNamed(statement, name)) &&
    held(history, reading, statement.moment, ({ team }) => team.has(who))

  /** A name that only the configuration held is one that GitHub shows only now. */
  function wasNamed({ moment, posted }: Statement, name: string): boolean {
    return held(history, reading, moment, (each) => {
      const known = namesBefore(history, posted, [each], true)
      return known.has(name) || added.has(name)
    })
  }

  const isMaintainer = ({ moment, who }: Statement) =>
    held(history, reading, moment, ({ maintainers }) => maintainers.has(who))

  function isAccepted(statement: Statement): boolean {
    const { word, who, remark, about } = statement
    const [name = ''] = about
    if (word === 'object' || word === 'request changes') return true
    if (word === 'heard') {
      const { objections } = of(who)
      return name === '' ? objections.length > 0 : objections.includes(Number(name))
    }
    if (word === 'refused' || word === 'no statement') return false
    if (word === 'release') {
      // Whether one may be released in the second in which one is named, C0 does not say.
      const isTied = reading === 'lenient'
      const isKnown =
        [...names(statement, isTied)].some((each) => sameName(each, name)) || isMember(statement, name)
      return isMaintainer(statement) && who !== history.author && isKnown
    }
    if (word === 'add') {
      const isEntitled = who === history.author || isStakeholder(statement) || isMaintainer(statement)
      // Whether a member of a team is a "stakeholder" who adds, and whether an unknown name is added, C3 does not say.
      return isEntitled || (reading === 'strict' && isMember(statement))
    }
    if (word === 'delegate') {
      const isFit = history.people.has(name) && name !== history.author && name !== who
      return isFit && isStakeholder(statement)
    }
    if (!isStakeholder(statement) && !isMember(statement)) return word === 'misalign' && reading === 'strict'
    if (word !== 'commit' && word !== 'approve') return true
    if (word === 'approve' && !held(history, reading, statement.moment, ({ config }) => config.countsReviews))
      return false
    return versionSeen(history, reading, remark) !== undefined && areAligned(statement)
  }

  /** With `alignment.first` a commitment is accepted only when every stakeholder shares the Problem (P3). */
  function areAligned(statement: Statement): boolean {
    const { config } = nowOf(history)
    const isFirst =
      reading === 'strict'
        ? config.alignmentFirst ||
          momentsOf(history, statement.moment).some((each) => each.config.alignmentFirst)
        : config.alignmentFirst &&
          momentsOf(history, statement.moment).every((each) => each.config.alignmentFirst)
    if (!isFirst) return true
    const problem = versionSeen(history, reading, statement.remark)?.problem
    const { team } = history.moments[statement.moment] as Moment
    const required = [...namedBy(history, statement.moment, 'lenient'), ...added.keys()]
    const isShared = (who: string) =>
      ['recused', 'released'].includes(of(who).position) || of(who).aligned === problem
    // When a team as such is aligned, P3 does not say; nor whether the same second is a moment before.
    return required
      .filter((name) => ![...released].some((each) => sameName(each, name)))
      .every((name) => {
        if (!teamIn(name)) return isShared(personOf(name))
        return reading === 'strict' ? [...team].every(isShared) : true
      })
  }

  function carryOut({ who, word, about, at, remark }: Statement): void {
    if (word === 'add' || word === 'delegate') add(about, at)
    if (word === 'release') {
      for (const name of about) {
        released.add(name)
        standings.set(personOf(name), { ...SILENT, position: 'released' })
      }
    }
    standings.set(who, after(of(who), word, about, remark))
  }

  function after(was: Standing, word: Statement['word'], about: readonly string[], remark: Remark): Standing {
    const back = was.position === 'recused' ? 'silent' : was.position
    const seen = versionSeen(history, reading, remark) ?? null
    switch (word) {
      case 'near a hold':
        return { ...was, position: was.position === 'committed' ? 'silent' : was.position, aligned: null }
      case 'object':
        return { ...was, position: heldBack(was), objections: [...was.objections, remark.id] }
      case 'misalign':
        return { ...was, position: heldBack(was), isMisaligned: true, aligned: null }
      case 'request changes':
        return { ...was, position: heldBack(was) }
      case 'withdraw':
        return { ...SILENT, position: heldBack(was) }
      case 'recuse':
      case 'delegate':
        return { ...SILENT, position: 'recused' }
      case 'align':
        return { ...was, position: back, isMisaligned: false, aligned: seen?.problem ?? null }
      case 'heard': {
        const left = was.objections.filter((id) => about.length > 0 && !about.includes(String(id)))
        return { ...was, position: back, objections: left }
      }
      case 'commit':
      case 'approve': {
        const aligned = nowOf(history).config.alignmentFirst ? was.aligned : (seen?.problem ?? null)
        return { ...SILENT, position: 'committed', seen, aligned }
      }
      // A release is an accepted statement too: whoever makes it is back (C3).
      case 'release':
        return { ...was, position: back }
      default:
        return was
    }
  }

  function add(about: readonly string[], at: string): void {
    for (const name of about) {
      if (!added.has(name)) added.set(name, at)
      // Whether an addition asks those again who recused themselves or were released, C3 does not say.
      if (reading === 'lenient') continue
      released.delete(name)
      const { position } = of(personOf(name))
      if (position === 'recused' || position === 'released') standings.set(personOf(name), SILENT)
    }
  }

  /** A hold undoes a recusal; whether it makes the released one waited for again, P5 does not say. */
  function heldBack({ position }: Standing): Standing['position'] {
    return position === 'released' && reading === 'lenient' ? 'released' : 'silent'
  }

  for (const statement of statements) {
    const { who, at, word } = statement
    const isTied = statements.some((other) => other.who === who && other.at === at && isAgainst(other))
    if (isTied && !isHold(statement)) continue
    if (word !== 'near a hold' && !isAccepted(statement)) continue
    if (word !== 'near a hold' && word !== 'request changes') spoke.set(who, at)
    carryOut(statement)
  }
  for (const { who, at } of deletions) {
    if ((spoke.get(who) ?? '') <= at) standings.set(who, { ...of(who), mustSpeak: true })
  }
  return { of, everybody: () => standings, added, released }
}

/** A team is the same whatever its quorum; a person whatever the login. */
export function sameName(left: string, right: string): boolean {
  const bare = (name: string) => personOf(name.replace(/ \(.*/, ''))
  return bare(left) === bare(right)
}
