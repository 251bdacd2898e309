/** A room of `src`: the rooms and packages it may import (all packages by default). */
export interface Room {
  readonly rooms: readonly string[]
  readonly packages?: RegExp
  /** No promises, no clock, no random numbers, no output. */
  readonly pure?: true
}

/** The pure rooms; each may import those before it. */
const PURE = [
  'facts',
  'documents',
  'config',
  'rfc',
  'commands',
  'ledger',
  'rules',
  'report',
  'doctor',
] as const

const NONE = /^$/

/** The packages that each pure room may import. */
const PACKAGES: Readonly<Record<(typeof PURE)[number], RegExp>> = {
  facts: /^(zod|node:crypto)$/,
  documents: /^(yaml|mdast|unist|(mdast|unist)-util-[a-z-]+|micromark(-[a-z-]+)?|entities|node:crypto)$/,
  config: /^(zod|yaml|picomatch|fastest-levenshtein)$/,
  rfc: /^(fastest-levenshtein|node:path\/posix|node:crypto)$/,
  commands: /^(mdast|fastest-levenshtein|mdast-util-[a-z-]+|node:crypto)$/,
  ledger: /^(zod|node:zlib|node:crypto)$/,
  rules: /^(fastest-levenshtein|node:crypto)$/,
  report: /^zod$/,
  doctor: NONE,
}

const pure = Object.fromEntries(
  PURE.map((name, index): [string, Room] => [
    name,
    { rooms: PURE.slice(0, index + 1), packages: PACKAGES[name], pure: true },
  ]),
)

const EDGES = ['github', 'parser', 'webhooks', 'queue', 'store', 'board', 'ops'] as const

/**
 * The rooms and the one direction between them (`docs/design.md`): pure rooms ← edges ← settings, pipeline ←
 * maintenance ← server ← the programs at the top of `src`. Edges do not import each other.
 */
export const rooms: Readonly<Record<string, Room>> = {
  ...pure,
  ...Object.fromEntries(EDGES.map((name): [string, Room] => [name, { rooms: [...PURE, name] }])),
  ops: { rooms: ['ops'] },
  settings: { rooms: ['store', 'settings'] },
  pipeline: { rooms: [...PURE, ...EDGES, 'pipeline'] },
  maintenance: { rooms: [...PURE, ...EDGES, 'settings', 'pipeline', 'maintenance'] },
  server: { rooms: [...PURE, ...EDGES, 'settings', 'pipeline', 'maintenance', 'server'] },
  '(top)': { rooms: [...PURE, ...EDGES, 'settings', 'pipeline', 'maintenance', 'server', '(top)'] },
}

/** Returns the room of a file, given by its path from the project's root; null outside `src`. */
export function roomOf(file: string): string | null {
  const [, first, rest] = /^src\/([^/]+)(\/.*)?$/.exec(file) ?? []
  if (first === undefined) return null
  return rest === undefined ? '(top)' : first
}
