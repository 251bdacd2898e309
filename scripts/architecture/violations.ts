import { cyclesOf, folderCyclesOf } from './cycles.ts'
import { roomOf, rooms } from './rooms.ts'
import { type LengthExceptions, lengthViolationsOf } from './sizes.ts'
import type { Import, SourceFile } from './source-file.ts'

/**
 * Returns what breaks the architecture in these files of `src`, one line each. `dependencies` are the packages
 * installed in production; `exceptions` are the files and functions that may be longer than the limits.
 */
export function violationsOf(
  files: readonly SourceFile[],
  dependencies: readonly string[],
  exceptions: LengthExceptions = {},
): readonly string[] {
  // A cycle of files in two folders is one of folders, too: the files say more.
  const cycles = cyclesOf(files)
  return [
    ...files.flatMap((file) => [
      ...wrongImports(file, dependencies),
      ...environmentReads(file),
      ...impuritiesOf(file),
    ]),
    ...cycles.map((cycle) => `${cycle[0]}:1 — import cycle: ${[...cycle, cycle[0]].join(' → ')}.`),
    ...(cycles.length > 0 ? [] : folderCyclesOf(files)).map(
      (cycle) => `${cycle[0]} — import cycle of folders: ${[...cycle, cycle[0]].join(' → ')}.`,
    ),
    ...lengthViolationsOf(files, exceptions),
  ]
}

function wrongImports({ file, imports }: SourceFile, dependencies: readonly string[]): readonly string[] {
  const name = roomOf(file) ?? file
  const room = rooms[name]
  if (!room) return [`${file}:1 — no room called ${name}; expected one of ${Object.keys(rooms).join(', ')}.`]
  return imports.flatMap((one) => {
    const problem =
      one.target === null
        ? wrongPackage(name, one, dependencies)
        : room.rooms.includes(roomOf(one.target) ?? '')
          ? null
          : `${name} may import only ${room.rooms.join(', ')}`
    return problem === null ? [] : [`${file}:${one.line} — imports ${one.specifier}, but ${problem}.`]
  })
}

function wrongPackage(
  name: string,
  { specifier, typeOnly }: Import,
  dependencies: readonly string[],
): string | null {
  const room = rooms[name]
  if (room?.packages && !room.packages.test(specifier)) {
    return room.packages.test('') ? `${name} may import no package` : `${name} is pure and may not import it`
  }
  const isInstalled = specifier.startsWith('node:') || dependencies.includes(packageOf(specifier))
  if (typeOnly || isInstalled) return null
  return 'it is not among the dependencies of package.json'
}

function environmentReads({ file, environmentReads }: SourceFile): readonly string[] {
  if (file === 'src/settings/settings.ts') return []
  return environmentReads.map(
    (line) => `${file}:${line} — reads process.env; only src/settings/settings.ts does.`,
  )
}

function impuritiesOf({ file, impurities }: SourceFile): readonly string[] {
  const name = roomOf(file)
  if (name === null || !rooms[name]?.pure) return []
  return impurities.map(
    ({ line, what }) => `${file}:${line} — ${what}, but ${name} is pure: pass the value in.`,
  )
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
