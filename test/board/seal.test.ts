import { describe, expect, it } from 'vitest'
import { createSeal } from '../../src/board/seal.ts'

describe('the seal of tokens', () => {
  it('opens with its own secret only, and nothing that was touched', () => {
    const seal = createSeal('secret')
    const sealed = seal.seal('ghu_token')
    expect(sealed).not.toContain('ghu')
    expect(seal.open(sealed)).toBe('ghu_token')
    expect(createSeal('another').open(sealed)).toBeNull()
    const other = sealed.startsWith('A') ? 'B' : 'A'
    expect(seal.open(other + sealed.slice(1))).toBeNull()
    expect(seal.open('')).toBeNull()
  })
})
