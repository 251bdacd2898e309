import type { Nodes, Root } from 'mdast'
import { withoutByteOrderMark } from '../markdown/byte-order-mark.ts'
import { withoutComments } from '../markdown/html-comments.ts'
import { lineFinder } from '../markdown/lines.ts'
import { leadingRun, type MentionAt, mentionsIn } from '../markdown/mention.ts'
import { readMarkdown } from '../markdown/read-markdown.ts'
import { signFinder } from '../markdown/sign-offset.ts'
import { tooHard } from '../markdown/too-hard.ts'
import { COMMANDS } from './commands.ts'
import type { ParsedRemark, Said, UnreadableRemark } from './parsed.ts'
import { type ReadWord, readWord } from './parse-word.ts'
import { openLines } from './read-tree.ts'

/** GitHub's own limit is 65,536 characters; a remark with more commands than this is no remark. */
const MOST_CHARACTERS = 70_000
const MOST_COMMANDS = 200
const LONGEST_REASON = 2_000

/** Reads the commands of a comment or review body (C2), and what comes near to one (C4). Never throws at a text. */
export function parseRemark(written: string): ParsedRemark | UnreadableRemark {
  const { text } = withoutByteOrderMark(written)
  if (text.length > MOST_CHARACTERS) return unreadableRemark(text, 'it is longer than GitHub allows')
  const hard = tooHard(text)
  if (hard) return unreadableRemark(text, hard)
  let root: Root
  try {
    root = readMarkdown(text, { frontMatter: false })
  } catch (error) {
    if (error instanceof RangeError) return unreadableRemark(text, 'it nests too deeply')
    throw new Error('could not parse a remark', { cause: error })
  }
  const words = wordsIn(root, text)
  if (words.length > MOST_COMMANDS)
    return unreadableRemark(text, `it holds more than ${MOST_COMMANDS} commands`)
  const find = lineFinder(text)
  const mentions = words.length > 0 ? plainMentions(root, signFinder(text)) : []
  return {
    kind: 'remark',
    said: words.map((word, index) => {
      const line = find(word.start).line
      if (word.read.kind === 'near miss') return { ...word.read, line }
      const start = word.start + word.read.written.length
      const end = words[index + 1]?.lineStart ?? text.length
      const who = { ...whoIn(mentions, start, end, text), ...namesAfter(mentions, start, end, text) }
      return { ...word.read, reason: reasonOf(text.slice(start, end)), ...who, line }
    }),
  }
}

/** A remark that cannot be read within the bounds; in doubt it may say whatever a line of it seems to say (C0). */
export function unreadableRemark(text: string, why: string): UnreadableRemark {
  const words = text.split(/[\n\r\u0085\u2028\u2029\v\f]/).flatMap((line) => {
    const read = readWord(line.replace(/^[\s*_\\]+/, '').slice(0, 100))
    return read ? [read] : []
  })
  return {
    kind: 'unreadable',
    why: `This text is too hard to read: ${why}.`,
    mayHold: words.some(holds),
    mayCommand: words.length > 0,
  }
}

interface Word {
  readonly read: NonNullable<ReadWord>
  /** Where the word begins, and where its line does. */
  readonly start: number
  readonly lineStart: number
}

function wordsIn(root: Root, text: string): readonly Word[] {
  return openLines(root, text).flatMap(({ start, end, doubt, before, lineStart }): readonly Word[] => {
    const isEntity = before.startsWith('&')
    const line = (isEntity ? '/' : '') + text.slice(start, Math.min(end, start + 200))
    const read = readWord(line.split(/[\r\n]/, 1)[0] ?? '')
    if (!read || (doubt === 'covered' && !holds(read))) return []
    if (!doubt) return [{ read, start, lineStart }]
    const meant = read.kind === 'command' ? read.word : read.meant
    const written = isEntity ? `${before}${read.written.slice(1)}` : `${before}${read.written}`
    return [{ read: { kind: 'near miss', meant, written }, start, lineStart }]
  })
}

function holds(read: NonNullable<ReadWord>): boolean {
  return COMMANDS[read.kind === 'command' ? read.word : read.meant].effect === 'holds'
}

type Command = Extract<Said, { kind: 'command' }>

/** The text after a word; '' where nobody could see anything in it. */
function reasonOf(source: string): string {
  const reason = source.replace(BEFORE_REASON, '').trim()
  return isVisible(withoutComments(reason)) ? cut(reason) : ''
}

const BEFORE_REASON = /^[\s.,;:!]+/

/** Whether something can be read: a letter, a digit or a picture. Fillers are letters that show nothing. */
function isVisible(text: string): boolean {
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text.replace(/[\u115F\u1160\u3164\uFFA0]/g, ''))
}

function cut(reason: string): string {
  const short = reason.slice(0, LONGEST_REASON)
  // Never half a character.
  return /[\uD800-\uDBFF]$/.test(short) && reason.length > LONGEST_REASON ? short.slice(0, -1) : short
}

interface PlainMention {
  readonly offset: number
  readonly mention: MentionAt['mention']
}

/** Mentions in plain text, outside code, links, quotes and HTML. */
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
): Pick<Command, 'mentions' | 'onlyMentions'> {
  const within = mentions.filter(({ offset }) => offset >= start && offset < end)
  const names = within.flatMap(({ mention }) => {
    if (mention.kind === 'person') return [mention.login.toLowerCase()]
    return mention.kind === 'team' ? [`${mention.org}/${mention.slug}`.toLowerCase()] : []
  })
  return {
    mentions: [...new Set(names)],
    onlyMentions: within.length > 0 && !saysMore(withoutComments(text.slice(start, end))),
  }
}

/** The mentions right after a word, as far as they are plain text, and what is said after them. */
function namesAfter(
  mentions: readonly PlainMention[],
  start: number,
  end: number,
  text: string,
): Pick<Command, 'names' | 'afterNames'> {
  const plain = new Set(mentions.map(({ offset }) => offset))
  const source = text.slice(start, end)
  const from = BEFORE_REASON.exec(source)?.[0].length ?? 0
  const run = leadingRun(source.slice(from)).mentions
  const hidden = run.findIndex((mention) => !plain.has(start + from + mention.start))
  const names = hidden === -1 ? run : run.slice(0, hidden)
  const after = source.slice(from + (names.at(-1)?.end ?? 0)).replace(/^[\s)—–:,;.-]+/, '')
  return { names: names.map(({ mention }) => mention), afterNames: reasonOf(after) }
}

/** Whether anything but mentions and joining words can be read. */
function saysMore(source: string): boolean {
  // Underscores of emphasis around a mention are no part of the name.
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
