import fc from 'fast-check'
import picomatch from 'picomatch'
import { describe, expect, test } from 'vitest'
import { globTest } from '../../src/config/glob.ts'

const OPTIONS = { dot: true, nobrace: true, noextglob: true, flags: 's' }

/** Names of a few letters with single stars, so that everybody agrees on what they mean. */
const nameOf = (tokens: readonly string[]) =>
  fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 5 }).map((all) => all.join(''))
const globs = fc
  .array(
    fc.oneof(
      nameOf(['a', 'b', '.', '-', '*', '?', '[ab]', '[a-b]']).filter((name) => !name.includes('**')),
      fc.constantFrom('*', '**', '**'),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((names) => names.join('/'))
const paths = fc
  .array(nameOf(['a', 'b', '-', '.a']), { minLength: 1, maxLength: 5 })
  .map((names) => names.join('/'))

describe('a glob (D2, S2)', () => {
  test('means the same as in another glob library', () => {
    fc.assert(
      fc.property(globs, fc.array(paths, { minLength: 20, maxLength: 20 }), (glob, some) => {
        const [isOurs, isTheirs] = [globTest(glob), picomatch(glob, OPTIONS)]
        expect(some.filter(isOurs)).toEqual(some.filter((path) => isTheirs(path)))
      }),
      { numRuns: 1000 },
    )
  })

  test.each<[string, string, boolean]>([
    ['rfcs/**', 'rfcs/a/b.md', true],
    ['rfcs/**', 'rfcs', true],
    ['rfcs/**', 'rfcsa', false],
    ['**', 'a/b', true],
    ['**/*.md', 'a.md', true],
    ['**.md', 'a/b.md', true],
    ['a/**.md', 'a/b/c.md', false],
    ['./a/*.md', 'a/b.md', true],
    ['a/**/**/b', 'a/b', true],
    ['a/**/b/**/c', 'a/x/b/y/b/z/c', true],
    ['a/**/b/**/c', 'a/x/c/y/b', false],
    ['*-*.md', 'a-b-c.md', true],
    ['*a*', 'b', false],
    ['*', '', false],
    ['a?c', 'a/c', false],
    ['a?c', 'a😀c', true],
    ['[!a]', 'a', false],
    ['[!a]', 'b', true],
    ['[^a]b', '/b', false],
    ['[]a]', ']', true],
    ['[z-a]', 'z', false],
    ['[z-a]', '[z-a]', true],
    ['a[', 'a[', true],
    ['[]', '[]', true],
    ['app/[id]/v[12].md', 'app/[id]/v2.md', true],
    ['app/[id]/v[12].md', 'app/i/v1.md', true],
    ['(a|b)+.md', 'a.md', false],
    ['(a|b)+.md', '(a|b)+.md', true],
    ['a.b', 'axb', false],
    ['a\nb/*', 'a\nb/c', true],
    ['*.md', 'a\nb.md', true],
    ['././a.md', 'a.md', true],
    ['**.md/*.txt', 'a.md/b.txt', true],
    ['**.md/*.txt', 'x/a.md/b.txt', false],
    ['a/***', 'a/b', true],
    ['a/***', 'a/', false],
    ['*a*b*c', 'xaxbxc', true],
    ['*a*b*c', 'xbxaxc', false],
    ['[!]a]', 'b', true],
    ['[!]a]', ']', false],
    ['[!]a]', 'a', false],
    ['[a-a]', 'a', true],
    ['[a-a]', '-', false],
  ])('%j and %j: %s', (glob, path, isMatch) => {
    expect(globTest(glob)(path)).toBe(isMatch)
  })

  // None of these would end within a lifetime if every way to place the stars were tried.
  test.each<[string, string]>([
    ['*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(4096)],
    ['docs/*-*-*-*-*.md', `docs/${'-'.repeat(4096)}`],
    ['**/a/**/a/**/a/**/a/**/x', 'a/'.repeat(2048)],
    ['**/*a*a/**/*a*a/**/*a*a/**/*.x', 'aaaa/'.repeat(800)],
    ['**/*[ab]*[ab]*[ab]?*[ab]/**/*?c', `${'ab'.repeat(100)}/`.repeat(20)],
  ])('%s takes bounded time on an adversarial path (TH-98)', (glob, path) => {
    expect(globTest(glob)(path)).toBe(false)
  })

  test('compiles for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'binary' }),
        (glob, path) => {
          expect(globTest(glob)(path)).toBeTypeOf('boolean')
        },
      ),
    )
  })
})
