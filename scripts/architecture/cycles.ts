import type { SourceFile } from './source-file.ts'

/** Import cycles among these files, imports of types included; each is found once, as the files along it. */
export function cyclesOf(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const targets = new Map(files.map(({ file, imports }) => [file, imports.map(({ target }) => target)]))
  const done = new Set<string>()
  const cycles: string[][] = []
  const walk = (file: string, path: readonly string[]) => {
    const seenAt = path.indexOf(file)
    if (seenAt >= 0) cycles.push(path.slice(seenAt))
    if (seenAt >= 0 || done.has(file)) return
    for (const target of targets.get(file) ?? []) if (target !== null) walk(target, [...path, file])
    done.add(file)
  }
  for (const { file } of files) walk(file, [])
  return cycles
}
