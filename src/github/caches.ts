import { LRUCache } from 'lru-cache'
import type { CommitSha, Login, LoginKey, TreeId } from '../facts/ids.ts'
import type { MissingInputs } from '../facts/inputs.ts'
import type { Person } from '../facts/person.ts'
import type { ChangedFile, ChangesAt, FileAt, IdlePatterns, Sibling } from '../facts/snapshot.ts'
import type { EditHistoryFragment } from './answers.generated.ts'

/**
 * What the last evaluation of a pull request needed beyond its facts: it comes with the next read, so that a comment
 * needs no second one. Answers are never cached here, only the names and paths to ask for.
 */
export interface Prefetch {
  readonly people: readonly LoginKey[]
  readonly teams: MissingInputs['teams']
  /** Files at the head. */
  readonly paths: readonly string[]
}

/** The merge base of two commits, as far as GitHub returns it. */
export interface Parting {
  /** Null when they have no common ancestor, or GitHub does not return it. */
  readonly commit: CommitSha | null
  /** The tree of that commit, where the answer holds it. */
  readonly tree: TreeId | null
}

/**
 * Bounded caches of answers. Those without a time to live are keyed by ids of contents that never change. Losing an entry
 * costs one call.
 */
export interface Caches {
  /** By repository, base branch or merge base, and commit. */
  readonly changes: LRUCache<string, ChangesAt>
  /** The changed files of a pull request with their old paths, by repository, number, head and base tip. */
  readonly renames: LRUCache<string, readonly ChangedFile[]>
  /** Where a commit left its base, by repository, tip of the base and commit. */
  readonly mergeBases: LRUCache<string, Parting>
  /** Incomplete answers by their subject, and how often in a row they were the same (V6). */
  readonly doubts: LRUCache<string, { readonly answer: string; readonly times: number }>
  /** How much of a pull request to ask for at a time after a query was too much for GitHub, for some minutes. */
  readonly paces: LRUCache<string, { readonly isTogether: boolean; readonly size: number }>
  /** How many entries the lists of a pull request held, by its number. */
  readonly counts: LRUCache<string, Readonly<Record<string, number>>>
  /** What an evaluation needed, by the number of its pull request. */
  readonly prefetch: LRUCache<string, Prefetch>
  /** Whether a branch has a merge queue by a rule, by repository and branch, for some minutes. */
  readonly queueRules: LRUCache<string, boolean>
  /** By repository, commit and path. */
  readonly files: LRUCache<string, FileAt>
  /** By the comment's node id and the time of its last edit. */
  readonly edits: LRUCache<string, EditHistoryFragment>
  /** What REST says of logins that are no person's, by lower-case login, for some seconds. */
  readonly notPeople: LRUCache<LoginKey, { readonly person: Person | null }>
  /** Which patterns match no file, by repository, commit and the patterns. */
  readonly idle: LRUCache<string, IdlePatterns>
  /** People of a repository that a misspelt login may stand for, by repository and that login, for some minutes. */
  readonly nearby: LRUCache<string, readonly Login[]>
  /** How many commits a hidden head has beyond the base, by repository, base branch and commit. */
  readonly ahead: LRUCache<string, number>
  /** Open pull requests by repository, base branch and head, for a minute, where GraphQL does not return them. */
  readonly sameHead: LRUCache<string, readonly Sibling[]>
  /** Whether an installation is on a repository, by both ids, for some minutes; a no for half of one. */
  readonly installed: LRUCache<string, boolean>
  /** Who may read a private repository, by repository and lower-case login, for a minute. */
  readonly access: LRUCache<string, boolean>
}

const MIB = 1_048_576

/** Creates empty caches. Each gets its memory when it is first used: together they reserve several megabytes. */
export function createCaches(): Caches {
  return whenUsed<Caches>({
    changes: () => new LRUCache({ max: 5_000, maxSize: 100_000, sizeCalculation: sizeOfChanges }),
    renames: () => new LRUCache({ max: 500, maxSize: 50_000, sizeCalculation: (files) => files.length + 1 }),
    mergeBases: () => new LRUCache({ max: 20_000 }),
    doubts: () => new LRUCache({ max: 5_000 }),
    paces: () => new LRUCache({ max: 2_000 }),
    counts: () => new LRUCache({ max: 20_000 }),
    prefetch: () => new LRUCache({ max: 5_000 }),
    queueRules: () => new LRUCache({ max: 5_000, ttl: 600_000 }),
    files: () => new LRUCache({ max: 20_000, maxSize: 32 * MIB, sizeCalculation: sizeOfFile }),
    edits: () => new LRUCache({ max: 2_000, maxSize: 8 * MIB, sizeCalculation: sizeOfEdits }),
    notPeople: () => new LRUCache({ max: 5_000, ttl: 20_000 }),
    idle: () => new LRUCache({ max: 1_000 }),
    nearby: () => new LRUCache({ max: 500, ttl: 600_000 }),
    ahead: () => new LRUCache({ max: 10_000 }),
    sameHead: () => new LRUCache({ max: 5_000, ttl: 60_000, noUpdateTTL: true }),
    installed: () => new LRUCache({ max: 5_000, ttl: 300_000 }),
    access: () => new LRUCache({ max: 20_000, ttl: 60_000 }),
  })
}

/** Returns an object that makes each of its values when that is first read. */
function whenUsed<Values extends object>(
  makers: { readonly [Key in keyof Values]: () => Values[Key] },
): Values {
  const values = {} as Values
  for (const [key, make] of Object.entries<() => unknown>(makers)) {
    Object.defineProperty(values, key, {
      configurable: true,
      enumerable: true,
      get: () => {
        const value = make()
        Object.defineProperty(values, key, { value, enumerable: true })
        return value
      },
    })
  }
  return values
}

function sizeOfChanges(changes: ChangesAt): number {
  return changes.kind === 'complete' ? changes.files.length + 1 : 1
}

function sizeOfFile(file: FileAt): number {
  return file.kind === 'text' ? file.text.length + 1 : 1
}

function sizeOfEdits({ userContentEdits }: EditHistoryFragment): number {
  const texts = (userContentEdits?.nodes ?? []).map((edit) => edit?.diff?.length ?? 0)
  return texts.reduce((sum, length) => sum + length, 1)
}
