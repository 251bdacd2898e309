import { LRUCache } from 'lru-cache'
import type { ChangedFile, ChangesAt, FileAt, PersonFound } from '../domain/snapshot.ts'
import type { EditedNode } from './revisions.ts'

/**
 * What need not be asked twice, bounded. All but `people` is named by ids of contents that never change; losing any
 * of it costs a call and nothing else.
 */
export interface Caches {
  /** By repository, base branch and commit. */
  readonly changes: LRUCache<string, ChangesAt>
  /** The changed files of a pull request with their old paths, by repository, number, head and base tip. */
  readonly renames: LRUCache<string, readonly ChangedFile[]>
  /** By repository, commit and path. */
  readonly files: LRUCache<string, FileAt>
  /** By the comment's node id and the time of its last edit. */
  readonly edits: LRUCache<string, EditedNode>
  /** By repository and lower-case login, for some minutes. */
  readonly people: LRUCache<string, PersonFound>
}

const MIB = 1_048_576

/** Makes the caches, all empty. */
export function createCaches(): Caches {
  return {
    changes: new LRUCache({ max: 5_000, maxSize: 100_000, sizeCalculation: sizeOfChanges }),
    renames: new LRUCache({ max: 500, maxSize: 50_000, sizeCalculation: (files) => files.length + 1 }),
    files: new LRUCache({ max: 20_000, maxSize: 32 * MIB, sizeCalculation: sizeOfFile }),
    edits: new LRUCache({ max: 2_000, maxSize: 8 * MIB, sizeCalculation: sizeOfEdits }),
    people: new LRUCache({ max: 20_000 }),
  }
}

function sizeOfChanges(changes: ChangesAt): number {
  return changes.kind === 'complete' ? changes.files.length + 1 : 1
}

function sizeOfFile(file: FileAt): number {
  return file.kind === 'text' ? file.text.length + 1 : 1
}

function sizeOfEdits({ userContentEdits }: EditedNode): number {
  const texts = (userContentEdits?.nodes ?? []).map((edit) => edit?.diff?.length ?? 0)
  return texts.reduce((sum, length) => sum + length, 1)
}
