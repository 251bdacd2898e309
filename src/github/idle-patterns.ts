import { setImmediate } from 'node:timers/promises'
import { digest } from '../facts/external-id.ts'
import type { CommitSha } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import { patternTest } from '../config/rfc-paths.ts'
import type { IdlePatterns, WrittenPattern } from '../facts/snapshot.ts'
import type { Reader } from './reader.ts'
import { pathsAt } from './trees.ts'

/** Anyone who opens a pull request can write patterns: this many paths times patterns take some seconds, in small parts. */
const MOST_TESTS = 2_000_000
const TESTS_AT_ONCE = 5_000

/**
 * Those of some patterns that match no file at a commit (D2), by one recursive listing of its tree, kept by commit. It is
 * only shown to people: a truncated or missing listing never fails the read it is part of.
 */
export async function idlePatterns(
  reader: Reader,
  reference: RepositoryReference,
  commit: CommitSha,
  patterns: readonly WrittenPattern[],
): Promise<IdlePatterns> {
  const { idle: known } = reader.caches
  const key = `${reference.repositoryId}/${commit}/${digest(patterns)}`
  const seen = known.get(key)
  if (seen) return seen
  const paths = await pathsAt(reader, reference, commit).catch(() => undefined)
  // Not kept: it may come next time.
  if (paths === undefined) return { kind: 'unseen', why: 'GitHub does not show the files of this repository' }
  const found = await matched(paths, patterns)
  known.set(key, found)
  return found
}

async function matched(
  paths: readonly string[] | null,
  patterns: readonly WrittenPattern[],
): Promise<IdlePatterns> {
  if (paths === null) return { kind: 'unseen', why: 'this repository has more files than GitHub lists' }
  if (paths.length * patterns.length > MOST_TESTS) {
    return { kind: 'unseen', why: 'there are too many files and patterns to compare' }
  }
  let left = patterns.map((pattern) => ({ pattern, isMatch: patternTest(pattern) }))
  let tests = 0
  for (const path of paths) {
    left = left.filter(({ isMatch }) => !isMatch(path))
    if (left.length === 0) break
    tests += left.length
    if (tests > TESTS_AT_ONCE) {
      tests = 0
      await setImmediate()
    }
  }
  return { kind: 'seen', patterns: left.map(({ pattern }) => pattern) }
}
