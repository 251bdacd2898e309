import type { Config } from '../config/config.ts'
import { digest } from '../facts/external-id.ts'
import { keptIn } from '../facts/kept-notes.ts'
import {
  type AnsweredOnce,
  type Person,
  type Remark,
  remarkKey,
  type Revision,
  revisionKey,
  type Snapshot,
} from '../facts/snapshot.ts'
import { remarkOf, type Texts } from './texts.ts'
import { readForApp } from './addressed.ts'
import { contradictionsIn, tieOf } from './contradictions.ts'
import { blocksEditedAway, type EditedAway, type OwnRevision, standsSince } from './edited-away.ts'
import type { Ended } from './ended.ts'
import type { ParsedRemark, UnreadableRemark } from './parsed-post.ts'
import {
  dismissedText,
  misplacedText,
  tamperedText,
  unclearWords,
  wordsElsewhere,
} from './rejection-texts.ts'
import { spokenIn } from './spoken-in.ts'
import { commandLine, holds, isWord, letsGo, nameOf, type Spoken } from './spoken.ts'

/** Something a person said that may count, before anybody asked whether they may say it. */
export interface Statement {
  readonly by: Person
  /** When it counts from: GitHub's second (C5). */
  readonly at: string
  readonly remark: Remark
  readonly said: Spoken
  /** Of a `/delegate`: since when its name stands there, which an edit may have brought later than `at` (C5). */
  readonly namedAt?: string
}

/**
 * Somebody other than its writer touched a remark, or its history cannot be read (C5), or somebody else deleted it (C6).
 * What its writer let go of until then is void: nobody can tell any more what they held.
 */
export interface Tampering {
  /** Null where GitHub does not say whose comment it was: then it may have been anybody's (C0). */
  readonly writer: Person | null
  /** The newest moment at which it may have happened. */
  readonly at: string
  readonly by: Person | null
  readonly why: 'edited by another' | 'history unreadable' | 'deleted by another'
}

/** Why something said in a remark does not count, in words for its writer. */
export interface Refusal {
  readonly remark: Remark
  readonly why: string
  /** True when what was said counts all the same and only something is asked for. */
  readonly isAdvice: boolean
  /** Its writer is told this once in a repository. */
  readonly once?: AnsweredOnce
  /** Which of its command lines it is about, where it was judged by itself; see `commandLine`. */
  readonly line?: string
}

/** Everything that people said on a pull request, in the order in which it is replayed (P1). */
export interface Collected {
  readonly statements: readonly Statement[]
  /** `/delegate`s of earlier revisions: what they brought in stays in (C3). */
  readonly formerDelegates: readonly Statement[]
  readonly tampered: readonly Tampering[]
  readonly refusals: readonly Refusal[]
  /** What blocked in earlier revisions and was edited away: what it had ended stays ended (C6). */
  readonly ended: readonly Ended[]
}

/** Reads the remarks of people (C1–C5). Bots, apps, organisations and deleted accounts make no statements. */
export function collect(snapshot: Snapshot, read: Texts, approvals: Config['reviews']): Collected {
  const texts = readForApp(read, snapshot.appSlug)
  const readings = snapshot.remarks.flatMap((remark) =>
    remark.author?.type === 'User' ? [readRemark(remark, remark.author, texts, approvals)] : [],
  )
  const said = readings.flatMap((reading) => reading.statements).sort(inOrder)
  const seconds = Map.groupBy(said, ({ by, at }) => `${by.id} ${at}`)
  const tied = new Map([...seconds.values()].flatMap(tiesIn))
  return {
    statements: said.filter((statement) => !tied.has(statement)),
    formerDelegates: readings.flatMap((reading) => reading.formerDelegates).sort(inOrder),
    tampered: [
      ...readings.flatMap((reading) => reading.tampered),
      ...deletedByOthers(snapshot),
      ...deletionsNoted(snapshot),
      ...editsNoted(snapshot),
    ],
    refusals: [...readings.flatMap((reading) => reading.refusals), ...tied.values()],
    ended: readings.flatMap((reading) => reading.ended),
  }
}

/** Of what somebody said in one second: what does not count beside what they said in another remark, and why. */
function tiesIn(said: readonly Statement[]): readonly (readonly [Statement, Refusal])[] {
  return said.flatMap((statement) => {
    const { remark } = statement
    const elsewhere = said.filter((other) => other.remark !== remark).map((other) => other.said)
    const why = tieOf(statement.said, elsewhere)
    return why === null
      ? []
      : [[statement, { ...refusal(remark, why), line: commandLine(statement.said) }] as const]
  })
}

/** Comments that anybody but their writer deleted, unknown people included (C6). Who wrote nothing here lost nothing. */
function deletedByOthers({ deletions }: Snapshot): readonly Tampering[] {
  return deletions.flatMap(({ at, by, author }): readonly Tampering[] => {
    const isNobodys = author !== null && (author.type !== 'User' || by?.id === author.id)
    return isNobodys ? [] : [{ writer: author, at, by, why: 'deleted by another' }]
  })
}

/** Deletions that GitHub keeps no record of, from our notes: who took the comment away is not noted. */
function deletionsNoted(snapshot: Snapshot): readonly Tampering[] {
  const { silenced, deleted } = keptIn(snapshot)
  return [...silenced, ...deleted].map(({ person, at }) => ({
    writer: person,
    at,
    by: null,
    why: 'deleted by another',
  }))
}

/** Edits that GitHub forgot with the comment that was edited, from our notes (C5). */
function editsNoted(snapshot: Snapshot): readonly Tampering[] {
  return keptIn(snapshot).voided.map(({ id, at }) => ({
    writer: { id, login: '', type: 'User' },
    at,
    by: null,
    why: 'history unreadable',
  }))
}

/** GitHub's time; in the same second what holds comes last and so wins, then the later id (P1). */
function inOrder(a: Statement, b: Statement): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  const heavier = Number(holds(a.said)) - Number(holds(b.said))
  if (heavier !== 0) return heavier
  const [first, second] = [BigInt(a.remark.id), BigInt(b.remark.id)]
  return first < second ? -1 : first > second ? 1 : 0
}

function readRemark(remark: Remark, writer: Person, texts: Texts, approvals: Config['reviews']): Collected {
  const own = ownRevisions(remark, writer)
  const statements = [...requestOf(remark, writer), ...additionsIn(own, remark, writer, texts)]
  const delegates = delegatesIn(own, remark, writer, texts)
  const foreign = foreignEdit(remark, writer)
  if (!foreign) {
    const gone = blocksEditedAway(own, remark, texts)
    const read = readClean(remark, writer, texts, approvals, gone)
    const now = isDismissed(remark) ? [] : spokenIn(remarkOf(texts, remark.text))
    const formerDelegates = delegates.filter(({ said }) => !now.some((other) => sameNames(other, said)))
    const said = read.statements.map((statement) => {
      const first = delegates.find((delegate) => sameNames(delegate.said, statement.said))
      return first ? { ...statement, namedAt: first.at } : statement
    })
    return { ...read, formerDelegates, statements: [...statements, ...said] }
  }
  // Nothing of it lets go any more, so whom it brought in is known by nothing else (C3, C5).
  const formerDelegates = delegates
  if (!speaks(remark, texts)) {
    const approved = isApproval(remark, approvals) ? [approvalOf(remark, writer)] : []
    return {
      statements: [...statements, ...approved],
      formerDelegates,
      tampered: [],
      refusals: [],
      ended: [],
    }
  }
  return {
    statements: [...statements, ...ownHolds(own, remark, writer, texts)],
    formerDelegates,
    tampered: [{ writer, ...foreign }],
    refusals: [refusal(remark, tamperedText(writer, foreign))],
    ended: [],
  }
}

/** An approving review counts while it is not dismissed (C6, C7); words of the same review may hold against it. */
function isApproval(remark: Remark, approvals: Config['reviews']): boolean {
  return approvals === 'count' && remark.review?.state === 'approved' && !isDismissed(remark)
}

/** Whether a post is a dismissed review: whoever dismissed it, it consents to nothing from then on, its body included (C7). */
function isDismissed({ review }: Remark): boolean {
  return review?.isDismissed ?? false
}

function approvalOf(remark: Remark, by: Person): Statement {
  return { by, at: remark.at, remark, said: { kind: 'approve' } }
}

/** A Request-changes review holds, whatever was done to its words or its state afterwards (C6, C7). */
function requestOf(remark: Remark, by: Person): readonly Statement[] {
  const state = remark.review?.state
  // A dismissed review whose earlier state GitHub does not tell may have held (C0).
  if (state !== 'changes requested' && state !== 'dismissed') return []
  return [{ by, at: remark.at, remark, said: { kind: 'request changes' } }]
}

/** The newest edit that was not provably the writer's own; null when the whole history is clean (C5). */
function foreignEdit(remark: Remark, writer: Person): Pick<Tampering, 'at' | 'by' | 'why'> | null {
  if (!remark.revisions)
    return { at: later(remark.updatedAt, remark.at), by: null, why: 'history unreadable' }
  const foreign = remark.revisions.findLast((revision) => !isOwn(revision, writer))
  if (!foreign) return null
  const byAnother = foreign.editor !== null && foreign.editor.id !== writer.id
  return {
    at: later(foreign.at, remark.at),
    by: byAnother ? foreign.editor : null,
    why: byAnother ? 'edited by another' : 'history unreadable',
  }
}

function isOwn(revision: Revision, writer: Person): boolean {
  return revision.editor?.id === writer.id && revision.text !== null
}

function later(a: string, b: string): string {
  return a > b ? a : b
}

/** Whether any revision may hold a command; a revision that cannot be read may (C5). */
function speaks(remark: Remark, texts: Texts): boolean {
  if (!remark.revisions) return true
  return [remark.text, ...remark.revisions.map((revision) => revision.text)].some((text) => {
    if (text === null) return true
    const parsed = remarkOf(texts, text)
    return parsed.kind === 'unreadable' ? parsed.mayCommand : parsed.said.length > 0
  })
}

/** The revisions that are provably the writer's own; where the history is not known, the text as it stands. */
function ownRevisions(remark: Remark, by: Person): readonly OwnRevision[] {
  const { at, text, revisions } = remark
  if (!revisions) return [{ at, text }]
  return revisions.flatMap((revision) =>
    isOwn(revision, by) && revision.text !== null
      ? [{ at: later(revision.at, at), text: revision.text }]
      : [],
  )
}

/**
 * What held in the writer's own revisions stays (C5): of each word what stood in the last of them that had it, from when
 * it came to read so. An earlier time could lie before a release, and the objection would be lost by the edit of another.
 */
function ownHolds(
  own: readonly OwnRevision[],
  remark: Remark,
  by: Person,
  texts: Texts,
): readonly Statement[] {
  const kept = new Map<string, { readonly lines: string; readonly statements: readonly Statement[] }>()
  for (const { at, text } of own) {
    const holding = spokenIn(remarkOf(texts, text)).filter((said) => holds(said) && !isWord(said, 'add'))
    for (const [word, spoken] of Map.groupBy(holding, nameOf)) {
      const lines = JSON.stringify(spoken.map(commandLine))
      if (kept.get(word)?.lines === lines) continue
      const statements = spoken.map((said) => ({ by, at: later(at, remark.at), remark, said }))
      kept.set(word, { lines, statements })
    }
  }
  return [...kept.values()].flatMap(({ statements }) => statements)
}

/** Whoever was added in any revision of the writer's own: editing it away takes nobody out (C3). */
function additionsIn(
  own: readonly OwnRevision[],
  remark: Remark,
  by: Person,
  texts: Texts,
): readonly Statement[] {
  return firstOfEach(own, remark, by, texts, 'add')
}

/** Every `/delegate` that was ever accepted in the writer's own revisions: not those in a wrong place, or contradicted. */
function delegatesIn(
  own: readonly OwnRevision[],
  remark: Remark,
  by: Person,
  texts: Texts,
): readonly Statement[] {
  const isMeant = ({ text }: OwnRevision) =>
    contradictionsIn(spokenIn(remarkOf(texts, text)), remark).length === 0
  return isInPlace(remark) ? firstOfEach(own.filter(isMeant), remark, by, texts, 'delegate') : []
}

/** What lets go counts in the conversation and in the body of a review only (C1). */
function isInPlace({ on, viaEmail }: Remark): boolean {
  return on !== 'line' && !viaEmail
}

/** One statement for each list of names that ever stood after a word. */
function firstOfEach(
  own: readonly OwnRevision[],
  remark: Remark,
  by: Person,
  texts: Texts,
  word: 'add' | 'delegate',
): readonly Statement[] {
  const found: Statement[] = []
  for (const { at, text } of own) {
    for (const said of spokenIn(remarkOf(texts, text))) {
      if (isWord(said, word) && !found.some((other) => sameNames(other.said, said)))
        found.push({ by, at, remark, said })
    }
  }
  return found
}

function sameNames(a: Spoken, b: Spoken): boolean {
  return (
    a.kind === 'command' &&
    b.kind === 'command' &&
    a.word === b.word &&
    JSON.stringify(a.names) === JSON.stringify(b.names)
  )
}

/** A remark nobody else touched counts as it now reads (C5). */
function readClean(
  remark: Remark,
  by: Person,
  texts: Texts,
  approvals: Config['reviews'],
  gone: readonly EditedAway[],
): Omit<Collected, 'formerDelegates'> {
  const parsed = remarkOf(texts, remark.text)
  // Whoever approves and names a condition consents to nothing (C8).
  const isApproved = isApproval(remark, approvals) && !hasCondition(parsed)
  const approved: readonly Spoken[] = isApproved ? [{ kind: 'approve' }] : []
  // Who approves and says `/commit` says it once.
  const said = spokenIn(parsed)
  const spoken = said.some((word) => isWord(word, 'commit', 'disagree-commit'))
    ? said
    : [...approved, ...said]
  const contradictions = contradictionsIn(
    spoken,
    remark,
    gone.map(({ said }) => said),
  )
  const inPlace = isInPlace(remark)
  const mayConsent = inPlace && !isDismissed(remark)
  const counts = (said: Spoken) =>
    !letsGo(said) || (mayConsent && !contradictions.some(({ refused }) => refused.has(said)))
  const misplaced = !inPlace && spoken.some(letsGo)
  const dismissed = isDismissed(remark) && contradictions.length === 0 ? spoken.find(letsGo) : undefined
  return {
    statements: spoken
      .filter((word) => counts(word) && !isWord(word, 'add'))
      .map((said) => ({ by, at: holds(said) ? standsSince(said, remark, texts) : remark.at, remark, said })),
    tampered: [],
    refusals: [
      ...(misplaced ? [refusal(remark, misplacedText(remark))] : []),
      ...(dismissed ? [refusal(remark, dismissedText(dismissed))] : []),
      ...(inPlace ? contradictions.map(({ why }) => refusal(remark, why)) : []),
      ...unclearWords(parsed).map((why) => refusal(remark, why)),
      ...wordsElsewhere(parsed).map((why) => ({ ...refusal(remark, why), isAdvice: true })),
    ],
    ended: gone.map(({ at, said, ...end }) => ({ ...end, remark: remarkKey(remark), by, at })),
  }
}

function refusal(remark: Remark, why: string): Refusal {
  return { remark, why, isAdvice: false }
}

function hasCondition(parsed: ParsedRemark | UnreadableRemark): boolean {
  return parsed.kind === 'remark' && parsed.said.some(({ kind }) => kind === 'condition')
}

/** The lines that were refused one by one, as digests, by the remark and how it reads (C0). */
export function refusedLines(refusals: readonly Refusal[]): ReadonlyMap<string, readonly string[]> {
  const byRemark = new Map<string, readonly string[]>()
  for (const { remark, line, isAdvice } of refusals) {
    if (line === undefined || isAdvice) continue
    const key = revisionKey(remark)
    byRemark.set(key, [...(byRemark.get(key) ?? []), digest(line)])
  }
  return byRemark
}
