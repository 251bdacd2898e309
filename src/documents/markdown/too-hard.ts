/** Longest line, in characters. */
const LONGEST_LINE = 20_000
/** How many quotes and lists may nest. Reading time grows with the square of it. */
const DEEPEST = 64
/** How many marks of emphasis in one paragraph may lack their counterpart. */
const MOST_LOOSE_MARKS = 1_000
/** How many brackets in one paragraph may lack their counterpart. */
const MOST_LOOSE_BRACKETS = 1_000

/**
 * Returns why a text would take too long to parse as Markdown, as the end of a sentence; null when it would not, as far
 * as one pass over its characters shows. Anything else is stopped by the deadline of the child process that parses.
 */
export function tooHard(text: string): string | null {
  let paragraph = NONE
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.length > LONGEST_LINE) return `a line is longer than ${LONGEST_LINE} characters; break it up`
    if (depthOf(line) > DEEPEST) return `it nests more than ${DEEPEST} quotes or lists; nest it less`
    paragraph = line.trim() === '' ? NONE : withLine(paragraph, line)
    if (Math.max(paragraph.stars, paragraph.underscores, paragraph.tildes) > MOST_LOOSE_MARKS) {
      return `a paragraph opens more than ${MOST_LOOSE_MARKS} emphasis markers (\`*\`, \`_\`, \`~\`) without closing them`
    }
    if (Math.max(paragraph.square, paragraph.round) > MOST_LOOSE_BRACKETS) {
      return `a paragraph opens more than ${MOST_LOOSE_BRACKETS} brackets without closing them`
    }
  }
  return null
}

/** Marks in a paragraph without a counterpart. A closing mark without an opening one is as hard as the reverse. */
interface Loose {
  readonly stars: number
  readonly underscores: number
  readonly tildes: number
  readonly square: number
  readonly round: number
}

const NONE: Loose = { stars: 0, underscores: 0, tildes: 0, square: 0, round: 0 }

function withLine(loose: Loose, line: string): Loose {
  const difference = ([open, close]: Marks): number =>
    Math.abs((line.match(open)?.length ?? 0) - (line.match(close)?.length ?? 0))
  return {
    stars: loose.stars + difference(STARS),
    underscores: loose.underscores + difference(UNDERSCORES),
    tildes: loose.tildes + difference(TILDES),
    square: loose.square + difference(SQUARE),
    round: loose.round + difference(ROUND),
  }
}

/** What opens and what closes. Emphasis opens before a letter, and closes behind one. */
type Marks = readonly [open: RegExp, close: RegExp]

const STARS: Marks = [/(?<![\p{L}\p{N}*])\*+(?=[\p{L}\p{N}])/gu, /(?<=[\p{L}\p{N}])\*+(?![\p{L}\p{N}*])/gu]
const UNDERSCORES: Marks = [
  /(?<![\p{L}\p{N}_])_+(?=[\p{L}\p{N}])/gu,
  /(?<=[\p{L}\p{N}])_+(?![\p{L}\p{N}_])/gu,
]
const TILDES: Marks = [/(?<![\p{L}\p{N}~])~+(?=[\p{L}\p{N}])/gu, /(?<=[\p{L}\p{N}])~+(?![\p{L}\p{N}~])/gu]
const SQUARE: Marks = [/\[/g, /\]/g]
const ROUND: Marks = [/\(/g, /\)/g]

/** How many quotes and lists a line may open or continue: its marks, and two columns of indentation for each list. */
function depthOf(line: string): number {
  const start = /^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])(?:\s+|$)[\s>]*)*/.exec(line)?.[0] ?? ''
  const marks = start.match(/>|[-+*](?=\s|$)|\d[.)]/g)?.length ?? 0
  if (marks === 0) return 0
  const indent = (/^[ \t]*/.exec(start)?.[0] ?? '').replaceAll('\t', '    ').length
  return marks + indent / 2
}
