import type { Config } from './config.ts'
import { linkedPaths } from './material.ts'
import { baseRoster, rosterOf } from './naming.ts'
import { isRfc } from './is-rfc.ts'
import { policyOf } from './policy.ts'
import { MOST_NAMES } from './stakeholders.ts'
import { fileKey, type Needs, type Snapshot } from './snapshot.ts'
import type { TextToParse, Texts } from './texts.ts'
import {
  baseFiles,
  changesOf,
  currentVersion,
  type FileToRead,
  rfcAt,
  rfcFiles,
  type Version,
  versionsOf,
} from './versions.ts'

/** What the core must still know before it can judge: texts to be parsed, facts to be read. */
export interface Missing {
  readonly texts: readonly TextToParse[]
  readonly needs: Needs
}

/**
 * What is missing, from what is known so far. The caller parses and reads until nothing is: so the core decides what
 * to look at, and stays without a promise itself. A pull request that is no RFC needs nothing more.
 */
export function whatIsMissing(snapshot: Snapshot, texts: Texts): Missing {
  if (snapshot.config.kind === 'text' && !texts.config.has(snapshot.config.text)) {
    return { texts: [{ as: 'config', text: snapshot.config.text }], needs: NOTHING }
  }
  const policy = policyOf(snapshot.config, texts)
  if (policy.kind === 'broken' || !isRfc(snapshot, policy.config)) return { texts: [], needs: NOTHING }
  const { config } = policy
  const versions = [...versionsOf(snapshot), currentVersion(snapshot)]
  const commits = unique([...versions.map(({ commit }) => commit), ...reviewedCommits(snapshot)])
  const documents = documentFiles(snapshot, config, commits)
  const wanted = [...documents, ...linkedFiles(snapshot, config, texts, versions)]
  return {
    texts: unparsedTexts(snapshot, texts, documents),
    needs: {
      changesAt: commits.filter(
        (commit) => commit !== snapshot.pullRequest.head && !snapshot.changesAt.has(commit),
      ),
      files: uniqueFiles(wanted).filter(({ commit, path }) => !snapshot.files.has(fileKey(commit, path))),
      people: namedLogins(snapshot, config, texts, versions).filter((login) => !snapshot.people.has(login)),
      teams: [],
      roles: [],
      mergeBase: false,
      folders: [],
    },
  }
}

const NOTHING: Needs = {
  changesAt: [],
  files: [],
  people: [],
  teams: [],
  roles: [],
  mergeBase: false,
  folders: [],
}

/** The RFC documents at every commit that matters, and the base versions of those the pull request touches (S6). */
function documentFiles(
  snapshot: Snapshot,
  config: Config,
  commits: readonly string[],
): readonly FileToRead[] {
  const atHeads = commits.flatMap((commit) => {
    const changes = changesOf(snapshot, commit)
    if (changes.kind === 'unreadable') return []
    return rfcFiles(config, changes.files)
      .filter(({ change }) => change !== 'deleted')
      .map(({ path }) => ({ commit, path }))
  })
  return [...atHeads, ...baseFiles(snapshot, config)]
}

function linkedFiles(
  snapshot: Snapshot,
  config: Config,
  texts: Texts,
  versions: readonly Version[],
): readonly FileToRead[] {
  return versions.flatMap((version) => {
    const rfc = rfcAt(snapshot, config, texts, version)
    const { commit } = version
    if (rfc.kind !== 'read' || commit === null) return []
    return rfc.documents.flatMap((document) => {
      if (document.kind !== 'read' || document.path === null) return []
      const links = document.parsed.parts.flatMap((part) => part.links)
      return linkedPaths(snapshot, commit, document.path, links).map((path) => ({ commit, path }))
    })
  })
}

function unparsedTexts(
  snapshot: Snapshot,
  texts: Texts,
  documents: readonly FileToRead[],
): readonly TextToParse[] {
  const { description } = snapshot.pullRequest
  const documentTexts = [
    description.text,
    ...(description.revisions ?? []).map((revision) => revision.text),
    ...documents.map(({ commit, path }) => {
      const file = snapshot.files.get(fileKey(commit, path))
      return file?.kind === 'text' ? file.text : null
    }),
  ]
  const remarkTexts = snapshot.remarks
    .filter((remark) => remark.author?.type === 'User')
    .flatMap((remark) => [remark.text, ...(remark.revisions ?? []).map((revision) => revision.text)])
  return [
    ...unique(documentTexts)
      .filter((text) => !texts.document.has(text))
      .map((text) => ({ as: 'document' as const, text })),
    ...unique(remarkTexts)
      .filter((text) => !texts.remark.has(text))
      .map((text) => ({ as: 'remark' as const, text })),
  ]
}

function namedLogins(
  snapshot: Snapshot,
  config: Config,
  texts: Texts,
  versions: readonly Version[],
): readonly string[] {
  const rosters = [
    ...versions.map((version) =>
      rosterOf(config, texts, rfcAt(snapshot, config, texts, version), version.description),
    ),
    baseRoster(snapshot, config, texts),
  ]
  const logins = unique(
    rosters.flatMap(({ names }) =>
      names.map(({ naming }) => (naming.kind === 'person' ? naming.login.toLowerCase() : null)),
    ),
  )
  // Too many names are a problem by themselves (S5); nobody is looked up for them, so they cost GitHub nothing.
  return logins.length > MOST_NAMES ? [] : logins
}

function reviewedCommits(snapshot: Snapshot): readonly (string | null)[] {
  return snapshot.remarks
    .filter((remark) => remark.text.includes('/'))
    .map((remark) => remark.review?.commit ?? null)
}

function unique(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values)].filter((value): value is string => value !== null)
}

function uniqueFiles(files: readonly FileToRead[]): readonly FileToRead[] {
  return [...new Map(files.map((file) => [fileKey(file.commit, file.path), file])).values()]
}
