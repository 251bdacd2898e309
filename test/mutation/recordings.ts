import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import type { Snapshot } from '../../src/facts/snapshot.ts'
import type { Verdict } from '../../src/rules/verdict.ts'
import { CONCLUSIONS } from '../../src/report/check.ts'
import { publicationOf } from '../../src/report/publication.ts'
import { titleOf } from '../../src/report/title.ts'

/** What the server judged in a history that another test decides, and as much of the outcome as that test compares. */
export interface Recording {
  readonly name: string
  readonly snapshot: Snapshot
  readonly expected: readonly unknown[]
}

const FILE = new URL('recorded.bin', import.meta.url)

/** What was recorded last; nothing where nothing was (`record.ts`). */
export function readRecordings(): readonly Recording[] {
  return existsSync(FILE) ? (deserialize(readFileSync(FILE)) as Recording[]) : []
}

/** Keeps recordings for `readRecordings`. */
export function writeRecordings(recordings: readonly Recording[]): void {
  writeFileSync(FILE, serialize(recordings))
}

/** What is compared of an outcome: the conclusion, the title as well, or everything that anybody reads. */
export function outcomeOf(
  verdict: Verdict,
  snapshot: Snapshot,
  depth: 'conclusion' | 'title' | 'all',
): readonly unknown[] {
  if (depth === 'conclusion') return [depth, CONCLUSIONS[verdict.state]]
  if (depth === 'title') return [depth, CONCLUSIONS[verdict.state], titleOf(verdict)]
  const { check, prose } = publicationOf(verdict, snapshot)
  const answers = prose?.answers
  const reactions = [...(answers?.reactions ?? [])].map(([{ on, id }, given]) => [on, id, given])
  return [depth, check, prose?.sticky, prose?.askForReview, answers?.replies, reactions]
}
