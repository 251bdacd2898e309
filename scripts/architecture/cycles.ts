import { posix } from 'node:path'
import type { SourceFile } from './source-file.ts'

/** Returns the import cycles among these files, imports of types included; each once, as the files along it. */
export function cyclesOf(files: readonly SourceFile[]): readonly (readonly string[])[] {
  return cyclesIn(
    new Map(files.map(({ file, imports }) => [file, imports.flatMap(({ target }) => target ?? [])])),
  )
}

/** Returns the import cycles among the folders of these files, subfolders counted as folders of their own. */
export function folderCyclesOf(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>()
  for (const { file, imports } of files) {
    const folder = posix.dirname(file)
    const others = imports
      .flatMap(({ target }) => (target === null ? [] : posix.dirname(target)))
      .filter((other) => other !== folder)
    targets.set(folder, [...(targets.get(folder) ?? []), ...others])
  }
  return cyclesIn(targets)
}

function cyclesIn(targets: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const done = new Set<string>()
  const cycles: string[][] = []
  const walk = (node: string, path: readonly string[]) => {
    const seenAt = path.indexOf(node)
    if (seenAt >= 0) cycles.push(path.slice(seenAt))
    if (seenAt >= 0 || done.has(node)) return
    for (const target of targets.get(node) ?? []) walk(target, [...path, node])
    done.add(node)
  }
  for (const node of targets.keys()) walk(node, [])
  return cycles
}
