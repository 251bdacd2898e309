import { readExternalId } from './external-id.ts'
import type { CommitSha, Login, PostId, PullRequestNumber, Timestamp, UserId } from './ids.ts'
import type { TeamKey } from './keys.ts'
import type { Person } from './person.ts'
import type { PullRequestFacts, Run } from './snapshot.ts'
import { wholeSecond } from './time.ts'

/**
 * What a version without a ledger noted in `external_id` of the App's own check runs, where only the App can write: a
 * ledger begins with it (L2). Nothing else reads it.
 */
export interface FormerNotes {
  /** People and teams that were added in comments, or whom the text named outside draft (C3, S6). */
  readonly named: readonly FormerName[]
  /** Ids of posts whose objection or misalignment blocked (P5). */
  readonly held: readonly PostId[]
  /** People suspended by a deletion, or of whom somebody else deleted a post unseen, and when that was (C6). */
  readonly silenced: readonly { readonly person: Person; readonly at: Timestamp }[]
  /** Logins and teams (`org/slug`) that only the configuration named (S2). */
  readonly byConfig: ReadonlySet<UserId | string>
  /** Quorums that a team had the members for when it was named (S3). */
  readonly quorumsMet: readonly { readonly team: TeamKey; readonly quorum: number }[]
  /** More had to be noted than fitted, or a note is of no known kind: it is unknown who is required. */
  readonly isLost: boolean
}

export type FormerName =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'team'; readonly team: string; readonly quorum: number | 'all' }

/** Noted of a head outside draft while it is unknown whether it is an RFC (D5). */
export const UNJUDGED = 'u'
/** Added and named people and teams, objections, deletions, edits by others, and names in the configuration. */
const KINDS = new Set([...'atnosdvc', UNJUDGED])

type NotedFacts = Pick<PullRequestFacts, 'runs'> & {
  readonly pullRequest: { readonly number: PullRequestNumber }
}

/** Returns what was noted on any run of a pull request; for names in the configuration, on the newest run. */
export function formerNotes(facts: NotedFacts): FormerNotes {
  const own = ownRuns(facts)
  const tokens = [...new Set(own.flatMap(tokensOn))].map(parsed)
  const newest = own.at(-1)
  const ofKind = (...kinds: readonly string[]) => tokens.filter(({ kind }) => kinds.includes(kind))
  return {
    named: ofKind('a', 't', 'n').map(({ parts: [first = '', second = ''] }) => nameIn(first, second)),
    held: ofKind('o').map(({ parts: [id = ''] }) => fromBase36(id)),
    silenced: ofKind('s', 'd').map(({ parts: [id = '', login = '', at = ''] }) => ({
      person: personOf(id, login),
      at: timeOf(at),
    })),
    byConfig: new Set(
      (newest ? tokensOn(newest) : [])
        .map(parsed)
        .flatMap(({ kind, parts: [first = ''] }) =>
          kind === 'c' ? [first.includes('/') ? first : Number(first)] : [],
        ),
    ),
    quorumsMet: tokens.flatMap(({ parts }) => quorumMetIn(parts)),
    isLost: tokens.some(({ kind }) => !KINDS.has(kind)),
  }
}

/**
 * Returns the heads outside draft of which it was unknown whether they were an RFC; they are judged again once that can
 * be read (D5).
 */
export function unjudgedCommits(facts: NotedFacts): ReadonlySet<CommitSha> {
  return new Set(ownRuns(facts).flatMap((run) => (isUnjudged(run) ? [run.commit] : [])))
}

/** Whether a run notes that its head was not judged. */
function isUnjudged({ externalId }: Pick<Run, 'externalId'>): boolean {
  return readExternalId(externalId)?.kept.includes(UNJUDGED) ?? false
}

/** Returns the notes that a run carries on until a ledger begins with them. */
export function notesCarried(facts: NotedFacts): readonly string[] {
  return [...new Set(ownRuns(facts).flatMap(tokensOn))].filter((token) => token !== UNJUDGED)
}

/** Returns the notes for the run of a head of which it is unknown whether it is an RFC (D5). */
export function notesUnjudged(facts: PullRequestFacts): readonly string[] {
  const { isDraft, head } = facts.pullRequest
  const carried = notesCarried(facts)
  return !isDraft || unjudgedCommits(facts).has(head) ? [UNJUDGED, ...carried] : carried
}

/** Returns the notes for the run of another head: whether that head could be judged is noted for it alone. */
export function notesBeside(run: Run, notes: readonly string[]): readonly string[] {
  const others = notes.filter((note) => note !== UNJUDGED)
  return isUnjudged(run) ? [UNJUDGED, ...others] : others
}

function ownRuns({ runs, pullRequest }: NotedFacts): readonly Run[] {
  return runs
    .filter((run) => readExternalId(run.externalId)?.number === pullRequest.number)
    .toSorted((a, b) => a.id - b.id)
}

function tokensOn({ externalId }: Run): readonly string[] {
  return readExternalId(externalId)?.kept ?? []
}

function parsed(token: string): { readonly kind: string; readonly parts: readonly string[] } {
  return { kind: token[0] ?? '', parts: token.slice(1).split('.') }
}

/** Only a team's name has a slash. */
function nameIn(first: string, second: string): FormerName {
  if (!first.includes('/')) return { kind: 'person', person: personOf(first, second) }
  return { kind: 'team', team: first, quorum: second === 'all' ? second : Number(second) }
}

/** The last part of a team's note, where it has one. */
function quorumMetIn(parts: readonly string[]): FormerNotes['quorumsMet'] {
  const [team = ''] = parts
  const [, quorum] = /^f(\d+)$/.exec(parts.at(-1) ?? '') ?? []
  return quorum !== undefined && team.includes('/') ? [{ team, quorum: Number(quorum) }] : []
}

function personOf(id: string, login: Login): Person {
  return { id: Number(id), login, type: 'User' }
}

function timeOf(base36: string): Timestamp {
  return wholeSecond(new Date(Number.parseInt(base36, 36) * 1000).toISOString())
}

function fromBase36(text: string): PostId {
  return String([...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n))
}
