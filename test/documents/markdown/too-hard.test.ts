import { describe, expect, test } from 'vitest'
import { tooHard } from '../../../src/documents/markdown/too-hard.ts'

const TOO_LONG = 'a line is longer than 20000 characters; break it up'
const TOO_NESTED = 'it nests more than 64 quotes or lists; nest it less'
const TOO_MANY_EMPHASES =
  'a paragraph opens more than 1000 emphasis markers (`*`, `_`, `~`) without closing them'
const TOO_MANY_BRACKETS = 'a paragraph opens more than 1000 brackets without closing them'

describe('a text up to the limit is parsed, and one beyond it is not (T5)', () => {
  test.each<[string, string, string, string]>([
    ['the length of a line', 'a'.repeat(20_000), 'a'.repeat(20_001), TOO_LONG],
    ['quotes', '> '.repeat(64), '> '.repeat(65), TOO_NESTED],
    ['quotes without space', '>'.repeat(64), '>'.repeat(65), TOO_NESTED],
    ['lists', `${'- '.repeat(64)}a`, `${'- '.repeat(65)}a`, TOO_NESTED],
    ['lists of another mark', `${'+ '.repeat(64)}a`, `${'+ '.repeat(65)}a`, TOO_NESTED],
    ['lists of stars', `${'* '.repeat(64)}a`, `${'* '.repeat(65)}a`, TOO_NESTED],
    ['lists whose last item is empty', `${'- '.repeat(63)}-`, `${'- '.repeat(64)}-`, TOO_NESTED],
    ['ordered lists', `${'1. '.repeat(64)}a`, `${'1. '.repeat(65)}a`, TOO_NESTED],
    ['ordered lists with brackets', `${'10) '.repeat(64)}a`, `${'10) '.repeat(65)}a`, TOO_NESTED],
    ['quotes and lists in turn', `${'> - '.repeat(32)}a`, `${'> - '.repeat(33)}a`, TOO_NESTED],
    ['quotes in lists', `${'- > '.repeat(32)}a`, `${'- > '.repeat(33)}a`, TOO_NESTED],
    ['lists by indentation', `${' '.repeat(126)}- a`, `${' '.repeat(127)}- a`, TOO_NESTED],
    ['lists by tabs', `${'\t'.repeat(31)}- a`, `${'\t'.repeat(32)}- a`, TOO_NESTED],
    ['square brackets', '['.repeat(1000), '['.repeat(1001), TOO_MANY_BRACKETS],
    ['square brackets that close nothing', ']'.repeat(1000), ']'.repeat(1001), TOO_MANY_BRACKETS],
    ['round brackets', '('.repeat(1000), '('.repeat(1001), TOO_MANY_BRACKETS],
    ['round brackets over lines', '(\n'.repeat(1000), '(\n'.repeat(1001), TOO_MANY_BRACKETS],
    ['square brackets over lines', '[\r\n'.repeat(1000), '[\r\n'.repeat(1001), TOO_MANY_BRACKETS],
  ])('limits %s', (_, bearable, hard, why) => {
    expect(tooHard(bearable)).toBeNull()
    expect(tooHard(hard)).toBe(why)
  })
})

describe.each(['*', '_', '~'])('emphasis with %s that lacks its counterpart is counted', (mark) => {
  test.each([
    ['before a word', `${mark}a `],
    ['before a digit', `${mark}1 `],
    ['before a word, twice', `${mark}${mark}a `],
    ['before a word in brackets', `.${mark}a `],
    ['behind a word', `a${mark} `],
    ['behind a digit', `1${mark} `],
    ['behind a word, twice', `a${mark}${mark} `],
    ['behind a word and before a full stop', `a${mark}. `],
    ['before a word, one to a line', `${mark}a\n`],
    ['behind a word, one to a line', `a${mark}\n`],
  ])('%s', (_, piece) => {
    expect(tooHard(piece.repeat(1000))).toBeNull()
    expect(tooHard(piece.repeat(1001))).toBe(TOO_MANY_EMPHASES)
  })

  test.each([
    ['closed', `${mark}a${mark} `],
    ['closed around digits', `${mark}1${mark} `],
    ['a mark within a word', `a${mark}a `],
    ['a mark within a number', `1${mark}1 `],
    ['marks within a word', `a${mark}${mark}a `],
    ['a mark by itself', `a ${mark} a `],
    ['a mark before a full stop', `a ${mark}. `],
    ['a mark behind a full stop', `a .${mark} `],
  ])('but not when it is harmless: %s', (_, piece) => {
    expect(tooHard(piece.repeat(2000))).toBeNull()
  })
})

describe('text that is not too complex', () => {
  test.each([
    ['an empty string', ''],
    ['many short lines', 'a\n'.repeat(30_000)],
    ['a thousand marks in each of two paragraphs', `${'*a '.repeat(600)}\n\n${'*a '.repeat(600)}`],
    ['the same with white space between', `${'[ '.repeat(600)}\n \t\n${'[ '.repeat(600)}`],
    ['brackets that close', '[a](b) '.repeat(2000)],
    ['code that stands far to the right', `${' '.repeat(200)}a`],
    ['marks within a line', `a ${'- '.repeat(100)}`],
    ['a rule of dashes', '-'.repeat(200)],
    ['a long number', '1'.repeat(200)],
  ])('such as %s', (_, text) => {
    expect(tooHard(text)).toBeNull()
  })

  test('including a mark at the start of each line', () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect(tooHard(`${'a'.repeat(20_000)}${end}`.repeat(2))).toBeNull()
  })
})
