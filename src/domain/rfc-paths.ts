import picomatch from 'picomatch'
import type { Config } from './config.ts'
import { globTest } from './glob.ts'

/** Tells whether one path is an RFC file. */
type Rule = (path: string) => boolean

/** Compiled once for each configuration; a configuration never changes. */
const RULES = new WeakMap<Config, Rule>()

/**
 * Whether a file is an RFC (D2): it matches `rfcs.paths` and is not ignored, both without regard to case. A path that
 * plays tricks (`..`, backslashes, control characters, decomposed letters) counts when what it looks like would.
 */
export function isRfcPath(config: Config, path: string): boolean {
  const rule = RULES.get(config) ?? compile(config)
  RULES.set(config, rule)
  return rule(path)
}

function compile({ rfcs }: Config): Rule {
  const matches = rfcs.paths.map(matcher)
  const readmes = new Set(rfcs.paths.flatMap(readmeOf))
  const names = rfcs.ignore.filter((pattern) => !pattern.includes('/')).map(matcher)
  const paths = rfcs.ignore.filter((pattern) => pattern.includes('/')).map(matcher)
  const isIgnored = (path: string): boolean =>
    readmes.has(path) ||
    names.some((isMatch) => isMatch(path.slice(path.lastIndexOf('/') + 1))) ||
    paths.some((isMatch) => isMatch(path))
  return (path) => {
    const plain = folded(path)
    const plausible = [...new Set([plain, ...looksLike(path).map(folded)])]
    return plausible.some(
      (candidate) => !isIgnored(candidate) && matches.some((isMatch) => isMatch(candidate)),
    )
  }
}

const GLOBS = new Map<string, Rule>()

/** Whether a path matches one glob, without regard to case (S2); what a path may be taken for counts, too. */
export function isUnder(glob: string, path: string): boolean {
  const isMatch = GLOBS.get(glob) ?? matcher(glob)
  if (GLOBS.size > 1000) GLOBS.clear()
  GLOBS.set(glob, isMatch)
  return [folded(path), ...looksLike(path).map(folded)].some((candidate) => isMatch(candidate))
}

function matcher(pattern: string): Rule {
  return globTest(folded(pattern))
}

function folded(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** A `README.md` directly in the folder from which a pattern starts is no RFC, unless the pattern names it. */
function readmeOf(pattern: string): readonly string[] {
  const { base, glob } = picomatch.scan(folded(pattern))
  if (glob === '') return []
  return [base === '' || base === '.' ? 'readme.md' : `${base.replace(/\/$/, '')}/readme.md`]
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
