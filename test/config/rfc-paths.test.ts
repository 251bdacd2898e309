import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Config, DEFAULTS } from '../../src/config/config.ts'
import {
  isDocumentPath,
  isRfcPath,
  ownFolders,
  plausible,
  plausibleIfOdd,
} from '../../src/config/rfc-paths.ts'

describe('by default (D2)', () => {
  test.each([
    'rfcs/0001.md',
    'rfcs/2026/03/0001.md',
    'rfc/a.md',
    'docs/rfcs/a.md',
    'docs/rfc/a.md',
    'RFCS/A.MD',
    'Docs/Rfc/a.Md',
    'rfcs/billing/README.md',
    'rfcs/.hidden.md',
    'rfcs/.hidden/a.md',
    'rfcs/a template.md',
    'rfcs/a.mdx',
    'rfcs/a.markdown',
    'rfds/0001.md',
    'docs/proposals/a.md',
    'rfcs/0007-pay/README.md',
    'rfcs/0007-pay/index.md',
  ])('%s is an RFC', (path) => {
    expect(isDocumentPath(DEFAULTS, path)).toBe(true)
  })

  test.each(['rfcs/a.txt', 'proposals/0007-pay/chart.png', 'rfcs/0007-pay/data.json'])(
    '%s is an attachment',
    (path) => {
      expect([isRfcPath(DEFAULTS, path), isDocumentPath(DEFAULTS, path)]).toEqual([true, false])
    },
  )

  test.each([
    'README.md',
    'src/a.md',
    'a/rfcs/b.md',
    'rfcs',
    'rfcs/README.md',
    'rfcs/index.md',
    'docs/proposals/CONTRIBUTING.md',
    'a/proposals/b.md',
    'rfcs/new-template.md',
    'docs/rfcs/readme.MD',
    'rfcs/template.md',
    'rfcs/2026/Template.md',
    'docs/rfc/_template.md',
    'rfcs/0000-TEMPLATE.md',
    '',
    '/',
    '..',
    '\0',
  ])('%j is neither', (path) => {
    expect(isDocumentPath(DEFAULTS, path)).toBe(false)
  })

  test.each([
    'rfcs/../rfcs/a.md',
    'rfcs/../a.md',
    'x/../rfcs/a.md',
    './rfcs/a.md',
    'rfcs//a.md',
    'rfcs\\a.md',
    'rfcs%2Fa.md',
    'rfcs/%2e%2e/rfcs/a.md',
    'rfcs/a.md ',
    'rfcs/a.md\n',
    'rfcs/a\nb.md',
    'rf\u200Bcs/a.md',
    'rfcs/a\u0000.md',
    'rfcs/cafe\u0301.md',
    'ｒｆｃｓ/a.md',
  ])('a deceptive path is matched as it looks: %j (TH-89)', (path) => {
    expect(isDocumentPath(DEFAULTS, path)).toBe(true)
  })
})

describe('by configuration', () => {
  const config = (paths: readonly string[], ignore: readonly string[] = []): Config => ({
    ...DEFAULTS,
    rfcs: { ...DEFAULTS.rfcs, paths, ignore },
  })

  test.each<[string, readonly string[], readonly string[], string, boolean]>([
    ['a plain name is ignored in any folder', ['a/**/*.md'], ['draft.md'], 'a/b/DRAFT.md', false],
    ['a plain name may be a glob', ['a/**/*.md'], ['*-draft.md'], 'a/b/x-draft.md', false],
    ['a pattern with a slash is ignored there alone', ['**/*.md'], ['a/*.md'], 'b/a/x.md', true],
    ['a pattern with a slash is ignored', ['**/*.md'], ['a/*.md'], 'a/x.md', false],
    ['a README at the root is none', ['**/*.md'], [], 'README.md', false],
    ['a README that is named is one', ['a/README.md'], [], 'a/readme.md', true],
    ['composed and decomposed letters are the same', ['caf\u00E9/*.md'], [], 'cafe\u0301/a.md', true],
    ['a pattern without wildcards is a path', ['docs/plan.md'], [], 'docs/plan.md', true],
    ['`?` and `[…]` are wildcards', ['rfc-?[0-9].md'], [], 'rfc-a7.md', true],
    ['a path that ends in a folder means the Markdown below it', ['text/'], [], 'text/a/b.MD', true],
    ['a path that ends in a folder means no other file below it', ['text/'], [], 'text/a.png', false],
    ['a path that ends in a folder may lack its slash', ['docs/text'], [], 'docs/text/a.md', true],
    ['a path that ends in a folder means no file of that name', ['docs/text'], [], 'docs/text', false],
    ['a README of the folder is none', ['text/'], [], 'text/README.md', false],
    [
      'a guide of a folder found by a wildcard is none',
      ['packages/*/rfcs/**'],
      [],
      'packages/a/rfcs/contributing.md',
      false,
    ],
    ['an index in a folder below is one', ['packages/*/rfcs/**'], [], 'packages/a/rfcs/b/index.md', true],
    ['no path is one without a pattern', [], [], 'rfcs/a.md', false],
  ])('%s', (_, paths, ignore, path, isRfc) => {
    expect(isRfcPath(config(paths, ignore), path)).toBe(isRfc)
  })
})

describe('the folders in which the document of a file may be (D2, D4)', () => {
  test.each<[readonly string[], string, readonly string[]]>([
    [['rfcs/**'], 'rfcs/0007/appendix.md', ['rfcs/0007']],
    [['rfcs/**'], 'rfcs/0007/img/a.png', ['rfcs/0007/img', 'rfcs/0007']],
    [['rfcs/**'], 'rfcs/appendix.md', []],
    [['RFCs/**'], 'rfcs/0007/a.png', ['rfcs/0007']],
    [['packages/*/rfcs/**'], 'packages/a/rfcs/0007/a.png', ['packages/a/rfcs/0007']],
    [['**'], 'a/b.png', ['a']],
    [['docs/**', 'docs/rfcs/**'], 'docs/rfcs/a.md', []],
    [['rfcs/**'], 'src/a.png', []],
  ])('%j: %s lies in %j', (paths, path, folders) => {
    const config: Config = { ...DEFAULTS, rfcs: { ...DEFAULTS.rfcs, paths } }
    expect(ownFolders(config, path)).toEqual(folders)
  })
})

describe('an odd path is matched in every reading of it (D2)', () => {
  test.each([
    ['x/../rfcs/a.md', true],
    ['rfcs/../x/a.md', true],
    ['y/../../rfcs/a.md', true],
    ['rfcs/%2e%2e/rfcs/a.md', true],
    ['x%2F..%2Frfcs%2Fa.md', true],
    ['x\\..\\rfcs\\a.md', true],
    ['.//rfcs/ a.md', true],
    ['rfcs/\u200Ba.md', true],
    ['x%2Frfcs/a.md', false],
    ['..rfcs/a.md', false],
  ])('takes %j for an RFC: %s', (path, isRfc) => {
    expect(isRfcPath(DEFAULTS, path)).toBe(isRfc)
  })
})

test('an ordinary path is taken for what any path like it would be', () => {
  const letter = fc.constantFrom(...'aZ9_-./\\%2eE \u00e9\u0301\u200bK\n')
  const path = fc.oneof(
    fc.string({ unit: letter, maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  fc.assert(
    fc.property(path, (text) => {
      expect(plausible(text)).toEqual(plausibleIfOdd(text))
    }),
    { numRuns: 20_000 },
  )
})
