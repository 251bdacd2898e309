import type { Config } from '../config/config.ts'
import { configNames } from '../config/config-names.ts'
import { fileKey, type Snapshot } from '../facts/snapshot.ts'
import { inConfig } from './policy.ts'
import {
  EMPTY,
  hasAlignment,
  type NamingRules,
  namingRules,
  type StakeholderList,
  stakeholdersInText,
  together,
} from './text-names.ts'
import { type DocumentTexts, documentOf } from './texts.ts'
import { changesOf, obligingBaseFiles, type RfcAt } from './versions.ts'

/**
 * Who is named at a version (S1, D4): in front matter and the Alignment section of each document; a document without
 * that section is spoken for by the one in the description. Mentions anywhere else name nobody.
 */
export function stakeholderListOf(
  rules: NamingRules,
  texts: DocumentTexts,
  rfc: RfcAt,
  description: string | null,
): StakeholderList {
  return rfc.kind === 'read'
    ? together(rfc.documents.map((document) => stakeholderListIn(rules, texts, document, description)))
    : EMPTY
}

function stakeholderListIn(
  rules: NamingRules,
  texts: DocumentTexts,
  document: Extract<RfcAt, { kind: 'read' }>['documents'][number],
  description: string | null,
): StakeholderList {
  const own = document.kind === 'read' ? stakeholdersInText(rules, document.parsed, document.path) : EMPTY
  if (document.kind !== 'read' || hasAlignment(rules.config, document.parsed) || description === null)
    return own
  const parsed = documentOf(texts, description)
  return parsed.kind === 'unreadable' ? own : together([own, stakeholdersInText(rules, parsed, null)])
}

/** Whether the description names people at a version: it is the document, or speaks for one without an Alignment section. */
export function isDescriptionAsked(config: Config, rfc: RfcAt): boolean {
  return (
    rfc.kind === 'read' &&
    rfc.documents.some(
      (document) =>
        document.kind !== 'deleted' &&
        (document.path === null || (document.kind === 'read' && !hasAlignment(config, document.parsed))),
    )
  )
}

/** Whom the base versions of the touched RFC files name (S6). */
export function baseStakeholders(snapshot: Snapshot, config: Config, texts: DocumentTexts): StakeholderList {
  const rules = namingRules(snapshot, config)
  const stakeholderLists = obligingBaseFiles(snapshot, config, texts).flatMap(({ commit, path }) => {
    const file = snapshot.files.get(fileKey(commit, path))
    const parsed = file?.kind === 'text' ? documentOf(texts, file.text) : null
    return parsed?.kind === 'document' ? [stakeholdersInText(rules, parsed, path)] : []
  })
  return { names: together(stakeholderLists).names, nameless: [] }
}

/** Whom the configuration names: always, and for what the pull request changes at a commit (S2). Read live. */
export function configStakeholders(
  snapshot: Snapshot,
  config: Config,
  commit: string | null,
): StakeholderList {
  const changes = commit === null ? null : changesOf(snapshot, commit)
  const names = configNames(config, changes?.kind === 'complete' ? changes : { files: [] })
  const placed = inConfig(snapshot)
  return { ...EMPTY, names: names.map((naming) => ({ naming, place: placed(naming).place })) }
}
