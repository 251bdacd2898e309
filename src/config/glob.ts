/**
 * Returns a test of paths for a glob: `*` and `?` within a name, `**` over folders, `[a-z]` and `[!a-z]`; nothing else
 * is special. Anyone can choose the paths, so the time is bounded by length of glob times length of path (TH-98): after
 * each star the first match of the rest is final, which is enough for globs and never backtracks.
 */
export function globTest(glob: string): (path: string) => boolean {
  // `**.md` alone is meant to reach into folders.
  const names = glob
    .replace(/^(?:\.\/)+/, '')
    .replace(/^\*\*(?=\.[^/*]+$)/, '**/*')
    .split('/')
  const pattern = new RegExp(`^${source(names, settling())}$`, 'su')
  return (path) => pattern.test(path)
}

type Settle = (part: string) => string

/** Makes a part of a pattern one that is not gone back into once it was found. */
function settling(): Settle {
  let count = 0
  return (part) => {
    const name = `part${++count}`
    return `(?=(?<${name}>${part}))\\k<${name}>`
  }
}

function source(names: readonly string[], settled: Settle): string {
  const runs: string[][] = [[]]
  for (const name of names) {
    if (name === '**') runs.push([])
    else runs.at(-1)?.push(name)
  }
  const [first = [], ...others] = runs
  // Several `**` in a row are one.
  const later = others.filter((run, index) => run.length > 0 || index === others.length - 1)
  const last = later.pop()
  const runSource = (run: readonly string[]) => run.map((name) => nameSource(name, settled)).join('/')
  if (last === undefined) return runSource(first)
  const openAt = last.length === 0 ? (later.at(-1) ?? first) : null
  const withEnd = (run: readonly string[]) => `${runSource(run)}${run === openAt ? openEnd(run) : '/'}`
  const start = first.length === 0 ? '' : withEnd(first)
  const middle = later.map((run) => settled(`(?:[^/]+/)*?${withEnd(run)}`)).join('')
  return `${start}${middle}${openAt === null ? `(?:[^/]+/)*${runSource(last)}` : '.*'}`
}

/** `rfcs/**` is also a file in the place of the folder `rfcs`; `*` before it is only a folder. */
function openEnd(run: readonly string[]): string {
  return run.at(-1)?.endsWith('*') ? '/' : '(?:/|$)'
}

/** One name between slashes: the parts between its stars are searched from left to right. */
function nameSource(name: string, settled: Settle): string {
  if (/^\*+$/.test(name)) return '[^/]+'
  const [first = '', ...others] = name.split(/\*+/).map(plainSource)
  const last = others.pop()
  if (last === undefined) return first
  return `${first}${others.map((each) => settled(`[^/]*?${each}`)).join('')}[^/]*${last}(?=/|$)`
}

/** A name without stars. A class that could as well be a name, such as `[id]`, is read as both. */
function plainSource(text: string): string {
  return text.replace(/\?|\[(?:[!^]?\]?[^\]]*)\]|./gsu, (token) => {
    if (token === '?') return '[^/]'
    const [, not = '', inside = ''] = /^\[([!^]?)(.+)\]$/su.exec(token) ?? []
    const members = inside === '' ? null : membersOf(inside)
    if (members === null) return [...token].map(literal).join('')
    if (not !== '') return `[^/${members}]`
    return inside.includes('-') ? `[${members}]` : `(?:[${members}]|${[...token].map(literal).join('')})`
  })
}

/** The members of a class; null where a range runs backwards, which makes it no class. */
function membersOf(inside: string): string | null {
  let isBackwards = false
  const members = inside.replace(/(.)-(.)|./gsu, (token, from?: string, to?: string) => {
    if (from === undefined || to === undefined) return literal(token)
    isBackwards ||= (from.codePointAt(0) as number) > (to.codePointAt(0) as number)
    return `${literal(from)}-${literal(to)}`
  })
  return isBackwards ? null : members
}

function literal(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`
}
