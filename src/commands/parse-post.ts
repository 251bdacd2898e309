import type { Nodes, Root } from 'mdast'
import { withoutComments } from '../documents/markdown/html-comments.ts'
import { lineFinder } from '../documents/markdown/lines.ts'
import { leadingRun, type MentionAt, mentionsIn } from '../documents/markdown/mention.ts'
import { readMarkdown, withoutByteOrderMark } from '../documents/markdown/read-markdown.ts'
import { signFinder } from '../documents/markdown/sign-offset.ts'
import { tooHard } from '../documents/markdown/too-hard.ts'
import { loginKey } from '../facts/ids.ts'
import { COMMANDS } from './commands.ts'
import { noteOf } from './effects.ts'
import type { Spot } from './look-alikes.ts'
import type { CommandWord } from './model/command-word.ts'
import type { Hint, LookAlike, ParsedPost, Said, UnreadablePost } from './model/parsed-post.ts'
import type { SpokenCommand } from './model/spoken.ts'
import { noteMeaning } from './note.ts'
import { otherToolsPost, otherToolsWord } from './other-tools.ts'
import { type ReadWord, readWord } from './parse-word.ts'
import { type OpenLine, placesIn } from './read-tree.ts'

/** GitHub's own limit is 65,536 characters (GH-161). */
const MOST_CHARACTERS = 70_000
const MOST_COMMANDS = 200
const LONGEST_REASON = 2_000

/** Parses the commands of a comment or review body (C2) and near misses (C4). Returns an `UnreadablePost` beyond its limits. */
export function parsePost(written: string): ParsedPost | UnreadablePost {
  const { text } = withoutByteOrderMark(written)
  if (text.length > MOST_CHARACTERS) return unreadablePost(text, 'it is longer than GitHub allows')
  const hard = tooHard(text)
  if (hard) return unreadablePost(text, hard)
  let root: Root
  try {
    root = readMarkdown(text, { frontMatter: false })
  } catch (error) {
    if (error instanceof RangeError) return unreadablePost(text, 'it nests too deeply')
    throw new Error('could not parse a post', { cause: error })
  }
  const { words, hints } = wordsIn(root, text)
  if (words.length > MOST_COMMANDS) return unreadablePost(text, `it has more than ${MOST_COMMANDS} commands`)
  const find = lineFinder(text)
  const mentions = words.length > 0 ? plainMentions(root, signFinder(text)) : []
  return {
    kind: 'post',
    said: words.map((word, index): Said => {
      const line = find(word.start).line
      const start = word.start + word.read.written.length
      const end = Math.min(word.end ?? text.length, words[index + 1]?.lineStart ?? text.length)
      const source = text.slice(start, end)
      if (word.read.kind === 'near miss') return { ...word.read, rest: firstLine(source), line }
      const other = otherThanItsWord(word.read, source)
      if (other?.kind === 'near miss') return { ...other, rest: firstLine(source), line }
      if (other?.kind === 'condition') return { ...other, line }
      const who = { ...whoIn(mentions, start, end, text), ...namesAfter(mentions, word, start, end, text) }
      const addressed = word.addressed === undefined ? {} : { addressed: word.addressed }
      if (other) return { ...other, ...who, reason: '', line, ...addressed }
      return { ...word.read, reason: reasonOf(source), ...who, line, ...addressed }
    }),
    hints: [...hints, ...otherToolsPost(text)].slice(0, MOST_COMMANDS),
  }
}

/** Returns what the note makes of a command that consents (C8); null when the command counts as written. */
function otherThanItsWord(
  { word, written }: { readonly word: CommandWord; readonly written: string },
  source: string,
):
  | { readonly kind: 'command'; readonly word: CommandWord; readonly written: string }
  | { readonly kind: 'condition'; readonly word: CommandWord; readonly written: string }
  | { readonly kind: 'near miss'; readonly meant: CommandWord; readonly written: string }
  | null {
  const note = noteOf(word)
  if (!note) return null
  const meaning = noteMeaning(source)
  if (meaning === 'plain') return null
  const full = `${written} ${source
    .replace(BEFORE_REASON, '')
    .split(/[\r\n]/, 1)[0]
    ?.slice(0, 60)}`.trim()
  if (meaning === 'condition') return { kind: 'condition', word, written: full }
  return meaning === 'no' && note.isCommand
    ? { kind: 'command', word: note.no, written: full }
    : { kind: 'near miss', meant: note.no, written: full }
}

/** Returns a post beyond the limits. In doubt it may say what its lines seem to say (C0). */
export function unreadablePost(text: string, why: string): UnreadablePost {
  const words = text.split(/[\n\r\u0085\u2028\u2029\v\f]/).flatMap((line) => {
    const read = readWord(line.replace(/^[\s*_\\]+/, '').slice(0, 100))
    return read ? [{ read, isNo: isNo(read, line) }] : []
  })
  return {
    kind: 'unreadable',
    why: `This text can't be parsed: ${why}.`,
    mayBlock: words.some(({ read, isNo }) => isNo || isBlocking(read)),
    mayCommand: words.length > 0,
  }
}

/** Returns whether a line of an unreadable text may be a command that consents followed by "no" (C0, C8). */
function isNo(read: NonNullable<ReadWord>, line: string): boolean {
  if (read.kind === 'near miss' || !noteOf(read.word)) return false
  const note = line.slice(line.indexOf(read.written) + read.written.length)
  return ['no', 'unclear'].includes(noteMeaning(note))
}

interface Word {
  readonly read: NonNullable<ReadWord>
  /** Offsets of the word and of its line. */
  readonly start: number
  readonly lineStart: number
  /** The latest offset at which its argument ends; null when that is the next command. */
  readonly end: number | null
  readonly place: 'line' | LookAlike
  readonly list?: number
  readonly addressed?: string
}

/** Returns the commands on lines of their own, look-alikes that block (C9), and the look-alikes that get a hint. */
function wordsIn(root: Root, text: string): { words: readonly Word[]; hints: readonly Hint[] } {
  const { lines, spots } = placesIn(root, text)
  const onLines = lines.flatMap((line) => wordOn(line, text))
  const tools = lines.flatMap(({ start, end, doubt }) =>
    doubt === null ? otherToolsWord(lineAt(text, start, end)) : [],
  )
  const known = spots.flatMap((spot) => wordAt(spot, text))
  const lists = Map.groupBy(known, ({ list }) => list)
  const meant = known.filter(({ list }) => list === undefined || !isExplanation(lists.get(list) ?? [], text))
  const words = [...onLines, ...meant.filter((word) => blocks(word, text))]
  return {
    words: words.toSorted((a, b) => a.start - b.start),
    hints: [
      ...tools,
      ...meant.flatMap((word): readonly Hint[] => {
        const { read, place, addressed } = word
        if (read.kind !== 'command' || place === 'line' || !consents(word, text)) return []
        const { word: said, written } = read
        return [
          { kind: 'elsewhere', word: said, written, place, ...(addressed !== undefined && { addressed }) },
        ]
      }),
    ],
  }
}

function wordOn({ start, end, doubt, before, lineStart }: OpenLine, text: string): readonly Word[] {
  const isEntity = before.startsWith('&')
  const read = readWord((isEntity ? '/' : '') + lineAt(text, start, end))
  if (!read || (doubt === 'covered' && !isBlocking(read))) return []
  const where = { start, lineStart, end: null, place: 'line' as const }
  if (!doubt) return [{ read, ...where }]
  const meant = read.kind === 'command' ? read.word : read.meant
  const written = isEntity ? `${before}${read.written.slice(1)}` : `${before}${read.written}`
  return [{ read: { kind: 'near miss', meant, written }, ...where }]
}

/** Returns the known word at a look-alike's place (C9); in a heading also a near miss of one that blocks (C4). */
function wordAt({ place, start, ...where }: Spot, text: string): readonly Word[] {
  const read = readWord(lineAt(text, start, where.end ?? text.length))
  if (!read || (read.kind === 'near miss' && !(place === 'heading' && isBlocking(read)))) return []
  return [{ read, place, start, ...where }]
}

function lineAt(text: string, start: number, end: number): string {
  return text.slice(start, Math.min(end, start + 200)).split(/[\r\n]/, 1)[0] ?? ''
}

/** Returns the text after a word, up to its known end. */
function argumentOf({ read, start, end }: Word, text: string): string {
  return text.slice(start + read.written.length, end ?? text.length)
}

function blocks(word: Word, text: string): boolean {
  const { read } = word
  if (read.kind === 'near miss' || isBlocking(read)) return true
  return noteOf(read.word) !== null && ['no', 'unclear'].includes(noteMeaning(argumentOf(word, text)))
}

function consents(word: Word, text: string): boolean {
  const { read } = word
  return read.kind === 'command' && COMMANDS[read.word].effect === 'consents' && !blocks(word, text)
}

/** Returns whether a list explains the commands: it has words of both kinds, and no reason after those that block (C9). */
function isExplanation(words: readonly Word[], text: string): boolean {
  const blocking = words.filter((word) => blocks(word, text))
  return (
    blocking.length > 0 &&
    words.some((word) => consents(word, text)) &&
    blocking.every((word) => isPlaceholder(argumentOf(word, text)))
  )
}

function isPlaceholder(argument: string): boolean {
  return reasonOf(argument.replace(/<[^<>]*>/g, '')) === ''
}

function isBlocking(read: NonNullable<ReadWord>): boolean {
  return COMMANDS[read.kind === 'command' ? read.word : read.meant].effect === 'blocks'
}

function firstLine(source: string): string {
  return source.split(/[\r\n]/, 1)[0]?.trim() ?? ''
}

/** Returns the argument in a text after a word; '' when nothing in it is visible. */
function reasonOf(source: string): string {
  const reason = source.replace(BEFORE_REASON, '').trim()
  return isVisible(withoutComments(reason)) ? cut(reason) : ''
}

const BEFORE_REASON = /^[\s.,;:!]+/

/** Returns whether a text has a letter, a digit or a pictograph. Hangul fillers are letters that are invisible. */
function isVisible(text: string): boolean {
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text.replace(/[\u115F\u1160\u3164\uFFA0]/g, ''))
}

function cut(reason: string): string {
  const short = reason.slice(0, LONGEST_REASON)
  // Do not cut a surrogate pair.
  return /[\uD800-\uDBFF]$/.test(short) && reason.length > LONGEST_REASON ? short.slice(0, -1) : short
}

interface PlainMention {
  readonly offset: number
  readonly mention: MentionAt['mention']
}

/** Returns the mentions in plain text, outside code, links, quotes and HTML. */
function plainMentions(node: Nodes, find: ReturnType<typeof signFinder>): readonly PlainMention[] {
  if (node.type === 'text') {
    return mentionsIn(node.value).map(({ mention, start }) => ({
      mention,
      offset: find(node, start),
    }))
  }
  if (['link', 'linkReference', 'blockquote'].includes(node.type)) return []
  return 'children' in node ? node.children.flatMap((child) => plainMentions(child, find)) : []
}

function whoIn(
  mentions: readonly PlainMention[],
  start: number,
  end: number,
  text: string,
): Pick<SpokenCommand, 'mentions' | 'onlyMentions'> {
  const within = mentions.filter(({ offset }) => offset >= start && offset < end)
  const names = within.flatMap(({ mention }) => {
    if (mention.kind === 'person') return [loginKey(mention.login)]
    return mention.kind === 'team' ? [`${mention.org}/${mention.slug}`.toLowerCase()] : []
  })
  return {
    mentions: [...new Set(names)],
    onlyMentions: within.length > 0 && !saysMore(withoutComments(text.slice(start, end))),
  }
}

/** Returns the mentions right after a word, as long as they are plain text, and the text after them. */
function namesAfter(
  mentions: readonly PlainMention[],
  { place }: Word,
  start: number,
  end: number,
  text: string,
): Pick<SpokenCommand, 'names' | 'afterNames'> {
  const plain = new Set(mentions.map(({ offset }) => offset))
  const source = text.slice(start, end)
  const from = BEFORE_REASON.exec(source)?.[0].length ?? 0
  const run = leadingRun(source.slice(from)).mentions
  // A command in backticks has its mentions in them, too.
  const hidden = place === 'code' ? -1 : run.findIndex((mention) => !plain.has(start + from + mention.start))
  const names = hidden === -1 ? run : run.slice(0, hidden)
  const after = source.slice(from + (names.at(-1)?.end ?? 0)).replace(/^[\s)—–:,;.-]+/, '')
  return { names: names.map(({ mention }) => mention), afterNames: reasonOf(after) }
}

/** Returns whether a text has visible words other than mentions and joining words. */
function saysMore(source: string): boolean {
  // Underscores of emphasis around a mention are not part of the name.
  const plain = source.replace(/(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])/g, ' ')
  let rest = ''
  let at = 0
  for (const { start, end } of mentionsIn(plain)) {
    rest += `${plain.slice(at, start)} `
    at = end
  }
  rest += plain.slice(at)
  return isVisible(rest.replace(/\b(?:and|for|on behalf of)\b/gi, ' '))
}
