import { sql } from 'kysely'
import type { Store } from './database.ts'
import type { Dialect } from './dialect.ts'

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
  { db, dialect }: Store,
  { installationId, repositoryId, owner, repo, isPrivate }: SeenRepository & { installationId: number },
): Promise<void> {
  await db
    .updateTable('record')
    .set((eb) => ({
      owner,
      repo,
      installation_id: installationId,
      revision: eb('revision', '+', 1),
      ...(isPrivate && { is_private: true, tightened_at: dialect.now() }),
    }))
    .where('repository_id', '=', repositoryId)
    .execute()
}

/** Hides the records of an installation, or of the given repositories of it. */
export async function hide(
  { db, dialect }: Store,
  { installationId, repositories }: { installationId: number; repositories?: readonly number[] },
): Promise<void> {
  await db
    .updateTable('record')
    .set((eb) => ({
      hidden_at: eb.fn.coalesce('hidden_at', dialect.now()),
      tightened_at: dialect.now(),
      revision: eb('revision', '+', 1),
    }))
    .where('installation_id', '=', installationId)
    .$if(repositories !== undefined, (query) =>
      query.where(dialect.isOneOf('repository_id', repositories ?? [])),
    )
    .execute()
}

/**
 * Returns the database's time, to be passed as `begunAt` later. In whole milliseconds, rounded down: what was written in
 * the same millisecond counts as later, so that nothing is shown that an event hid.
 */
export async function timeNow({ db, dialect }: Store): Promise<string> {
  const row = await db.selectNoFrom(dialect.now().as('now')).executeTakeFirstOrThrow()
  return new Date(row.now).toISOString()
}

/**
 * Updates records with the complete list of repositories that an installation reaches. Records on the list
 * become visible as GitHub shows them, unless an event since `begunAt` said that less may be shown; the
 * others are hidden. Returns the number of changed records.
 */
export async function takeOverList(
  tx: Store,
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
  const { db, dialect } = tx
  const ids = repositories.map(({ repositoryId }) => repositoryId)
  let changed = 0
  for (const { repositoryId, owner, repo, isPrivate } of await differing(tx, installationId, repositories)) {
    const shown = await db
      .updateTable('record')
      .set((eb) => ({
        owner,
        repo,
        is_private: isPrivate,
        installation_id: installationId,
        hidden_at: null,
        revision: eb('revision', '+', 1),
      }))
      .where('repository_id', '=', repositoryId)
      // Here, not where it was read: an event may have hidden it meanwhile.
      .where('tightened_at', '<', dialect.at(begunAt))
      .where((eb) =>
        eb.or([
          eb('owner', '<>', owner),
          eb('repo', '<>', repo),
          eb('is_private', '<>', isPrivate),
          eb('installation_id', '<>', installationId),
          eb('hidden_at', 'is not', null),
        ]),
      )
      .executeTakeFirst()
    changed += Number(shown.numUpdatedRows)
  }
  // A record written after the listing began may be of a repository added later.
  const hidden = await db
    .updateTable('record')
    .set(hiddenNow(dialect))
    .where('installation_id', '=', installationId)
    .where('hidden_at', 'is', null)
    .where((eb) => eb.not(dialect.isOneOf('repository_id', ids)))
    .where('kept_at', '<', dialect.at(begunAt))
    .executeTakeFirst()
  return changed + Number(hidden.numUpdatedRows)
}

/** Returns the repositories of a list of which a record says something else. */
async function differing(
  { db, dialect }: Store,
  installationId: number,
  repositories: readonly SeenRepository[],
): Promise<readonly SeenRepository[]> {
  const known = await db
    .selectFrom('record')
    .select((eb) => [
      'repository_id',
      'owner',
      'repo',
      'is_private',
      'installation_id',
      eb.fn.count<number>('hidden_at').as('hidden'),
    ])
    .where(
      dialect.isOneOf(
        'repository_id',
        repositories.map(({ repositoryId }) => repositoryId),
      ),
    )
    .groupBy(['repository_id', 'owner', 'repo', 'is_private', 'installation_id'])
    .execute()
  const byId = Map.groupBy(known, ({ repository_id }) => repository_id)
  return repositories.filter(({ repositoryId, owner, repo, isPrivate }) =>
    byId
      .get(repositoryId)
      ?.some(
        (each) =>
          each.owner !== owner ||
          each.repo !== repo ||
          Boolean(each.is_private) !== isPrivate ||
          each.installation_id !== installationId ||
          each.hidden > 0,
      ),
  )
}

/** Hides the records of installations that are not on GitHub's complete list. Returns their number. */
export async function hideOthers(
  { db, dialect }: Store,
  { installations, begunAt }: { readonly installations: readonly number[]; readonly begunAt: string },
): Promise<number> {
  const hidden = await db
    .updateTable('record')
    .set(hiddenNow(dialect))
    .where('hidden_at', 'is', null)
    .where((eb) => eb.not(dialect.isOneOf('installation_id', installations)))
    .where('kept_at', '<', dialect.at(begunAt))
    .executeTakeFirst()
  return Number(hidden.numUpdatedRows)
}

function hiddenNow(dialect: Dialect) {
  const now = dialect.now()
  return { hidden_at: now, tightened_at: now, revision: sql<number>`revision + 1` }
}
