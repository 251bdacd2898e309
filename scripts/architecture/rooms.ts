/** A room of `src`: whom it may import, and which packages (all, when it does not say). */
export interface Room {
  readonly rooms: readonly string[]
  readonly packages?: RegExp
  /** No promise, no clock, no dice, nothing said. */
  readonly pure?: true
}

const inner = ['domain', 'render']
const outer = [...inner, 'doctor', 'github', 'parser', 'inbox', 'queue', 'store', 'web', 'log', 'metrics']

/**
 * The rooms of the house and the one direction between them (`docs/design.md`):
 * `domain ← render ← doctor ← (github | parser | inbox | queue | store | web | log | metrics) ← the files at the top of src`.
 * The playground may use all of it; nobody uses the playground.
 */
export const rooms: Readonly<Record<string, Room>> = {
  domain: {
    rooms: ['domain'],
    packages:
      /^(zod|yaml|mdast|unist|(mdast|unist)-util-[a-z-]+|micromark(-[a-z-]+)?|entities|picomatch|fastest-levenshtein|node:crypto|node:path\/posix)$/,
    pure: true,
  },
  render: { rooms: inner, packages: /^$/, pure: true },
  doctor: { rooms: [...inner, 'doctor'], packages: /^$/, pure: true },
  github: { rooms: [...inner, 'doctor', 'github'] },
  parser: { rooms: [...inner, 'parser'] },
  inbox: { rooms: [...inner, 'inbox'] },
  queue: { rooms: [...inner, 'queue'] },
  store: { rooms: [...inner, 'store'] },
  web: { rooms: [...inner, 'web'] },
  log: { rooms: ['log'] },
  metrics: { rooms: ['metrics'] },
  '(top)': { rooms: [...outer, '(top)'] },
  playground: { rooms: [...outer, '(top)', 'playground'] },
}

/** The room of a file given from the project's root; null outside `src`. */
export function roomOf(file: string): string | null {
  const [, first, rest] = /^src\/([^/]+)(\/.*)?$/.exec(file) ?? []
  if (first === undefined) return null
  return rest === undefined ? '(top)' : first
}
