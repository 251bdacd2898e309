import { touchesConfig } from './config-change.ts'
import { CONFIG_PATH, type Config, DEFAULTS } from '../config/config.ts'
import type { BlobId } from '../facts/ids.ts'
import type { Place, Problem, TextProblem } from '../facts/problem.ts'
import { quoted } from '../facts/quoted.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { DocumentTexts } from './texts.ts'

/** The configuration that judges a pull request, or why there is none (D1, §13). */
export type Policy = {
  readonly blob: BlobId | null
  /** Where it is from: the defaults, the base branch, or the owner's `.github` repository. */
  readonly from: 'default' | Snapshot['configFrom']
} & (
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'broken'; readonly problems: readonly Problem[] }
)

/** Returns the policy that applies: the defaults where there is no file, problems where it is invalid. */
export function policyOf(snapshot: Snapshot, texts: DocumentTexts): Policy {
  const { config: file, configFrom: from } = snapshot
  if (file.kind === 'absent') return { kind: 'config', config: DEFAULTS, blob: null, from: 'default' }
  const policy = { blob: file.blob, from }
  if (file.kind === 'unreadable') {
    const advice = file.blob === null ? '.' : '. Replace it with a regular text file in UTF-8.'
    const problem = { message: `The configuration ${file.why}${advice}`, line: 1 }
    return { ...policy, kind: 'broken', problems: asProblems(snapshot, [problem]) }
  }
  const parsed = texts.config.get(file.text)
  if (parsed?.kind === 'config' && parsed.config) return { ...policy, kind: 'config', config: parsed.config }
  const problems =
    parsed?.kind === 'config'
      ? parsed.problems
      : [{ message: parsed?.why ?? 'The configuration could not be read.', line: 1 }]
  return { ...policy, kind: 'broken', problems: asProblems(snapshot, problems) }
}

/** A place in the configuration: in the pull request's files, or else as words that begin a sentence. */
export interface InConfig {
  readonly place: Place | null
  readonly where: string
}

/**
 * Returns a function that locates something in the configuration that applies. There is a place only where the pull
 * request does not change that file: the organisation's is in another repository, and a changed one has other lines.
 */
export function inConfig(snapshot: Snapshot): (at: Omit<TextProblem, 'message'>) => InConfig {
  const { configFrom, repository, pullRequest } = snapshot
  const elsewhere =
    configFrom === 'organisation'
      ? `In \`${repository.owner}/.github\``
      : touchesConfig(snapshot)
        ? `On the branch ${quoted(pullRequest.baseName)}`
        : null
  return ({ line, column }) => {
    if (elsewhere === null) {
      return { place: { path: CONFIG_PATH, line, ...(column !== undefined && { column }) }, where: '' }
    }
    const at = `line ${line}${column === undefined ? '' : `, column ${column}`}`
    return { place: null, where: `${elsewhere}, \`${CONFIG_PATH}\`, ${at}: ` }
  }
}

function asProblems(snapshot: Snapshot, problems: readonly TextProblem[]): readonly Problem[] {
  const placed = inConfig(snapshot)
  return problems.map(({ message, ...at }) => {
    const { place, where } = placed(at)
    return { source: 'config', message: `${where}${message}`, place }
  })
}
