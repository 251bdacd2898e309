import type { Config } from './config.ts'
import type { Naming } from '../documents/parsed-document.ts'
import { isUnder } from './rfc-paths.ts'
import type { ChangesAt } from '../facts/snapshot.ts'

/** A name in the configuration, and the glob it stands under; null where it is required always. */
export type ConfigName = Naming & { readonly glob: string | null }

/** Whom the configuration names for a pull request that changes these files (S2). */
export function configNames(config: Config, changes: Changes): readonly ConfigName[] {
  const always = config.stakeholders.always.map((naming): ConfigName => ({ ...naming, glob: null }))
  return [...always, ...namesForPaths(config, changes)]
}

type Changes = Pick<Extract<ChangesAt, { kind: 'complete' }>, 'files'>

/** Whom `stakeholders.paths` names: for files by their new path, and by the old one where they were renamed. */
export function namesForPaths(config: Config, { files }: Changes): readonly ConfigName[] {
  const known = MATCHED.get(config) ?? new Map<string, readonly string[]>()
  MATCHED.set(config, known)
  const { paths } = config.stakeholders
  const touched = new Set<string>()
  for (const { path, previousPath } of files) {
    for (const name of previousPath === null ? [path] : [path, previousPath]) {
      const globs = known.get(name) ?? paths.flatMap(({ glob }) => (isUnder(glob, name) ? [glob] : []))
      if (known.size < MOST_KNOWN) known.set(name, globs)
      for (const glob of globs) touched.add(glob)
    }
  }
  return paths.flatMap(({ glob, names }) =>
    touched.has(glob) ? names.map((naming): ConfigName => ({ ...naming, glob })) : [],
  )
}

/** The globs that a path is under, for each configuration: every head of a pull request changes much the same files. */
const MATCHED = new WeakMap<Config, Map<string, readonly string[]>>()
const MOST_KNOWN = 10_000
