import { type Config, CONFIG_PATH, DEFAULTS } from '../config/config.ts'
import { loosenedBy } from '../config/loosened.ts'
import type { Problem, TextProblem } from '../facts/problem.ts'
import type { MissingInputs } from '../facts/inputs.ts'
import { fileKey } from '../facts/keys.ts'
import type { ChangedFile, IdlePatterns, Snapshot } from '../facts/snapshot.ts'
import { changesOf, type FileToRead } from './changed-files.ts'
import type { DocumentTexts, TextToParse } from './texts.ts'

/**
 * The effect of a pull request on the configuration (V9). The configuration that applies is on the base branch (D1);
 * one that would be invalid is not let in.
 */
export type ConfigChange =
  | {
      readonly kind: 'valid'
      readonly isDeleted: boolean
      /** What it asks less of than the configuration that counts. */
      readonly loosens: readonly string[]
      /** Its patterns that match no file at the head (D2). */
      readonly idle: IdlePatterns
    }
  | { readonly kind: 'broken'; readonly problems: readonly TextProblem[] }

/** Returns whether the pull request changes or deletes the configuration. */
export function touchesConfig(snapshot: Snapshot): boolean {
  return changesHere(snapshot).some(({ path, previousPath }) => [path, previousPath].includes(CONFIG_PATH))
}

/** The configuration at the head, where the pull request changes it; null where it does not, or deletes it. */
function changedConfig(snapshot: Snapshot): FileToRead | null {
  const isChanged = changesHere(snapshot).some(
    ({ path, change }) => path === CONFIG_PATH && change !== 'deleted',
  )
  return isChanged ? { commit: snapshot.pullRequest.head, path: CONFIG_PATH } : null
}

function changesHere(snapshot: Snapshot): readonly ChangedFile[] {
  const changes = changesOf(snapshot, snapshot.pullRequest.head)
  return changes.kind === 'complete' ? changes.files : []
}

/**
 * Returns whether the new configuration is valid, and what it loosens of `current`, which is null when that one is
 * broken. Null when the pull request does not change it; deleting it leaves the defaults.
 */
export function configChangeOf(
  snapshot: Snapshot,
  texts: DocumentTexts,
  current: Config | null,
): ConfigChange | null {
  const file = changedConfig(snapshot)
  const valid = (config: Config): ConfigChange => ({
    kind: 'valid',
    isDeleted: file === null,
    loosens: current ? loosenedBy(current, config) : [],
    idle: snapshot.idle ?? { kind: 'seen', patterns: [] },
  })
  if (file === null) return touchesConfig(snapshot) ? valid(DEFAULTS) : null
  const found = snapshot.files.get(fileKey(file.commit, file.path))
  const broken = (message: string): ConfigChange => ({ kind: 'broken', problems: [{ message, line: 1 }] })
  if (found?.kind !== 'text') {
    const why = found?.kind === 'unreadable' ? found.why : 'could not be read'
    return broken(`The configuration ${why}. Replace it with a regular text file in UTF-8.`)
  }
  const parsed = texts.config.get(found.text)
  if (parsed?.kind !== 'config') return broken(parsed?.why ?? 'The configuration could not be read.')
  return parsed.config ? valid(parsed.config) : { kind: 'broken', problems: parsed.problems }
}

/** Returns the problems of a new configuration, placed in the pull request's file (V9). */
export function configProblems(change: ConfigChange | null): readonly Problem[] {
  if (change?.kind !== 'broken') return []
  return change.problems.map(
    ({ message, ...at }): Problem => ({ source: 'config', message, place: { path: CONFIG_PATH, ...at } }),
  )
}

/**
 * Returns what must be read and parsed to judge the new configuration; nothing when the pull request does not change
 * it.
 */
export function missingOfChange(
  snapshot: Snapshot,
  texts: DocumentTexts,
): { readonly texts: readonly TextToParse[] } & Pick<MissingInputs, 'files' | 'patterns'> {
  const file = changedConfig(snapshot)
  const found = file && snapshot.files.get(fileKey(file.commit, file.path))
  const parsed = found?.kind === 'text' ? texts.config.get(found.text) : undefined
  return {
    texts:
      found?.kind === 'text' && !texts.config.has(found.text) ? [{ as: 'config', text: found.text }] : [],
    files: file && !found ? [file] : [],
    patterns: parsed?.kind === 'config' && snapshot.idle === undefined ? parsed.patterns : [],
  }
}
