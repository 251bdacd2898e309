import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { commandsTable } from '../../scripts/commands-table.ts'
import { COMMANDS, type CommandWord } from '../../src/commands/commands.ts'

describe('the commands (C3)', () => {
  test('are told in the README word for word as the replies tell them', () => {
    const readme = fileURLToPath(new URL('../../README.md', import.meta.url))
    expect(readFileSync(readme, 'utf8')).toContain(commandsTable())
  })

  test('hold, let go, or do neither (C0)', () => {
    const words = Object.keys(COMMANDS) as CommandWord[]
    const that = (effect: string) => words.filter((word) => COMMANDS[word].effect === effect).join(' ')
    expect(that('holds')).toBe('object misalign withdraw add')
    expect(that('lets go')).toBe('commit disagree-commit heard align recuse delegate release')
    expect(that('neither')).toBe('answer refresh status help')
  })
})
