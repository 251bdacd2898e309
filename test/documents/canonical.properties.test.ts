import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/documents/parse-document.ts'

/** A block of a document, as a reader sees it. */
type Block =
  | { kind: 'heading'; level: number; words: string[] }
  | { kind: 'words'; words: string[] }
  | { kind: 'list'; items: { box: boolean | null; words: string[]; below: string[] }[] }
  | { kind: 'code'; lines: string[] }
  | { kind: 'quote'; words: string[] }
  | { kind: 'table'; titles: string[]; cells: string[] }
  | { kind: 'link'; text: string; address: string }
  | { kind: 'math'; formula: string }
  | { kind: 'struck'; words: string[] }

/** How it is written: everything here is for the writer, and shows nowhere. */
interface Style {
  wrap: number
  mark: '-' | '*' | '+'
  emphasis: '' | '*' | '_' | '**'
  blank: number
  comment: string
  fence: '```' | '~~~~'
  pad: number
  end: '\n' | '\r\n'
  isSetext: boolean
  isReference: boolean
}

const word = fc.stringMatching(/^[a-z]{1,8}$/)

const words = fc.array(word, { minLength: 1, maxLength: 8 })

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), level: fc.integer({ min: 1, max: 2 }), words }),
  fc.record({ kind: fc.constant('words' as const), words }),
  fc.record({
    kind: fc.constant('list' as const),
    items: fc.array(
      fc.record({ box: fc.constantFrom(null, true, false), words, below: fc.array(word, { maxLength: 2 }) }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.record({
    kind: fc.constant('code' as const),
    lines: fc.array(fc.stringMatching(/^[a-z ]{1,9}$/), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('quote' as const), words }),
  fc
    .tuple(fc.array(word, { minLength: 2, maxLength: 3 }), fc.array(word, { minLength: 3, maxLength: 3 }))
    .map(([titles, cells]) => ({ kind: 'table' as const, titles, cells: cells.slice(0, titles.length) })),
  fc.record({
    kind: fc.constant('link' as const),
    text: word,
    address: fc.stringMatching(/^[a-z]{1,6}\.md$/),
  }),
  fc.record({ kind: fc.constant('math' as const), formula: fc.stringMatching(/^[a-z]( [+*_] [a-z]){0,3}$/) }),
  fc.record({ kind: fc.constant('struck' as const), words }),
)

const blocks = fc.array(block, { minLength: 1, maxLength: 6 })

const style: fc.Arbitrary<Style> = fc.record({
  wrap: fc.integer({ min: 1, max: 9 }),
  mark: fc.constantFrom('-', '*', '+'),
  emphasis: fc.constantFrom('', '*', '_', '**'),
  blank: fc.integer({ min: 1, max: 3 }),
  comment: fc.constantFrom('', '<!-- a note -->', '<!-- @ada\nsays -->'),
  fence: fc.constantFrom('```', '~~~~'),
  pad: fc.integer({ min: 0, max: 3 }),
  end: fc.constantFrom('\n', '\r\n'),
  isSetext: fc.boolean(),
  isReference: fc.boolean(),
})

/** The Markdown of some blocks in a style. A comment between any two keeps lists apart, as blank lines do not. */
function written(document: readonly Block[], how: Style): string {
  // A paragraph that is bold throughout is a heading (T1).
  const paragraph = (words: readonly string[], indent = '') => {
    const shown = words.map((each, index) =>
      index === 0 && words.length > 1 ? `${how.emphasis}${each}${how.emphasis}` : each,
    )
    const lines = Array.from({ length: Math.ceil(shown.length / how.wrap) }, (_, line) =>
      shown.slice(line * how.wrap, (line + 1) * how.wrap).join(' '.repeat(1 + how.pad)),
    )
    return lines.join(`\n${indent}`)
  }
  const definitions: string[] = []
  const one = (each: Block): string => {
    switch (each.kind) {
      case 'heading': {
        const text = each.words.join(' ')
        return how.isSetext
          ? `${text}\n${each.level === 1 ? '===' : '---'}`
          : `${'#'.repeat(each.level)} ${text}`
      }
      case 'words':
        return paragraph(each.words)
      case 'quote':
        return `> ${paragraph(each.words, '> ')}`
      case 'struck':
        return `~~${each.words.join(' ')}~~`
      case 'list':
        return each.items
          .map(({ box, words, below }) => {
            const task = box === null ? '' : `[${box ? 'x' : ' '}] `
            return [
              `${how.mark} ${task}${paragraph(words, '  ')}`,
              ...below.map((sub) => `  ${how.mark} ${sub}`),
            ].join('\n')
          })
          .join('\n'.repeat(how.blank))
      case 'code':
        return [how.fence, ...each.lines, how.fence].join('\n')
      case 'table': {
        const row = (cells: readonly string[]) =>
          `| ${cells.map((cell) => cell + ' '.repeat(how.pad)).join(' | ')} |`
        return [row(each.titles), row(each.titles.map(() => '-'.repeat(3 + how.pad))), row(each.cells)].join(
          '\n',
        )
      }
      case 'link': {
        if (!how.isReference) return `[${each.text}](${each.address})`
        definitions.push(`[r${definitions.length}]: ${each.address}`)
        return `[${each.text}][r${definitions.length - 1}]`
      }
      case 'math':
        return `so  $${each.formula}$  it`
    }
  }
  const text = document.map(one).join(`\n\n<!-- -->\n\n${how.comment}${'\n'.repeat(how.blank)}`)
  return [text, ...definitions].join('\n\n').replaceAll('\n', how.end)
}

function material(text: string): string {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed.parts.map(({ digest }) => digest).join()
}

/** The same document with one thing changed that a reader sees; null where it has no such thing. */
const CHANGES: Readonly<Record<string, (each: Block) => Block | null>> = {
  'a word': (each) => ('words' in each ? { ...each, words: [...each.words.slice(1), 'other9'] } : null),
  case: (each) => ('words' in each ? { ...each, words: each.words.map((one) => one.toUpperCase()) } : null),
  punctuation: (each) => ('words' in each ? { ...each, words: [...each.words, '!'] } : null),
  'a number before it': (each) => ('words' in each ? { ...each, words: ['7', ...each.words] } : null),
  'the level of a heading': (each) => (each.kind === 'heading' ? { ...each, level: 3 - each.level } : null),
  'a quote': (each) => (each.kind === 'words' ? { ...each, kind: 'quote' } : null),
  'strike-through': (each) => (each.kind === 'words' ? { ...each, kind: 'struck' } : null),
  'a box': (each) =>
    each.kind === 'list'
      ? { ...each, items: each.items.map((item) => ({ ...item, box: item.box !== true })) }
      : null,
  'what is nested': (each) =>
    each.kind === 'list'
      ? { ...each, items: each.items.map((item) => ({ ...item, below: [...item.below, 'more'] })) }
      : null,
  'white space in code': (each) =>
    each.kind === 'code' ? { ...each, lines: each.lines.map((line) => `${line} `) } : null,
  'a cell': (each) =>
    each.kind === 'table' ? { ...each, cells: each.cells.map((cell) => `${cell}s`) } : null,
  'a target': (each) => (each.kind === 'link' ? { ...each, address: `x${each.address}` } : null),
  'white space in math': (each) =>
    each.kind === 'math' ? { ...each, formula: `${each.formula}  - z` } : null,
}

describe('F2: the material text is what a reader sees', () => {
  test('documents that look the same have the same digest, however they are written', () => {
    fc.assert(
      fc.property(blocks, style, style, (document, one, two) => {
        expect(material(written(document, one))).toBe(material(written(document, two)))
      }),
      { numRuns: 300 },
    )
  })

  test.each(Object.entries(CHANGES))('another digest in any style when this changes: %s', (_, change) => {
    fc.assert(
      fc.property(blocks, fc.nat(), style, style, (document, at, one, two) => {
        const index = at % document.length
        const changed = change(document[index] as Block)
        fc.pre(changed !== null)
        const other = document.map((each, place) => (place === index && changed ? changed : each))
        expect(material(written(document, one))).not.toBe(material(written(other, two)))
      }),
      { numRuns: 60 },
    )
  })
})
