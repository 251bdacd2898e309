import { expect, test } from 'vitest'
import { quoted } from '../../src/facts/quoted.ts'

test.each<[string, string]>([
  ['well', '`well`'],
  ['  two  \n words\t', '`two words`'],
  ['`code` ``', '`code`'],
  ['a`](//evil.test)`b', '`a ](//evil.test) b`'],
  ['a'.repeat(80), `\`${'a'.repeat(80)}\``],
  ['a'.repeat(81), `\`${'a'.repeat(79)}…\``],
  ['🐌'.repeat(80), `\`${'🐌'.repeat(80)}\``],
  ['', '``'],
])('quotes user text on one line in a code span it cannot close: %j', (text, shown) => {
  expect(quoted(text)).toBe(shown)
})

test('truncates the quote to the given length', () => {
  expect([quoted('abcd', 4), quoted('abcde', 4)]).toEqual(['`abcd`', '`abc…`'])
})
