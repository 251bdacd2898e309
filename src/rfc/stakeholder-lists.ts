import { configNames } from '../config/config-names.ts'
import type { CommitSha } from '../facts/ids.ts'
import { fileKey } from '../facts/keys.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { type Case, oncePerCase } from './case.ts'
import { changesOf } from './changed-files.ts'
import { type DocumentAt, obligingBaseFiles, rfcAt } from './documents-at.ts'
import {
  EMPTY,
  hasAlignment,
  type StakeholderList,
  stakeholdersInText,
  joinedLists,
} from './names-in-text.ts'
import { type PersonOrTeam, personOrTeamOf } from './person-or-team.ts'
import { inConfig } from './policy.ts'
import { documentOf } from './texts.ts'
import type { Version } from './versions.ts'

/**
 * Returns the stakeholders named at a version (S1, D4): in front matter and the Alignment section of each document; for
 * a document without that section, in the one of the description. Mentions elsewhere name no one.
 */
export const stakeholderListAt = oncePerCase((theCase, version: Version): StakeholderList => {
  const rfc = rfcAt(theCase, version)
  if (rfc.kind !== 'read') return EMPTY
  return joinedLists(
    rfc.documents.map((document) => stakeholderListIn(theCase, document, version.description)),
  )
})

function stakeholderListIn(theCase: Case, document: DocumentAt, description: string | null): StakeholderList {
  const { config, texts } = theCase
  const own = document.kind === 'read' ? stakeholdersInText(theCase, document.parsed, document.path) : EMPTY
  if (document.kind !== 'read' || hasAlignment(config, document.parsed) || description === null) return own
  const parsed = documentOf(texts, description)
  return parsed.kind === 'unreadable' ? own : joinedLists([own, stakeholdersInText(theCase, parsed, null)])
}

/**
 * Returns whether the description names people at a version: it is the document, or has the Alignment section of one
 * without.
 */
export function isDescriptionAsked(theCase: Case, version: Version): boolean {
  const rfc = rfcAt(theCase, version)
  return (
    rfc.kind === 'read' &&
    rfc.documents.some(
      (document) =>
        document.kind !== 'deleted' &&
        (document.path === null ||
          (document.kind === 'read' && !hasAlignment(theCase.config, document.parsed))),
    )
  )
}

/** Returns the stakeholders that the base versions of the RFC files name which the head touches, or another commit (S6). */
export function baseStakeholders(theCase: Case, commit?: CommitSha): StakeholderList {
  const { snapshot, texts } = theCase
  const stakeholderLists = obligingBaseFiles(theCase, commit).flatMap(({ commit: base, path }) => {
    const file = snapshot.files.get(fileKey(base, path))
    const parsed = file?.kind === 'text' ? documentOf(texts, file.text) : null
    return parsed?.kind === 'document' ? [stakeholdersInText(theCase, parsed, path)] : []
  })
  return { names: joinedLists(stakeholderLists).names, nameless: [] }
}

/**
 * Returns the stakeholders that the configuration names: always, and for the files changed at a commit (S2). Read live.
 */
export function configStakeholders(
  { snapshot, config, globsOver }: Case,
  commit: CommitSha | null,
): StakeholderList {
  const changes = commit === null ? null : changesOf(snapshot, commit)
  const names = configNames(config, changes?.kind === 'complete' ? changes.files : [], globsOver)
  const placed = inConfig(snapshot)
  return { ...EMPTY, names: names.map((mention) => ({ mention, place: placed(mention).place })) }
}

/** Returns the people and teams of a stakeholder list; names that refer to no account are left out. */
export function peopleAndTeamsIn(
  snapshot: Snapshot,
  stakeholderList: StakeholderList,
): readonly PersonOrTeam[] {
  return stakeholderList.names.flatMap(({ mention }) => personOrTeamOf(snapshot, mention) ?? [])
}
