import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const documents = execFileSync('git', ['ls-files', '-z', '*.md'])
  .toString()
  .split('\0')
  // The others are what people might write.
  .filter((path) => existsSync(path) && (!path.startsWith('fixtures/') || path.endsWith('/README.md')))

const FOLDERS = 'src|test|emulator|fixtures|docs|scripts|bench|conformance|playground'
/** A span of code that is a path from the root, globs allowed; placeholders such as `<name>` make it none. */
const FROM_ROOT = new RegExp(`^(?:${FOLDERS})/[^\\s<>…]*$`)
/** A span of code that is the path of a source file, wherever it begins. */
const SOURCE_FILE = /^[\w.-]+\/[\w./-]+\.(?:ts|js|graphql|sql)$/

/** Returns every span of code in a document with the number of its line. */
function spansOf(text: string): readonly (readonly [span: string, line: number])[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/`([^`]+)`/g)].map(([, span = '']) => [span, index + 1] as const),
    )
}

/** Returns the relative links of a document: the file from the root, and the anchor in it. */
function linksOf(path: string, text: string): readonly { readonly file: string; readonly anchor: string }[] {
  return [...withoutBlocks(text).matchAll(/(?:\]\(|src="|srcset=")(?!https?:|mailto:)([^)"\s]+)/g)].map(
    ([, to = '']) => {
      const [file = '', anchor = ''] = to.split('#')
      return { file: file === '' ? path : join(dirname(path), file), anchor }
    },
  )
}

/** Returns the anchors that GitHub gives to the headings of a document. */
function anchorsOf(text: string): readonly string[] {
  return [...withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
}

function withoutBlocks(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '')
}

describe.each(documents.map((path) => ({ path, text: readFileSync(path, 'utf8') })))(
  '$path',
  ({ path, text }) => {
    test('names only files that exist, by their path from the root', () => {
      const missing = spansOf(text)
        .filter(([span]) => FROM_ROOT.test(span) || SOURCE_FILE.test(span))
        .filter(([span]) => globSync(span).length === 0)
        .map(([span, line]) => `${path}:${line} ${span}`)
      expect(missing).toEqual([])
    })

    test('draws only files of src that exist', () => {
      const diagrams = [...text.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(([, diagram = '']) => diagram)
      const drawn = diagrams.flatMap((diagram) => diagram.match(/\b[\w-]+\/[\w-]+\.ts\b/g) ?? [])
      expect(drawn.filter((file) => !existsSync(join('src', file)))).toEqual([])
    })

    test('links only to files and headings that exist', () => {
      const broken = linksOf(path, text).filter(
        ({ file, anchor }) =>
          !existsSync(file) || (anchor !== '' && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor)),
      )
      expect(broken).toEqual([])
    })
  },
)

test('finds the paths, links and anchors of a document', () => {
  const line = 'See `src/rules/evaluate.ts`, `rules/evaluate.ts`, `src/github/*.graphql` and `npm run dev`.'
  const spans = spansOf(line).map(([span]) => span)
  expect(spans.filter((span) => FROM_ROOT.test(span))).toEqual([
    'src/rules/evaluate.ts',
    'src/github/*.graphql',
  ])
  expect(spans.filter((span) => SOURCE_FILE.test(span))).toEqual([
    'src/rules/evaluate.ts',
    'rules/evaluate.ts',
  ])
  expect(linksOf('docs/a.md', 'See [b](b.md#c), [d](../d.md), [e](https://example.com/e.md).')).toEqual([
    { file: 'docs/b.md', anchor: 'c' },
    { file: 'd.md', anchor: '' },
  ])
  expect(anchorsOf("## Alerts, and what to do\n### GitHub's `quota`\n")).toEqual([
    'alerts-and-what-to-do',
    'githubs-quota',
  ])
})
