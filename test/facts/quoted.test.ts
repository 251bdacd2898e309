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
])('what a person wrote is quoted on one line, in code marks that it cannot leave: %j', (text, shown) => {
  expect(quoted(text)).toBe(shown)
})

test('and is cut where there is room for less', () => {
  expect([quoted('abcd', 4), quoted('abcde', 4)]).toEqual(['`abcd`', '`abc…`'])
})
