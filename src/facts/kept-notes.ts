import { readExternalId } from './external-id.ts'
import type { CommitSha, Login, PostId, PullRequestNumber, Timestamp, UserId } from './ids.ts'
import type { Person } from './person.ts'
import type { PullRequestFacts, Run } from './snapshot.ts'
import { wholeSecond } from './time.ts'

/**
 * Evidence that GitHub keeps only for a while, noted in `external_id` of the App's own check runs, where only the App
 * can write. The ledger holds people by id: noted are names that find a team, names of the configuration, and what was
 * told while nothing could be evaluated. A version without a ledger noted more, with which a ledger begins.
 */
export interface Kept {
  /** Teams, and people of a version without a ledger. */
  readonly added: readonly KeptName[]
  /** Whom the text named outside draft and GitHub has no record of: teams, and people it would not ask for a review (S6). */
  readonly named: readonly KeptPersonOrTeam[]
  /** Ids of posts whose objection or misalignment blocked (P5), by a version without a ledger. */
  readonly held: readonly PostId[]
  /** People suspended by a deletion, and when it happened (C6), by a version without a ledger. */
  readonly silenced: readonly { readonly person: Person; readonly at: Timestamp }[]
  /** Deletions known only from a webhook that came while nothing was counted (C6). */
  readonly deleted: readonly { readonly person: Person; readonly at: Timestamp }[]
  /** Logins and teams (`org/slug`) that only the configuration named at the newest run (S2). */
  readonly byConfig: readonly KeptConfigName[]
  /** More had to be noted than fits: it is unknown from then on who is required. */
  readonly isLost: boolean
  /** Notes as they are written that only a ledger's beginning reads: they are kept until there is one. */
  readonly former: readonly string[]
}

/** A person or team that was added, and when (C3). */
export type KeptName = { readonly at: Timestamp } & KeptPersonOrTeam

/** `fillable`: a quorum that the team had the members for when it was named: fewer mean all of them from then on (S3). */
export type KeptPersonOrTeam =
  | { readonly kind: 'person'; readonly person: Person }
  | {
      readonly kind: 'team'
      readonly team: string
      readonly quorum: number | 'all'
      readonly fillable?: number
    }

export type KeptConfigName =
  | { readonly kind: 'person'; readonly id: UserId; readonly login: Login }
  | { readonly kind: 'team'; readonly team: string; readonly fillable?: number }

const NOTHING: Kept = {
  added: [],
  named: [],
  held: [],
  silenced: [],
  deleted: [],
  byConfig: [],
  isLost: false,
  former: [],
}

/** GitHub names no limit; with the rest of the id this stays below 255 characters, which every database takes. */
const LONGEST = 170
/** Replaces notes that do not fit. */
export const LOST = '*'
/** Noted of a head outside draft when it was unknown whether it is an RFC (D5). */
export const UNJUDGED = 'u'

/** Returns what was noted on any run of a pull request; for names in the configuration, on the newest run. */
export function keptIn(facts: KeptFacts): Kept {
  const own = ownRuns(facts)
  const tokens = [...new Set(own.flatMap(tokensOn))].filter((token) => !token.startsWith('c'))
  const newest = own.at(-1)
  return [...tokens, ...(newest ? tokensOn(newest) : []).filter((token) => token.startsWith('c'))].reduce(
    withToken,
    NOTHING,
  )
}

function ownRuns({ runs, pullRequest }: KeptFacts): readonly Run[] {
  return runs
    .filter((run) => readExternalId(run.externalId)?.number === pullRequest.number)
    .toSorted((a, b) => a.id - b.id)
}

type KeptFacts = Pick<PullRequestFacts, 'runs'> & {
  readonly pullRequest: { readonly number: PullRequestNumber }
}

/**
 * Returns the heads outside draft of which it was unknown whether they were an RFC; they are judged again once that can
 * be read (D5).
 */
export function unjudgedCommits(facts: KeptFacts): ReadonlySet<CommitSha> {
  return new Set(ownRuns(facts).flatMap((run) => (tokensOn(run).includes(UNJUDGED) ? [run.commit] : [])))
}

/** Returns the notes for a run that adds nothing to them. */
export function tokensIn(facts: KeptFacts): readonly string[] {
  return keptTokens({ ...keptIn(facts), addedInSight: [], isUnjudged: false }).tokens
}

/** Returns notes for the run of another head: whether that head could be judged is noted for it alone. */
export function tokensBeside(run: Run, tokens: readonly string[]): readonly string[] {
  const others = tokens.filter((token) => token !== UNJUDGED)
  return tokensOn(run).includes(UNJUDGED) ? [UNJUDGED, ...others] : others
}

/** Returns the notes for a run of a head of which it is unknown whether it is an RFC. */
export function tokensUnjudged(facts: PullRequestFacts): readonly string[] {
  const { isDraft, head } = facts.pullRequest
  const isUnjudged = !isDraft || unjudgedCommits(facts).has(head)
  const kept = keptIn(facts)
  return keptTokens({
    ...kept,
    deleted: [...kept.deleted, ...toldDeletions(facts.deletions)],
    addedInSight: [],
    isUnjudged,
  }).tokens
}

/** Deletions by someone other than the author that are known only from a webhook. */
function toldDeletions(deletions: PullRequestFacts['deletions']): Kept['deleted'] {
  return deletions.flatMap(({ at, by, author, isTold }) =>
    isTold && author?.type === 'User' && by?.id !== author.id ? [{ person: author, at }] : [],
  )
}

/** What is to be noted. `addedInSight`: names whose comments are still there, so that they are known for now. */
export interface ToKeep extends Kept {
  readonly addedInSight: readonly KeptName[]
  /** Noted for the head of the run alone. */
  readonly isUnjudged: boolean
}

/**
 * Returns the notes as tokens, as many as fit. Names in the configuration are left out first, then names in the text,
 * then `addedInSight`, which makes `isWhole` false; if the rest does not fit either, the notes are lost.
 */
export function keptTokens(kept: ToKeep): { readonly tokens: readonly string[]; readonly isWhole: boolean } {
  const must = [
    ...(kept.isUnjudged ? [UNJUDGED] : []),
    ...kept.deleted.map(({ person, at }) => `d${person.id}.${person.login}.${seconds(at)}`),
    ...kept.former,
    ...kept.added.map(addedToken),
  ]
  if (kept.isLost || !fits(must)) return { tokens: [LOST], isWhole: false }
  const inSight = [...must, ...kept.addedInSight.map(addedToken)]
  if (!fits(inSight)) return { tokens: must, isWhole: false }
  // Their names are still in a readable text; only renaming the section would hide them.
  const named = kept.named.map(namedToken).reduce(withRoom, inSight)
  const all = [...named, ...kept.byConfig.map(configToken)]
  return { tokens: fits(all) ? all : named, isWhole: true }
}

function withRoom(tokens: readonly string[], token: string): readonly string[] {
  const more = [...tokens, token]
  return fits(more) ? more : tokens
}

function addedToken(name: KeptName): string {
  const at = seconds(name.at)
  return name.kind === 'person'
    ? `a${name.person.id}.${name.person.login}.${at}`
    : `t${name.team}.${name.quorum}.${at}${fillablePart(name)}`
}

function namedToken(name: KeptPersonOrTeam): string {
  return name.kind === 'person'
    ? `n${name.person.id}.${name.person.login}`
    : `n${name.team}.${name.quorum}${fillablePart(name)}`
}

function configToken(name: KeptConfigName): string {
  if (name.kind === 'person') return `c${name.id}.${name.login}`
  return `c${name.team}${fillablePart(name)}`
}

/** Ends the token of a team; servers with older rules pass over it. */
function fillablePart({ fillable }: { readonly fillable?: number }): string {
  return fillable === undefined ? '' : `.f${fillable}`
}

function fillableIn(token: string): { readonly fillable?: number } {
  const [, quorum] = /\.f(\d+)$/.exec(token) ?? []
  return quorum === undefined ? {} : { fillable: Number(quorum) }
}

function fits(tokens: readonly string[]): boolean {
  return tokens.join().length <= LONGEST
}

function tokensOn({ externalId }: Run): readonly string[] {
  return readExternalId(externalId)?.kept ?? []
}

function withToken(kept: Kept, token: string): Kept {
  const parts = token.slice(1).split('.')
  const [first = '', second = '', third = ''] = parts
  switch (token[0]) {
    case 'a':
    case 't':
      return {
        ...kept,
        added: [...kept.added, { ...personOrTeamIn(first, second, token), at: timeOf(third) }],
      }
    case 'n':
      return { ...kept, named: [...kept.named, personOrTeamIn(first, second, token)] }
    case 'o':
      return { ...kept, held: [...kept.held, fromBase36(first)], former: [...kept.former, token] }
    // Of one head alone: see `unjudgedCommits`.
    case UNJUDGED:
      return kept
    case 's':
      return {
        ...kept,
        silenced: [...kept.silenced, { person: personOf(first, second), at: timeOf(third) }],
        former: [...kept.former, token],
      }
    case 'd':
      return { ...kept, deleted: [...kept.deleted, { person: personOf(first, second), at: timeOf(third) }] }
    // Somebody else edited a post of theirs, which voids nothing else any more (C5).
    case 'v':
      return { ...kept, former: [...kept.former, token] }
    case 'c': {
      const name: KeptConfigName = first.includes('/')
        ? { kind: 'team', team: first, ...fillableIn(token) }
        : { kind: 'person', id: Number(first), login: second }
      return { ...kept, byConfig: [...kept.byConfig, name] }
    }
    default:
      return { ...kept, isLost: true }
  }
}

/** Only a team's name has a slash. */
function personOrTeamIn(first: string, second: string, token: string): KeptPersonOrTeam {
  if (!first.includes('/')) return { kind: 'person', person: personOf(first, second) }
  const quorum = second === 'all' ? second : Number(second)
  return { kind: 'team', team: first, quorum, ...fillableIn(token) }
}

function personOf(id: string, login: Login): Person {
  return { id: Number(id), login, type: 'User' }
}

function seconds(time: Timestamp): string {
  return (Date.parse(time) / 1000).toString(36)
}

function timeOf(base36: string): Timestamp {
  return wholeSecond(new Date(Number.parseInt(base36, 36) * 1000).toISOString())
}

function fromBase36(text: string): PostId {
  return String([...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n))
}
