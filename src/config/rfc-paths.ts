import type { WrittenPattern } from '../facts/snapshot.ts'
import type { Config } from './config.ts'
import { globTest } from './glob.ts'

/** A test of one path, folded. */
type Rule = (path: string) => boolean

/** The globs of a configuration, compiled. */
interface PathRules {
  /** Matches `rfcs.paths` and is not ignored. */
  readonly isRfc: Rule
  /** The folders that patterns start from, as globs. */
  readonly starts: readonly { readonly isMatch: Rule; readonly start: Rule | null }[]
  /** The globs of `stakeholders.paths`. */
  readonly stakeholderGlobs: readonly { readonly glob: string; readonly isMatch: Rule }[]
}

/** Globs are compiled once per configuration, which never changes and is the same for every case of an evaluation. */
const RULES = new WeakMap<Config, PathRules>()

/**
 * Returns whether a file belongs to an RFC (D2): it matches `rfcs.paths` and is not ignored, both ignoring case. An odd
 * path (`..`, backslashes, control characters, decomposed letters) counts when the path it looks like would.
 */
export function isRfcPath(config: Config, path: string): boolean {
  const { isRfc } = rulesOf(config)
  return plausible(path).some(isRfc)
}

/**
 * Returns whether a file is an RFC document: of those that match, Markdown is one; other files are attachments (D2).
 */
export function isDocumentPath(config: Config, path: string): boolean {
  return isMarkdown(path) && isRfcPath(config, path)
}

/** Returns whether a path is that of a Markdown file. */
export function isMarkdown(path: string): boolean {
  return plausible(path).some((name) => MARKDOWN.test(name))
}

const MARKDOWN = /\.(?:md|markdown|mdx)$/

/**
 * Returns the folders of a file below the one its pattern starts from, the nearest first: the file is an attachment of
 * the document in one of them (D2, D4).
 */
export function ownFolders(config: Config, path: string): readonly string[] {
  const { starts } = rulesOf(config)
  const folders = foldersAbove(path)
  const counts = starts.flatMap(({ isMatch, start }) => {
    if (!isMatch(folded(path))) return []
    const at = start === null ? -1 : folders.findIndex((folder) => start(folded(folder)))
    return at === -1 ? (start === null ? [folders.length] : []) : [at]
  })
  return folders.slice(0, counts.length === 0 ? 0 : Math.min(...counts))
}

/** `a/b/c.md` lies in `a/b` and `a`. */
function foldersAbove(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => names.slice(0, names.length - index).join('/'))
}

/**
 * Returns a test of whether a pattern of `rfcs.paths` or `rfcs.ignore` matches a path by itself, whatever the other
 * patterns (D2).
 */
export function patternTest({ key, glob }: Pick<WrittenPattern, 'key' | 'glob'>): Rule {
  if (key === 'rfcs.ignore') {
    const isMatch = ignoring(glob)
    return (path) => isMatch(folded(path))
  }
  const { isMatch, isGuide } = patternOf(folded(glob))
  return (path) => isMatch(folded(path)) && !isGuide(folded(path))
}

function rulesOf(config: Config): PathRules {
  const rules = RULES.get(config) ?? compile(config)
  RULES.set(config, rules)
  return rules
}

function compile({ rfcs, stakeholders }: Config): PathRules {
  const patterns = rfcs.paths.map((path) => patternOf(folded(path)))
  const ignored = rfcs.ignore.map(ignoring)
  const isIgnored = (path: string): boolean => ignored.some((isMatch) => isMatch(path))
  return {
    isRfc: (path) => {
      const matching = patterns.filter(({ isMatch }) => isMatch(path))
      const isGuide = !matching.some(({ isNamed }) => isNamed) && patterns.some((each) => each.isGuide(path))
      return matching.length > 0 && !isGuide && !isIgnored(path)
    },
    starts: patterns.map(({ isMatch, start }) => ({ isMatch, start: start === '' ? null : matcher(start) })),
    stakeholderGlobs: stakeholders.paths.map(({ glob }) => ({ glob, isMatch: matcher(glob) })),
  }
}

/** One pattern of `rfcs.ignore`: without a slash it is a file's name in any folder. */
function ignoring(pattern: string): Rule {
  const isMatch = matcher(pattern)
  if (pattern.includes('/')) return isMatch
  return (path) => isMatch(path.slice(path.lastIndexOf('/') + 1))
}

/** Files that explain RFCs, in the folder where they begin. */
const GUIDES = ['readme.md', 'index.md', 'contributing.md']

/**
 * One pattern of `rfcs.paths`. One that ends in a folder (`text/`, `text`) means the Markdown below it.
 */
function patternOf(pattern: string): {
  readonly isMatch: Rule
  /** It names one file, which is then an RFC, and no guide whatever its name. */
  readonly isNamed: boolean
  /** The last folder it names; '' for the root. */
  readonly start: string
  readonly isGuide: Rule
} {
  const names = pattern
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '')
    .split('/')
  const last = names.at(-1) ?? ''
  const isFolder = pattern.endsWith('/') || !/[.*?[\]]/.test(last)
  const folders = isFolder ? names : names.slice(0, -1)
  const start = folders.slice(0, folders.findLastIndex((name) => !/[*?[\]]/.test(name)) + 1).join('/')
  const isNamed = !isFolder && !/[*?[\]]/.test(last)
  const test = globTest(isFolder ? `${names.join('/')}/**` : pattern)
  const guides = GUIDES.map((guide) => globTest(start === '' ? guide : `${start}/${guide}`))
  return {
    isMatch: isFolder ? (path) => MARKDOWN.test(path) && test(path) : test,
    isNamed,
    start,
    isGuide: (path) => !isNamed && guides.some((isMatch) => isMatch(path)),
  }
}

/**
 * Returns a function that lists the globs of `stakeholders.paths` that match a path, ignoring case (S2); what an odd path
 * may be taken for counts too. It matches each path once: every head of a pull request changes much the same files.
 */
export function globsOver(config: Config): (path: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (path) => {
    const globs = known.get(path) ?? matchingGlobs(config, path)
    known.set(path, globs)
    return globs
  }
}

function matchingGlobs(config: Config, path: string): readonly string[] {
  const names = plausible(path)
  return rulesOf(config).stakeholderGlobs.flatMap(({ glob, isMatch }) => (names.some(isMatch) ? [glob] : []))
}

function matcher(pattern: string): Rule {
  return globTest(folded(pattern))
}

function folded(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** Names of Latin letters, digits and `-_`, with dots only between and after them: a path of these is taken for no other. */
const ORDINARY = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/

/** A path, folded, and what it may be taken for. */
export function plausible(path: string): readonly string[] {
  return ORDINARY.test(path) ? [path.toLowerCase()] : plausibleIfOdd(path)
}

/** As above, for any path, in ten times the time. */
export function plausibleIfOdd(path: string): readonly string[] {
  return [...new Set([path, ...looksLike(path)].map(folded))]
}

/** What a reader, or another system, may take an odd path for: with `..` followed, and with it passed over. */
function looksLike(path: string): readonly string[] {
  const parts = path
    .normalize('NFKC')
    .replace(/%2e/gi, '.')
    .replace(/%2f|%5c|\\/gi, '/')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== '.')
  const followed: string[] = []
  for (const part of parts) {
    if (part === '..') followed.pop()
    else followed.push(part)
  }
  return [followed.join('/'), parts.filter((part) => part !== '..').join('/')]
}
