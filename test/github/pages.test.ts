import { describe, expect, it } from 'vitest'
import { nextPage } from '../../src/github/pages.ts'

const INFO = { hasNextPage: true, endCursor: 'end', hasPreviousPage: true, startCursor: 'start' }

describe('the next page of a list', () => {
  it('starts at the end of this one, or ends at its start', () => {
    expect(nextPage(INFO, 'forward', null)).toBe('end')
    expect(nextPage(INFO, 'backward', 'end')).toBe('start')
  })

  it('is null at the end of the list', () => {
    expect(nextPage({ ...INFO, hasNextPage: false }, 'forward', null)).toBeNull()
    expect(nextPage({ ...INFO, hasPreviousPage: false }, 'backward', null)).toBeNull()
  })

  it.each([[null], ['here']])('throws when the cursor does not move (%s, V6)', (endCursor) => {
    expect(() => nextPage({ ...INFO, endCursor }, 'forward', 'here')).toThrow('not from anywhere')
  })
})
