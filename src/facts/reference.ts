import type { CommitSha, InstallationId, PullRequestNumber, RepositoryId } from './ids.ts'

/** A repository to call the API for. GitHub's ids never change; the names beside them are only used as addresses. */
export interface RepositoryReference {
  readonly installationId: InstallationId
  readonly repositoryId: RepositoryId
  readonly owner: string
  readonly repo: string
}

/** What is reconciled at a time: an installation, or one of its repositories. */
export interface Part {
  readonly installationId: InstallationId
  readonly repository?: Pick<RepositoryReference, 'repositoryId' | 'owner' | 'repo'>
}

export interface PullRequestReference extends RepositoryReference {
  readonly kind: 'pull-request'
  readonly number: PullRequestNumber
}

/** A merge group: a commit that GitHub's merge queue made and wants a check on. */
export interface GroupReference extends RepositoryReference {
  readonly kind: 'merge-group'
  readonly headSha: CommitSha
  /** The full name: `refs/heads/main`. */
  readonly baseRef: string
}

/** Returns the branch that a merge group goes into: `main`. */
export function baseNameOf({ baseRef }: GroupReference): string {
  return baseRef.replace(/^refs\/heads\//, '')
}

export type Reference = PullRequestReference | GroupReference

/**
 * Returns the key of which there is at most one evaluation at a time: repository id and number, so that a renamed
 * repository keeps its key.
 */
export function evaluationKey(reference: Reference): string {
  const place = reference.kind === 'pull-request' ? String(reference.number) : reference.headSha
  return `${reference.repositoryId}/${place}`
}

/** Returns whether a key is that of a merge group: a queue waits for its check and gives up after a while (TH-122). */
export function isGroupKey(key: string): boolean {
  return /\/[0-9a-f]{40}$/.test(key)
}
