import { COMMANDS } from '../commands/commands.ts'
import { isForMaintainers } from '../commands/effects.ts'
import type { SpokenCommand } from '../commands/model/spoken.ts'
import type { Texts } from '../commands/texts.ts'
import { isMarkdown } from '../config/rfc-paths.ts'
import type { Mention } from '../documents/markdown/mention.ts'
import { type CommitSha, loginKey, type LoginKey } from '../facts/ids.ts'
import { formerNotes } from '../facts/former-notes.ts'
import { type MissingInputs, NOTHING_NEEDED } from '../facts/inputs.ts'
import { fileKey, teamKey } from '../facts/keys.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { filesUnderBase, mayBaseMove } from '../rfc/base-moved.ts'
import { type Case, caseUnder } from '../rfc/case.ts'
import { changesOf, type FileToRead, isAmbiguous, rfcFiles } from '../rfc/changed-files.ts'
import { missingOfChange } from '../rfc/config-change.ts'
import { baseFiles, filesSince, sortedAt } from '../rfc/documents-at.ts'
import { broughtFiles } from '../rfc/group-text.ts'
import { isRfc, mightBeRfc, unjudgedVersions } from '../rfc/is-rfc.ts'
import { linkedAt } from '../rfc/linked-files.ts'
import { isDecidedHere, missingOfNoMatch } from '../rfc/not-rfc.ts'
import { teamMention, writtenKey } from '../rfc/person-or-team.ts'
import { policyOf } from '../rfc/policy.ts'
import { baseStakeholders, configStakeholders, stakeholderListAt } from '../rfc/stakeholder-lists.ts'
import { MOST_NAMES } from '../rfc/stakeholders.ts'
import type { TextToParse } from '../rfc/texts.ts'
import type { Version } from '../rfc/versions.ts'
import { MOST_TARGETS } from './targets.ts'

/** What the core must still know before it can judge: texts to be parsed, facts to be read. */
export interface Missing {
  readonly texts: readonly TextToParse[]
  readonly missingInputs: MissingInputs
}

/**
 * Returns what is missing, from what is known so far. The caller parses and reads until nothing is: so the pure rooms
 * decide what to read without awaiting anything. A pull request that is no RFC needs nothing more to be judged.
 */
export function findMissingInputs(snapshot: Snapshot, texts: Texts): Missing {
  const missing = missingToJudge(snapshot, texts)
  // A new text of the configuration is looked at whatever the pull request is (§13).
  const change = missingOfChange(snapshot, texts)
  return {
    texts: [...missing.texts, ...change.texts],
    missingInputs: {
      ...missing.missingInputs,
      files: uniqueFiles([...missing.missingInputs.files, ...change.files]),
      patterns: change.patterns,
    },
  }
}

function missingToJudge(snapshot: Snapshot, texts: Texts): Missing {
  if (snapshot.config.kind === 'text' && !texts.config.has(snapshot.config.text)) {
    return { texts: [{ as: 'config', text: snapshot.config.text }], missingInputs: NOTHING_NEEDED }
  }
  const policy = policyOf(snapshot, texts)
  // What webhooks told is recorded, although nothing is counted (L2).
  if (policy.kind === 'broken')
    return {
      texts: mightBeRfc(snapshot) ? unparsedPosts(toldTexts(snapshot), texts) : [],
      missingInputs: NOTHING_NEEDED,
    }
  const { config } = policy
  if (!isDecidedHere(config, snapshot.pullRequest.baseName))
    return { texts: [], missingInputs: NOTHING_NEEDED }
  const theCase = caseUnder(config, snapshot, texts)
  const { head } = snapshot.pullRequest
  // GitHub did not list what changed: the whole trees decide whether it is an RFC (D6).
  if (snapshot.changes.kind === 'not listed' && !snapshot.changesAt.has(head)) {
    return { texts: [], missingInputs: { ...NOTHING_NEEDED, changesAt: [head] } }
  }
  const unjudged = unique(unjudgedVersions(theCase).map(({ commit }) => commit)).filter(
    (commit) => commit !== head && !snapshot.changesAt.has(commit),
  )
  if (unjudged.length > 0) return { texts: [], missingInputs: { ...NOTHING_NEEDED, changesAt: unjudged } }
  if (isAmbiguous(changesOf(snapshot, head), config)) return { texts: [], missingInputs: NOTHING_NEEDED }
  if (!isRfc(theCase)) {
    const { texts: toParse, files } = missingOfNoMatch(snapshot, texts)
    return { texts: toParse, missingInputs: { ...NOTHING_NEEDED, files } }
  }
  return missingOfRfc(theCase)
}

function missingOfRfc(theCase: Case<Texts>): Missing {
  const { snapshot } = theCase
  const { head } = snapshot.pullRequest
  const versions = [
    ...new Set([...theCase.versions, ...theCase.tips.map(({ version }) => version), theCase.current]),
  ]
  const commits = unique([...versions.map(({ commit }) => commit), ...reviewedCommits(snapshot)])
  const documents = documentFiles(theCase, commits)
  const linked = linkedFiles(theCase, versions)
  const wanted = [...documents, ...linked, ...filesUnderBase(theCase), ...broughtFiles(theCase)]
  const names = namedIn(theCase, versions)
  const isTooMany = names.length > MOST_NAMES
  const targets = [...targetsIn(theCase), ...decidersAsked(theCase)]
  // Too many names are a problem by themselves (S5); they are not looked up, so they cost no calls.
  const lookedUp = [...(isTooMany ? [] : names), ...targets]
  return {
    texts: unparsedTexts(theCase, [...documents, ...linked.filter(({ path }) => isMarkdown(path))]),
    missingInputs: {
      changesAt: commits.filter((commit) => commit !== head && !snapshot.changesAt.has(commit)),
      files: uniqueFiles(wanted).filter(({ commit, path }) => !snapshot.files.has(fileKey(commit, path))),
      people: loginsIn(lookedUp).filter((login) => !snapshot.people.has(login)),
      teams: teamsIn(lookedUp).filter((team) => !snapshot.teams.has(teamKey(team))),
      roles: rolesToAsk(theCase).filter((login) => !snapshot.roles.has(login)),
      mergeBase: snapshot.mergeBase === undefined && mayBaseMove(theCase),
      patterns: [],
      strangers: isTooMany ? [] : strangersIn(theCase),
    },
  }
}

/** The RFC documents at every commit that matters, and the base versions of those the pull request touches (S6). */
function documentFiles(theCase: Case, commits: readonly CommitSha[]): readonly FileToRead[] {
  const { snapshot, config } = theCase
  const atHeads = commits.flatMap((commit) => {
    const changes = changesOf(snapshot, commit)
    if (changes.kind === 'unreadable') return []
    const files = rfcFiles(config, changes.files)
    const { looked } = sortedAt(theCase, commit)
    const changed = files.flatMap(({ path, change }) => (change === 'deleted' ? [] : [path]))
    return [...changed, ...looked].map((path) => ({ commit, path }))
  })
  const atBase = commits.flatMap((commit) => baseFiles(theCase, commit))
  return [...atHeads, ...baseFiles(theCase), ...atBase, ...filesSince(theCase)]
}

function linkedFiles(theCase: Case, versions: readonly Version[]): readonly FileToRead[] {
  return versions.flatMap((version) => {
    const { commit } = version
    if (commit === null) return []
    return linkedAt(theCase, version).map((path) => ({ commit, path }))
  })
}

function unparsedTexts(
  { snapshot, texts }: Case<Texts>,
  documents: readonly FileToRead[],
): readonly TextToParse[] {
  const { description } = snapshot.pullRequest
  const documentTexts = [
    description.text,
    ...(description.revisions ?? []).map((revision) => revision.text),
    ...documents.map(({ commit, path }) => {
      if (!isMarkdown(path)) return null
      const file = snapshot.files.get(fileKey(commit, path))
      return file?.kind === 'text' ? file.text : null
    }),
  ]
  // Of an account that was deleted the ledger may hold what is said here (C5).
  const postTexts = snapshot.posts
    .filter(({ author }) => author === null || author.type === 'User')
    .flatMap((post) => [post.text, ...(post.revisions ?? []).map((revision) => revision.text)])
  return [
    ...unique(documentTexts)
      .filter((text) => !texts.document.has(text))
      .map((text) => ({ as: 'document' as const, text })),
    ...unparsedPosts([...postTexts, ...toldTexts(snapshot)], texts),
  ]
}

function unparsedPosts(posts: readonly (string | null)[], texts: Texts): readonly TextToParse[] {
  return unique(posts)
    .filter((text) => !texts.post.has(text))
    .map((text) => ({ as: 'post', text }))
}

/** The texts in webhooks that are not recorded yet. */
function toldTexts({ remembered }: Snapshot): readonly (string | null)[] {
  return remembered.told.flatMap((trigger) =>
    trigger.kind === 'remark' ? [trigger.text, trigger.told?.before ?? null] : [],
  )
}

/** Everybody named anywhere by the text, its base or the configuration, once each. */
function namedIn(theCase: Case, versions: readonly Version[]): readonly Mention[] {
  const stakeholderLists = [
    ...versions.flatMap((version) => [
      stakeholderListAt(theCase, version),
      configStakeholders(theCase, version.commit),
    ]),
    ...unique(versions.map(({ commit }) => commit)).map((commit) => baseStakeholders(theCase, commit)),
    baseStakeholders(theCase),
  ]
  return uniqueNames(stakeholderLists.flatMap(({ names }) => names.map(({ mention }) => mention)))
}

/** Who is named now and is not on GitHub, until the people are known among whom they may be found (S4). */
function strangersIn(theCase: Case): readonly LoginKey[] {
  const { snapshot, current } = theCase
  const isUnknown = (login: LoginKey) => snapshot.people.get(login)?.kind === 'unknown'
  if (snapshot.nearby !== undefined || ![...snapshot.people.keys()].some(isUnknown)) return []
  return loginsIn(namedIn(theCase, [current])).filter(isUnknown)
}

/** Whom comments are about: those they add, release or delegate to, in any revision; and teams by the names they had. */
function targetsIn({ snapshot, texts }: Case<Texts>): readonly Mention[] {
  const byWriter = Map.groupBy(snapshot.posts, ({ author }) => (author?.type === 'User' ? author.id : null))
  byWriter.delete(null)
  const said = [...byWriter.values()].flatMap((posts) =>
    uniqueNames(
      posts
        .flatMap(({ text, revisions }) => [text, ...(revisions ?? []).map((revision) => revision.text)])
        .flatMap((text) => (text === null ? [] : commandsIn(texts, text)))
        .flatMap(({ word, names }) => (COMMANDS[word].namesPeople ? names : [])),
    ).slice(0, MOST_TARGETS),
  )
  const told = toldTexts(snapshot)
    .flatMap((text) => (text === null ? [] : commandsIn(texts, text)))
    .flatMap(({ word, names }) => (COMMANDS[word].namesPeople ? names : []))
    .slice(0, MOST_TARGETS)
  const { named } = formerNotes(snapshot)
  const noted = named.flatMap((name) => (name.kind === 'team' ? [teamMention(name)] : []))
  const recorded = [...snapshot.remembered.teams.values()].map((team) => teamMention({ team, quorum: 1 }))
  return uniqueNames([...said, ...told, ...noted, ...recorded])
}

/** The deciders of the configuration, once someone used `/release` (C3). */
function decidersAsked({ snapshot, config, texts }: Case<Texts>): readonly Mention[] {
  const isAsked = snapshot.posts.some(({ text }) =>
    commandsIn(texts, text).some(({ word }) => word === 'release'),
  )
  return isAsked ? config.stakeholders.deciders : []
}

function commandsIn(texts: Texts, text: string): readonly SpokenCommand[] {
  const parsed = texts.post.get(text)
  if (parsed?.kind !== 'post') return []
  return parsed.said.filter((said): said is SpokenCommand => said.kind === 'command')
}

/**
 * Logins whose role decides whether their command counts: authors of `/release`, and of `/add` except the pull
 * request's author, because a stakeholder may not have been named yet when they used it.
 */
function rolesToAsk({ snapshot, texts }: Case<Texts>): readonly LoginKey[] {
  const { author } = snapshot.pullRequest
  const writers = snapshot.posts.flatMap((post) => {
    const { author: writer } = post
    if (writer?.type !== 'User' || writer.id === author?.id) return []
    const login = loginKey(writer.login)
    const written = [post.text, ...(post.revisions ?? []).map(({ text }) => text ?? '')]
    const said = written.flatMap((text) => commandsIn(texts, text))
    return said.some(({ word }) => isForMaintainers(word)) ? [login] : []
  })
  return unique(writers)
}

function loginsIn(names: readonly Mention[]): readonly LoginKey[] {
  return unique(names.map((name) => (name.kind === 'person' ? loginKey(name.login) : null)))
}

function teamsIn(names: readonly Mention[]): MissingInputs['teams'] {
  const teams = names.flatMap((name) => (name.kind === 'team' ? [{ org: name.org, slug: name.slug }] : []))
  return [...new Map(teams.map((team) => [teamKey(team), team])).values()]
}

function uniqueNames(names: readonly Mention[]): readonly Mention[] {
  return [...new Map(names.map((name) => [writtenKey(name), name])).values()]
}

function reviewedCommits(snapshot: Snapshot): readonly (CommitSha | null)[] {
  return snapshot.posts
    .filter((post) => post.text.includes('/') || post.review?.state === 'approved')
    .map((post) => post.review?.commit ?? null)
}

function unique<Value extends string>(values: readonly (Value | null)[]): readonly Value[] {
  return [...new Set(values)].filter((value): value is Value => value !== null)
}

function uniqueFiles(files: readonly FileToRead[]): readonly FileToRead[] {
  return [...new Map(files.map((file) => [fileKey(file.commit, file.path), file])).values()]
}
