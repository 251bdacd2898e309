import { loginKey, type LoginKey } from '../facts/ids.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { MissingInputs } from '../facts/inputs.ts'
import { type FileKey, fileKey, type TeamKey, teamKey } from '../facts/keys.ts'
import type { FileAt, MoreFacts, PersonFound, PullRequestFacts, TeamFound } from '../facts/snapshot.ts'
import type { EntryOrFolderFragment } from './answers.generated.ts'
import { changesAtCommit } from './changes-at-commit.ts'
import { doing, InconsistentRead } from './faults.ts'
import { fileAt, lacksBlob, lacksEntries, MOST_BYTES } from './file-at.ts'
import { prefetchedWith, rememberPrefetch } from './prefetch.ts'
import { idlePatterns } from './idle-patterns.ts'
import { partingOf } from './merge-base.ts'
import { askMore, type MoreAnswer } from './more-query.ts'
import { nearbyPeople } from './nearby-people.ts'
import { personFound } from './people.ts'
import { permissionsOn } from './permissions.ts'
import type { Reader } from './reader.ts'
import { teamFound } from './teams.ts'

const AT_ONCE = 5
/** No RFC names so many (S5); more is a defect of ours and would use up the installation's quota. */
const MOST_NAMES = 250
/** The most logins unknown to GraphQL that are looked up by REST, at a call each; further ones are unknown. */
const MOST_FALLBACKS = 20

/**
 * Reads what the first read made known to be needed: one query for the files, people and teams that did not come with it
 * already because they were needed last time, REST for what
 * earlier heads changed, for where the head left its base, for what people may do, and for all paths at the head. Files that were read before cost
 * no call; people, teams and roles are always asked for anew, because all of them change hands (S3, S4). Everything
 * that was needed is in the answer. `confirm` believes nothing that was remembered of who may read a private
 * repository. Throws `InconsistentRead` when a file of the head or of the base's tip does not come, and a plain error for more
 * than 250 people, teams or roles.
 */
export async function readMore(
  reader: Reader,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  missingInputs: MissingInputs,
  confirm = false,
): Promise<MoreFacts> {
  const { repository, pullRequest } = facts
  const { caches } = reader
  rememberPrefetch(caches, reference, missingInputs, pullRequest.head)
  const what = `read more of ${reference.owner}/${reference.repo}#${reference.number}`
  const people = atMost(what, 'people', missingInputs.people, loginKey)
  const teams = atMost(what, 'teams', missingInputs.teams, teamKey)
  const roles = atMost(what, 'roles', missingInputs.roles, loginKey)
  const permissionOf = permissionsOn(reader, reference)
  const cacheKey = ({ commit, path }: MissingInputs['files'][number]) =>
    `${repository.id}/${fileKey(commit, path)}`
  const known = new Map<FileKey, FileAt>()
  for (const needed of missingInputs.files) {
    const file = caches.files.get(cacheKey(needed))
    if (file) known.set(fileKey(needed.commit, needed.path), file)
  }
  const more = {
    changesAt: new Map(
      await inBatches(missingInputs.changesAt, AT_ONCE, async (commit) => {
        const changes = await changesAtCommit(reader, reference, pullRequest, commit)
        return [commit, changes] as const
      }),
    ),
    files: known,
    people: new Map<LoginKey, PersonFound>(),
    teams: new Map<TeamKey, TeamFound>(),
    roles: new Map(
      await inBatches(
        [...roles.keys()],
        AT_ONCE,
        async (login) => [login, await permissionOf(login)] as const,
      ),
    ),
  }
  const wanted = {
    files: missingInputs.files.filter(({ commit, path }) => !known.has(fileKey(commit, path))),
    people: [...people.keys()],
    teams: [...teams.values()],
  }
  const came = answeredBefore(facts, wanted)
  const [parting, answers] = await Promise.all([
    missingInputs.mergeBase ? partingOf(reader, reference, pullRequest.baseTip, pullRequest.head) : null,
    askMore(reader, reference, without(wanted, came), what),
  ])
  const mustBeThere = new Set([pullRequest.head, pullRequest.baseTip])
  const lookup = { confirm, permissionOf, fallbacksLeft: MOST_FALLBACKS }
  for (const answer of [came, ...answers]) {
    for (const needed of answer.files) {
      if (mustBeThere.has(needed.commit) && isMissing(needed.object)) {
        throw new InconsistentRead(`could not ${what}: ${needed.path} did not come`)
      }
      const file = await fileOf(reader, reference, needed.object)
      more.files.set(fileKey(needed.commit, needed.path), file)
      // What is missing may only not have reached the server that answered.
      if (file.kind !== 'unreadable' || file.blob !== null) caches.files.set(cacheKey(needed), file)
    }
    await inBatches(answer.people, AT_ONCE, async ({ login, account }) => {
      more.people.set(login, await personFound(reader, repository, login, account, lookup))
    })
    await inBatches(answer.teams, AT_ONCE, async (team) => {
      more.teams.set(teamKey(team), await teamFound(reader, team, what))
    })
  }
  return {
    ...more,
    ...(parting && { mergeBase: parting.commit }),
    ...(missingInputs.patterns.length > 0 && {
      idle: await idlePatterns(reader, reference, pullRequest.head, missingInputs.patterns),
    }),
    ...(missingInputs.strangers.length > 0 && {
      nearby: await nearbyPeople(reader, reference, missingInputs.strangers),
    }),
  }
}

type Wanted = Parameters<typeof askMore>[2]

/** What is wanted and came with the facts already. */
function answeredBefore(facts: PullRequestFacts, { files, people, teams }: Wanted): MoreAnswer {
  const came = prefetchedWith(facts)
  const { head } = facts.pullRequest
  const logins = new Set(people)
  const keys = new Set(teams.map(teamKey))
  return {
    files: files.flatMap(({ commit, path }) => {
      const file = commit === head ? came?.files.get(path) : undefined
      const object = file === undefined ? null : { file }
      return isMissing(object) ? [] : [{ commit, path, object }]
    }),
    people: came?.people.filter(({ login }) => logins.has(login)) ?? [],
    teams: came?.teams.filter((team) => keys.has(teamKey(team))) ?? [],
  }
}

function without({ files, people, teams }: Wanted, came: MoreAnswer): Wanted {
  const paths = new Set(came.files.map(({ commit, path }) => fileKey(commit, path)))
  const logins = new Set(came.people.map(({ login }) => login))
  const keys = new Set(came.teams.map(teamKey))
  return {
    files: files.filter(({ commit, path }) => !paths.has(fileKey(commit, path))),
    people: people.filter((login) => !logins.has(login)),
    teams: teams.filter((team) => !keys.has(teamKey(team))),
  }
}

/** Each of some names once, by its key. */
function atMost<Name, Key extends string>(
  what: string,
  word: string,
  names: readonly Name[],
  keyOf: (name: Name) => Key,
): ReadonlyMap<Key, Name> {
  const byKey = new Map(names.map((name) => [keyOf(name), name]))
  if (byKey.size <= MOST_NAMES) return byKey
  throw new Error(`could not ${what}: ${byKey.size} ${word} at once, ${MOST_NAMES} at most`)
}

type FileNode = MoreAnswer['files'][number]['object']

/** Whether a commit, or a file that its tree names, did not come. */
function isMissing(object: FileNode): boolean {
  return object?.file === undefined || lacksBlob(object.file) || lacksEntries(object.file)
}

async function fileOf(reader: Reader, reference: PullRequestReference, object: FileNode): Promise<FileAt> {
  if (!object || object.file === undefined) {
    return { kind: 'unreadable', blob: null, why: 'its commit is no longer on GitHub' }
  }
  return fileAt(object.file && (await whole(reader, reference, object.file)))
}

/** GraphQL shows only the beginning of a text that is long, though not too long for us; REST has its bytes. */
async function whole(
  { octokit }: Reader,
  { owner, repo }: PullRequestReference,
  entry: EntryOrFolderFragment,
): Promise<EntryOrFolderFragment> {
  const { object } = entry
  if (!object?.oid || !object.isTruncated || (object.byteSize ?? 0) > MOST_BYTES) return entry
  const file_sha = object.oid
  const bytes = await doing(`read the blob ${file_sha.slice(0, 7)} of ${owner}/${repo}`, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
      owner,
      repo,
      file_sha,
    })
    return Buffer.from(data.content, 'base64')
  })
  return { ...entry, object: { ...object, isTruncated: false, text: bytes.toString('utf8') } }
}

/** Does the same for each of some items, so many at a time: GitHub takes a hundred calls at once from all of us (GH-156). */
async function inBatches<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += atOnce) {
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))))
  }
  return results
}
