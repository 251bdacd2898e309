import { distance } from 'fastest-levenshtein'
import { ALIASES, COMMANDS } from './commands.ts'
import { looksLike } from './confusables.ts'
import type { CommandWord } from './model/command-word.ts'

/** The word at the beginning of a line: a command, a near miss, or neither (null). */
export type ReadWord =
  | { readonly kind: 'command'; readonly word: CommandWord; readonly written: string }
  | { readonly kind: 'near miss'; readonly meant: CommandWord; readonly written: string }
  | null

/** In characters: how much of a line can be a word. */
const LONGEST = 80

/** Parses the word at the start of a line without leading white space (C2, C4). */
export function readWord(line: string): ReadWord {
  const exact = /^\/([A-Za-z][A-Za-z_-]*)(?=[ \t.,;:!]|$)/.exec(line.slice(0, LONGEST))
  const word = exact && known(exact[1] as string)
  if (exact && word) {
    const written = exact[0]
    // "/commit.sh" is a file. A word that blocks counts in doubt (C0).
    const isFile = /^\.[A-Za-z0-9]/.test(line.slice(written.length, written.length + 2))
    if (isFile && COMMANDS[word].effect === 'consents') return null
    return { kind: 'command', word, written }
  }
  return nearMiss(line.slice(0, LONGEST))
}

function known(word: string): CommandWord | null {
  const plain = word.toLowerCase().replaceAll('_', '-')
  if (Object.hasOwn(COMMANDS, plain)) return plain as CommandWord
  return ALIASES.get(plain) ?? null
}

function nearMiss(line: string): ReadWord {
  if (/^[A-Za-z0-9]/.test(line)) return null
  const looks = looksLike(line).trimStart()
  const found = /^\/(\s?)([a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)[_-]*(.?.?)/.exec(looks)
  const word = found?.[2]?.replaceAll('_', '-')
  if (!found || !word) return null
  const after = found[3] ?? ''
  // A path, such as "/etc/hosts", "/commit/log" or "/status.json".
  if (after.startsWith('/') || /^\.[a-z0-9]/.test(after)) return null
  const meant = found[1] === '' ? resembles(word) : known(word)
  return meant && { kind: 'near miss', meant, written: visibly(line, found[1] !== '') }
}

/** Returns the command that a word resembles. In doubt it is the one that blocks (C0). */
function resembles(word: string): CommandWord | null {
  const exact = known(word)
  if (exact) return exact
  const candidates = WORDS.flatMap(([spelling, meant]) => {
    const away = awayFrom(word, spelling)
    return away === null ? [] : [{ meant, away, isBlocking: COMMANDS[meant].effect === 'blocks' }]
  })
  candidates.sort((a, b) => Number(b.isBlocking) - Number(a.isBlocking) || a.away - b.away)
  return candidates[0]?.meant ?? null
}

const SUGGESTIONS: ReadonlyMap<string, CommandWord> = new Map(
  Object.values(COMMANDS).flatMap(({ word, suggestedFor = [] }) =>
    suggestedFor.map((spelling) => [spelling, word] as const),
  ),
)

const WORDS: readonly (readonly [string, CommandWord])[] = [
  ...Object.values(COMMANDS).map(({ word }) => [word, word] as const),
  ...ALIASES,
  ...SUGGESTIONS,
]

/** Returns the number of typing mistakes between a word and a spelling; null when they are too many. */
function awayFrom(word: string, spelling: string): number | null {
  const plain = word.replaceAll('-', '')
  const target = spelling.replaceAll('-', '')
  const meant = known(spelling)
  const isBlocking = meant !== null && COMMANDS[meant].effect === 'blocks'
  if (target.length >= 6 && plain.startsWith(target) && (isBlocking || SUGGESTIONS.has(spelling))) return 1
  if (target.length >= 5 && plain.startsWith(target) && ENDINGS.has(plain.slice(target.length))) return 1
  // Most words of three letters are one mistake away from another word.
  if (target.length < 4 && !plain.startsWith(target.slice(0, 2))) return null
  const away = isSwapped(plain, target) ? 1 : distance(plain, target)
  return away <= (target.length < 6 ? 1 : 2) ? away : null
}

/** Endings of other forms of a word. A single additional letter is a typing mistake anyway. */
const ENDINGS = new Set(['ed', 'ted', 'ing', 'ting', 'ment'])

/** Returns whether two neighbouring letters changed places. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  const at = [...a].findIndex((letter, index) => letter !== b[index])
  return at !== -1 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

/** Returns the word as typed, with the code points of characters that are invisible or look like others. */
function visibly(line: string, hasSpace: boolean): string {
  const start = line.replace(/^[ \t]+/, '')
  const word = (hasSpace ? /^\S*\s\S*/ : /^[^ \t]*/).exec(start)?.[0] ?? start
  return [...word]
    .slice(0, 40)
    .map((character) => {
      const isPlain = /[\x21-\x7E ]/.test(character)
      const folded = looksLike(character).trim()
      if (isPlain || /^[^ -~]/.test(folded)) return character
      const code = `⟨U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}⟩`
      return folded === '' ? code : `${character}${code}`
    })
    .join('')
}
