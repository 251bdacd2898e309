import { describe, expect, it } from 'vitest'
import { createSeal } from '../../src/board/seal.ts'

describe('the seal of tokens', () => {
  it('opens only with its own secret and unchanged text', () => {
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
