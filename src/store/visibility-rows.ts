import type { Queryable } from './database.ts'

/** A repository as a listing or an event of GitHub shows it. */
export interface SeenRepository {
  readonly repositoryId: number
  readonly owner: string
  readonly repo: string
  readonly isPrivate: boolean
}

/**
 * Updates records with what an event says about their repository: its name, and that it is private. An event
 * that says it is public changes nothing: GitHub may deliver it after a later opposite one, so only a listing
 * shows more.
 */
export async function tell(
  tx: Queryable,
  { installationId, repositoryId, owner, repo, isPrivate }: SeenRepository & { installationId: number },
): Promise<void> {
  await tx.query(
    `update rfc.record set owner = $2, repo = $3, installation_id = $4, is_private = is_private or $5,
       tightened_at = case when $5 then now() else tightened_at end, revision = revision + 1
     where repository_id = $1`,
    [repositoryId, owner, repo, installationId, isPrivate],
  )
}

/** Hides the records of an installation, or of the given repositories of it. */
export async function hide(
  tx: Queryable,
  { installationId, repositories }: { installationId: number; repositories?: readonly number[] },
): Promise<void> {
  await tx.query(
    `update rfc.record set hidden_at = coalesce(hidden_at, now()), tightened_at = now(), revision = revision + 1
     where installation_id = $1 and ($2::bigint[] is null or repository_id = any($2::bigint[]))`,
    [installationId, repositories ?? null],
  )
}

/** Returns the database's time, to be passed as `begunAt` later. */
export async function timeNow(tx: Queryable): Promise<string> {
  const [row] = await tx.query<{ now: string }>('select now()::text as now', [])
  if (!row) throw new Error('the database returned no time')
  return row.now
}

/**
 * Updates records with the complete list of repositories that an installation reaches. Records on the list
 * become visible as GitHub shows them, unless an event since `begunAt` said that less may be shown; the
 * others are hidden. Returns the number of changed records.
 */
export async function takeOverList(
  tx: Queryable,
  {
    installationId,
    begunAt,
    repositories,
  }: {
    readonly installationId: number
    readonly begunAt: string
    readonly repositories: readonly SeenRepository[]
  },
): Promise<number> {
  const ids = repositories.map(({ repositoryId }) => repositoryId)
  const shown = await tx.query(
    `update rfc.record as record set owner = seen.owner, repo = seen.repo, is_private = seen.is_private,
       installation_id = $1, hidden_at = null, revision = revision + 1
     from unnest($2::bigint[], $3::text[], $4::text[], $5::boolean[]) as seen (id, owner, repo, is_private)
     where repository_id = seen.id and tightened_at < $6::timestamptz
       and (record.owner, record.repo, record.is_private, record.installation_id, hidden_at is null)
         is distinct from (seen.owner, seen.repo, seen.is_private, $1::bigint, true)
     returning key`,
    [
      installationId,
      ids,
      repositories.map(({ owner }) => owner),
      repositories.map(({ repo }) => repo),
      repositories.map(({ isPrivate }) => isPrivate),
      begunAt,
    ],
  )
  // A record written after the listing began may be of a repository added later.
  const hidden = await tx.query(
    `update rfc.record set hidden_at = now(), tightened_at = now(), revision = revision + 1
     where installation_id = $1 and hidden_at is null and repository_id <> all($2::bigint[])
       and kept_at < $3::timestamptz
     returning key`,
    [installationId, ids, begunAt],
  )
  return shown.length + hidden.length
}

/** Hides the records of installations that are not on GitHub's complete list. Returns their number. */
export async function hideOthers(
  tx: Queryable,
  { installations, begunAt }: { readonly installations: readonly number[]; readonly begunAt: string },
): Promise<number> {
  const hidden = await tx.query(
    `update rfc.record set hidden_at = now(), tightened_at = now(), revision = revision + 1
     where hidden_at is null and installation_id <> all($1::bigint[]) and kept_at < $2::timestamptz
     returning key`,
    [installations, begunAt],
  )
  return hidden.length
}
