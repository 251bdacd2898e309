import type { PullRequestReference } from '../domain/reference.ts'
import {
  type ChangesAt,
  type FileAt,
  fileKey,
  type Needs,
  type PersonFound,
  type PullRequestFacts,
} from '../domain/snapshot.ts'
import { changesAtCommit } from './changes.ts'
import { doing } from './faults.ts'
import { type EntryNode, fileAt, MOST_BYTES } from './file-at.ts'
import { inBatches } from './in-batches.ts'
import { askMore, type MoreAnswer } from './more-query.ts'
import { knownPerson, personFound } from './people.ts'
import type { Reader } from './reader.ts'

export interface More {
  readonly changesAt: ReadonlyMap<string, ChangesAt>
  /** By `fileKey(commit, path)`. */
  readonly files: ReadonlyMap<string, FileAt>
  /** By lower-case login. */
  readonly people: ReadonlyMap<string, PersonFound>
}

const AT_ONCE = 5

/**
 * Reads what the first read made known to be needed: one query for files and people together, REST for what earlier
 * heads changed and for who may read a private repository. What was read before costs no call; everything that was
 * needed is in the answer.
 */
export async function readMore(
  reader: Reader,
  reference: PullRequestReference,
  { repository, pullRequest }: PullRequestFacts,
  needs: Needs,
): Promise<More> {
  const { caches } = reader
  const changesAt = new Map(
    await inBatches(
      needs.changesAt,
      AT_ONCE,
      async (commit) => [commit, await changesAtCommit(reader, reference, pullRequest, commit)] as const,
    ),
  )
  const logins = [...new Set(needs.people.map((login) => login.toLowerCase()))]
  const fileCacheKey = (key: string) => `${repository.id}/${key}`
  const unknownFiles = needs.files.filter(
    ({ commit, path }) => !caches.files.has(fileCacheKey(fileKey(commit, path))),
  )
  const unknownLogins = logins.filter((login) => !knownPerson(reader, repository, login))
  const files = new Map(
    needs.files.flatMap(({ commit, path }) => {
      const key = fileKey(commit, path)
      const known = caches.files.get(fileCacheKey(key))
      return known ? [[key, known] as const] : []
    }),
  )
  const people = new Map(
    logins.flatMap((login) => {
      const known = knownPerson(reader, repository, login)
      return known ? [[login, known] as const] : []
    }),
  )
  const what = `read more of ${reference.owner}/${reference.repo}#${reference.number}`
  for (const answer of await askMore(reader, reference, unknownFiles, unknownLogins, what)) {
    for (const { commit, path, object } of answer.files) {
      const file = await fileOf(reader, reference, object)
      files.set(fileKey(commit, path), file)
      // A commit that is missing may only not have reached the server that answered.
      if (object) caches.files.set(fileCacheKey(fileKey(commit, path)), file)
    }
    await inBatches(answer.people, AT_ONCE, async ({ login, account }) => {
      people.set(login, await personFound(reader, reference, repository, login, account))
    })
  }
  return { changesAt, files, people }
}

async function fileOf(
  reader: Reader,
  reference: PullRequestReference,
  object: MoreAnswer['files'][number]['object'],
): Promise<FileAt> {
  if (!object || object.file === undefined) {
    return { kind: 'unreadable', blob: null, why: 'its commit is no longer on GitHub' }
  }
  return fileAt(object.file && (await whole(reader, reference, object.file)))
}

/** GraphQL shows only the beginning of a text that is long, though not too long for us; REST has its bytes. */
async function whole(
  { octokit }: Reader,
  { owner, repo }: PullRequestReference,
  entry: EntryNode,
): Promise<EntryNode> {
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
