import type { ChangedFile } from '../facts/snapshot.ts'
import type { FileFragment, PatchStatus } from './answers.generated.ts'
import { GitHubFault } from './faults.ts'

/** A changed file as GraphQL lists it; the old path of a moved one is not known there. Throws for an unknown change. */
export function changedFile({ path, changeType }: FileFragment): ChangedFile {
  return { path, previousPath: null, change: known(BY_GRAPHQL[changeType], changeType) }
}

/** A changed file as REST lists and compares it. Throws for an unknown change. */
export function comparedFile(file: {
  filename: string
  status: string
  previous_filename?: string
}): ChangedFile {
  const change = known(BY_REST[file.status], file.status)
  const previousPath = change === 'renamed' || change === 'copied' ? (file.previous_filename ?? null) : null
  return { path: file.filename, previousPath, change }
}

const BY_GRAPHQL: Readonly<Record<PatchStatus, ChangedFile['change']>> = {
  ADDED: 'added',
  CHANGED: 'modified',
  COPIED: 'copied',
  DELETED: 'deleted',
  MODIFIED: 'modified',
  RENAMED: 'renamed',
}

const BY_REST: Readonly<Record<string, ChangedFile['change']>> = {
  added: 'added',
  changed: 'modified',
  copied: 'copied',
  modified: 'modified',
  removed: 'deleted',
  renamed: 'renamed',
  unchanged: 'modified',
}

function known(change: ChangedFile['change'] | undefined, said: string): ChangedFile['change'] {
  if (!change) throw new GitHubFault(`GitHub says of a file that it was "${said}", which we do not know`, 200)
  return change
}
