/** Returns the path of an RFC's page. */
export function rfcPath({
  owner,
  repo,
  number,
}: {
  readonly owner: string
  readonly repo: string
  readonly number: number
}): string {
  return `/rfcs/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/${number}`
}
