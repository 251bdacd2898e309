/** The part of a `package-lock.json` (version 3) that lists packages. */
export interface LockFile {
  packages: Record<string, LockEntry>
}

interface LockEntry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

interface Missing {
  readonly name: string
  readonly version: string
  /** The lock's path of the package that requires it. */
  readonly askedBy: string
}

/**
 * Returns optional packages that the lock mentions and has no entry for. npm leaves out those that its
 * registry did not serve (mostly builds for other platforms), and `npm ci` then rejects the lock.
 */
export function missingOptionals(lock: LockFile): readonly Missing[] {
  return Object.entries(lock.packages).flatMap(([askedBy, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(lock, askedBy, name))
      .map(([name, version]) => ({ name, version, askedBy })),
  )
}

/**
 * Returns the lock with an entry for each missing optional package, for the platform in its name: enough for
 * `npm ci` to accept the lock and skip the package on other platforms. Throws when a name contains no
 * platform.
 */
export function completed(lock: LockFile): LockFile {
  const stubs = missingOptionals(lock).map((missing) => [
    `node_modules/${missing.name}`,
    stubFor(missing, lock.packages[missing.askedBy]?.dev === true),
  ])
  const packages = { ...lock.packages, ...Object.fromEntries(stubs) }
  const { '': root, ...rest } = packages
  const sorted = Object.entries(rest).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
  return { ...lock, packages: { ...(root && { '': root }), ...Object.fromEntries(sorted) } }
}

/** Resolves a package as Node does: beside the one that requires it, then in each folder above. */
function isLocked(lock: LockFile, askedBy: string, name: string): boolean {
  for (let place = askedBy; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`]) return true
    if (place === '') return false
  }
}

const systems: Record<string, string> = { windows: 'win32' }
for (const os of 'aix android darwin freebsd linux netbsd openbsd openharmony sunos win32'.split(' ')) {
  systems[os] = os
}
const processors = 'arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x wasm32 x64'.split(' ')

function stubFor({ name, version, askedBy }: Missing, dev: boolean): LockEntry {
  const words = name.split(/[-/]/)
  const os = words.flatMap((word) => systems[word] ?? [])
  const cpu = words.filter((word) => processors.includes(word))
  if (os.length + cpu.length === 0) {
    throw new Error(
      `${askedBy} asks for ${name}, whose name tells no platform; write its lock entry by hand.`,
    )
  }
  const libc = words.flatMap((word) => (/^musl/.test(word) ? 'musl' : /^gnu/.test(word) ? 'glibc' : []))
  return {
    version: version.replace(/^[\^~]/, ''),
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}
