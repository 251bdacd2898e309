import type {
  Definition,
  Heading as HeadingNode,
  Nodes,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
} from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import { type Canonical, canonicalBlocks, type Definitions, digestOf, type Reading } from './canonical.ts'
import { entriesIn, type Locate } from './entries.ts'
import { NO_FRONT_MATTER, readFrontMatter } from './front-matter.ts'
import { linksIn, walk } from './links.ts'
import { isPlainInlineComment, withoutPlainComments } from './markdown/html-comments.ts'
import { lineFinder } from './markdown/lines.ts'
import { mathIn, mathSpans } from './markdown/math.ts'
import { placeOf, readMarkdown, withoutByteOrderMark } from './markdown/read-markdown.ts'
import { tooHard } from './markdown/too-hard.ts'
import type { ParsedDocument, Part, Unreadable } from './parsed-document.ts'
import { hasProse, itemsIn } from './prose.ts'
import { sectionNames } from './section-name.ts'

/** Limits of a document: bytes (T5), headings, and mentions. Beyond, its parse would be as large as itself. */
const MOST_BYTES = 1024 * 1024
const MOST_PARTS = 5_000
const MOST_MENTIONS = 10_000

/**
 * Reads an RFC document, or a description, as GitHub Flavored Markdown with optional front matter (T1, T4, S1, F2).
 * A text beyond the bounds is unreadable; whatever else an author writes is a value, with problems at their lines.
 */
export function parseDocument(written: string): ParsedDocument | Unreadable {
  if (Buffer.byteLength(written) > MOST_BYTES) {
    return unreadable('it is larger than 1 MiB; split it or move parts elsewhere')
  }
  const { text, taken } = withoutByteOrderMark(written)
  const hard = tooHard(text)
  if (hard) return unreadable(hard)
  let root: Root
  try {
    root = readMarkdown(text, { frontMatter: true })
  } catch (error) {
    if (error instanceof RangeError) return unreadable(TOO_DEEP)
    throw new Error('could not parse a document', { cause: error })
  }
  const find = lineFinder(text)
  const locate: Locate = (offset) => {
    const { line, column } = find(offset)
    return { line, column: line === 1 ? column + taken : column }
  }
  const pieces = cut(root)
  const reading: Reading = {
    definitions: definitionsIn(root),
    commentsCount: hasDoubtfulHtml(root),
    math: mathSpans(root, text),
  }
  const parts = pieces.map(({ heading, blocks }) => readPart(heading, blocks, text, reading, locate))
  if (parts.length > MOST_PARTS) return unreadable(`it has more than ${MOST_PARTS} headings; split it`)
  const mentions = parts.flatMap((part) => part.entries.flatMap(({ names }) => names))
  if (mentions.length > MOST_MENTIONS) {
    return unreadable(`it mentions more than ${MOST_MENTIONS} names; remove those it doesn't need`)
  }
  const { title, problems, ...frontMatter } = frontMatterOf(root, text, locate)
  const first = parts.find((part) => part.heading?.level === 1)?.heading
  return {
    kind: 'document',
    title: title ?? first?.text ?? null,
    frontMatter: frontMatter,
    parts,
    problems,
  }
}

const TOO_DEEP = 'it nests too deeply; remove some of its quotes, lists or brackets'

function unreadable(why: string): Unreadable {
  return { kind: 'unreadable', why: `This text can't be parsed: ${why}.` }
}

/** A heading, or a paragraph that counts as one. */
type Title = HeadingNode | Paragraph

/** The blocks of a document, cut at every top-level heading (T1). */
function cut(root: Root): readonly { heading: Title | null; blocks: readonly RootContent[] }[] {
  const pieces: { heading: Title | null; blocks: RootContent[] }[] = [{ heading: null, blocks: [] }]
  const isTitled = hasHeadingsBelowTitle(root)
  for (const node of root.children) {
    if (node.type === 'heading' || (!isTitled && isBold(node))) pieces.push({ heading: node, blocks: [] })
    else if (node.type !== 'yaml') pieces.at(-1)?.blocks.push(node)
  }
  return pieces
}

/** Where there are none, paragraphs in bold are its headings (T1). */
function hasHeadingsBelowTitle(root: Root): boolean {
  const [first, ...others] = root.children.filter((node) => node.type === 'heading')
  return others.length > 0 || (first !== undefined && first.depth > 1)
}

/** Whether a block is a paragraph that is nothing but bold text; comments do not count. */
function isBold(node: RootContent): node is Paragraph {
  if (node.type !== 'paragraph') return false
  const shown = node.children.filter(
    (child) =>
      !(child.type === 'html' && child.value.startsWith('<!--')) &&
      !(child.type === 'text' && child.value.trim() === ''),
  )
  return shown.length > 0 && shown.every(({ type }) => type === 'strong')
}

function readPart(
  heading: Title | null,
  blocks: readonly RootContent[],
  source: string,
  reading: Reading,
  locate: Locate,
): Part {
  const all = heading ? [heading, ...blocks] : blocks
  const { entries, nameless, leftOut } = entriesIn(all, source, reading.definitions, locate)
  const whole = { ...reading, leftOut: null }
  const title = heading ? canonicalBlocks([heading], whole) : []
  const math = mathOf(all, reading, source)
  const rest = [...math, ...canonicalBlocks(blocks, { ...reading, leftOut })]
  const text = heading ? headingText(heading) : ''
  return {
    heading: heading && {
      text,
      names: sectionNames(text),
      // Paragraphs in bold are headings below the title.
      level: heading.type === 'heading' ? heading.depth : 2,
      digest: digestOf(title),
      isPlain: isPlain(heading),
      isEntry: leftOut.blocks.has(heading),
    },
    digest: digestOf([title, math, canonicalBlocks(blocks, whole)]),
    digestWithoutEntries: rest.length === 0 ? null : digestOf(rest),
    hasProse: hasProse(blocks),
    items: itemsIn(blocks),
    entries: entries.map(({ blocks: said, ...entry }) => ({
      ...entry,
      digest: digestOf(canonicalBlocks(said, whole)),
    })),
    nameless,
    ...linksIn(all, reading),
    line: heading ? placeOf(heading).line : 1,
  }
}

/** Its math as it is written, so that white space and marks count there (F2). */
function mathOf(blocks: readonly RootContent[], { math }: Reading, source: string): readonly Canonical[] {
  const [first, last] = [blocks[0], blocks.at(-1)]
  if (!first || !last) return []
  const written = mathIn(math, { start: placeOf(first).start, end: placeOf(last).end }, source)
  return written.length === 0 ? [] : [['math', ...written]]
}

function headingText(heading: Title): string {
  return textOf(heading, { includeHtml: false }).replace(/\s+/g, ' ').trim()
}

/** Whether a heading has nothing but words, in emphasis or not. */
function isPlain(node: Title | PhrasingContent): boolean {
  if (node.type === 'text') return true
  const mayHoldWords = ['heading', 'paragraph', 'emphasis', 'strong'].includes(node.type)
  return mayHoldWords && 'children' in node && node.children.every(isPlain)
}

/**
 * Whether some raw HTML may leave a tag, quote or comment open: a browser then reads what follows it, other comments
 * included, in another way than Markdown does.
 */
function hasDoubtfulHtml(root: Root): boolean {
  let isDoubtful = false
  const look = (node: Nodes, isInline: boolean): void => {
    if (node.type === 'html') {
      isDoubtful ||=
        isInline && node.value.startsWith('<!--')
          ? !isPlainInlineComment(node.value)
          : withoutPlainComments(node.value) === null
    }
    const within =
      isInline || node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell'
    if ('children' in node) for (const child of node.children) look(child, within)
  }
  look(root, false)
  return isDoubtful
}

/** The first definition of a name counts, as in CommonMark. */
function definitionsIn(root: Root): Definitions {
  const definitions = new Map<string, Definition>()
  walk(root, (node) => {
    if (node.type === 'definition' && !definitions.has(node.identifier))
      definitions.set(node.identifier, node)
  })
  return definitions
}

function frontMatterOf(root: Root, text: string, locate: Locate): ReturnType<typeof readFrontMatter> {
  const yaml = root.children.find((node) => node.type === 'yaml')
  if (yaml) {
    const { start } = placeOf(yaml)
    const from = start + (/^---[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(start))?.[0].length ?? 0)
    // From the source and not the node, so that offsets stay those of the text whatever its line ends are.
    return readFrontMatter(text.slice(from, placeOf(yaml).end).replace(/---[ \t]*$/, ''), (offset) =>
      locate(from + offset),
    )
  }
  const unended = /^---[ \t]*(?:\r\n|\n|\r)(?:title|stakeholders|approvers|reviewers)[ \t]*:/i.test(text)
  if (!unended) return NO_FRONT_MATTER
  const message = "The front matter that starts here isn't closed. End it with a line `---`."
  return { ...NO_FRONT_MATTER, problems: [{ message, line: 1 }] }
}
