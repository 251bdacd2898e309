/** Where a visit goes. Ids never change on GitHub; the names beside them only serve to address the API. */
export interface RepositoryReference {
  readonly installationId: number
  readonly repositoryId: number
  readonly owner: string
  readonly repo: string
}

export interface PullRequestReference extends RepositoryReference {
  readonly kind: 'pull-request'
  readonly number: number
}

/** A merge group: a commit that GitHub's merge queue made and wants a check on. */
export interface GroupReference extends RepositoryReference {
  readonly kind: 'merge-group'
  readonly headSha: string
  readonly baseRef: string
}

export type Reference = PullRequestReference | GroupReference

/** One visit at a time has this key: repository id and number (a renamed repository keeps its key). */
export function visitKey(reference: Reference): string {
  const place = reference.kind === 'pull-request' ? String(reference.number) : reference.headSha
  return `${reference.repositoryId}/${place}`
}
