import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { commandsTable } from '../../scripts/commands-table.ts'
import type { Behaviour, Command } from '../../src/commands/model/command.ts'
import { ALIASES, COMMANDS } from '../../src/commands/commands.ts'

describe('the commands (C3)', () => {
  const commands: readonly Command[] = Object.values(COMMANDS)

  test('have the same description in the README and in /help', () => {
    const readme = fileURLToPath(new URL('../../README.md', import.meta.url))
    expect(readFileSync(readme, 'utf8')).toContain(commandsTable())
  })

  test('block, consent, or do neither (C0)', () => {
    const that = (effect: Command['effect']) =>
      commands.flatMap((each) => (each.effect === effect ? [each.word] : [])).join(' ')
    expect(that('blocks')).toBe('object misalign withdraw add')
    expect(that('consents')).toBe('commit disagree-commit heard align recuse delegate release')
    expect(that('neither')).toBe('answer refresh status help')
  })

  test('have their own word as the key of the table and in their usage', () => {
    for (const [word, command] of Object.entries(COMMANDS)) {
      expect(command.word).toBe(word)
      expect(command.usage.split(' ')[0]).toBe(`/${word}`)
    }
  })

  test('share no spelling', () => {
    const spellings = [...commands.map(({ word }) => word), ...ALIASES.keys()]
    expect(new Set(spellings).size).toBe(spellings.length)
    expect(ALIASES.size).toBe(commands.flatMap(({ aliases = [] }) => aliases).length)
  })

  test('do not compile without behaviour, nor a word without its command', () => {
    // @ts-expect-error: `refusal` is missing.
    const withoutBehaviour: Behaviour = { lacks: () => null, advice: () => null }
    const { help: _, ...others } = COMMANDS
    // @ts-expect-error: `help` is missing.
    const withoutOne: typeof COMMANDS = others
    expect([withoutBehaviour, withoutOne]).toHaveLength(2)
  })
})
