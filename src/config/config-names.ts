import type { PlacedMention } from '../documents/parsed-document.ts'
import type { ChangedFile } from '../facts/snapshot.ts'
import type { Config } from './config.ts'

/** A mention in the configuration, and its glob; null where it is required always. */
export type ConfigName = PlacedMention & { readonly glob: string | null }

/**
 * Returns whom the configuration names for a pull request that changes these files, by their new path and by the old one
 * of a renamed file (S2). `globsOver` lists the globs of `stakeholders.paths` that match a path.
 */
export function configNames(
  { stakeholders }: Config,
  files: readonly ChangedFile[],
  globsOver: (path: string) => readonly string[],
): readonly ConfigName[] {
  const paths = files.flatMap(({ path, previousPath }) =>
    previousPath === null ? [path] : [path, previousPath],
  )
  const matched = new Set(paths.flatMap(globsOver))
  return [
    ...stakeholders.always.map((mention): ConfigName => ({ ...mention, glob: null })),
    ...stakeholders.paths.flatMap(({ glob, names }) =>
      matched.has(glob) ? names.map((mention): ConfigName => ({ ...mention, glob })) : [],
    ),
  ]
}
