import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../src/ledger/append.ts'
import { history } from '../../src/board/history.ts'
import { RECORD } from '../store/record.ts'
import { ADA, EVE, ledgerOf, LINUS, post, removal } from '../ledger/told.ts'

const PEOPLE = [person(ADA, 'ada'), person(LINUS, 'linus')]

function person(id: number, login: string) {
  return {
    id,
    login,
    position: 'silent',
    alignment: 'unsaid',
    isAuthor: false,
    isPending: true,
    at: null,
    url: null,
    reason: '',
    commit: null,
    changed: [],
  } as const
}

function page(ledger: Ledger | null): string {
  return String(history(ledger, { ...RECORD, people: PEOPLE }))
}

describe('L5: the history on the page of an RFC', () => {
  it('is not there where there is no ledger', () => {
    expect(page(null)).toBe('')
  })

  it('is folded away, newest last, with a link to each post that is still there', () => {
    const [commit, object] = [post(5, ADA, ['commit']), post(65, LINUS, ['object'])]
    const shown = page(ledgerOf(commit, object, removal(70, object, EVE)))
    expect(shown).toMatch(/^<details><summary>History \(5\)<\/summary>/)
    const items = [...shown.matchAll(/<li>(.*?)<\/li>/gs)].map(([, item]) => item)
    expect(items.slice(2)).toEqual([
      '<time datetime="2026-03-02T00:00:05Z">2026-03-02 00:00</time>: @ada committed, about aaaaaaa (<a href="https://github.test/acme/plans/pull/1#issuecomment-52">post</a>)',
      '<time datetime="2026-03-02T00:01:05Z">2026-03-02 00:01</time>: @linus objected (#1), about aaaaaaa, removed by somebody on 2 Mar',
      '<time datetime="2026-03-02T00:01:10Z">2026-03-02 00:01</time>: somebody removed a post by @linus; what it said still counts',
    ])
  })

  it('links reviews and comments on a line where GitHub shows them', () => {
    const review = post(5, ADA, ['object'], { post: 'review-8' })
    const line = post(6, LINUS, ['object'], { post: 'line-9' })
    const shown = page(ledgerOf(review, line))
    expect(shown).toContain('/pull/1#pullrequestreview-8"')
    expect(shown).toContain('/pull/1#discussion_r9"')
  })

  it('shows the newest 500, and says how many are before them', () => {
    const posts = Array.from({ length: 510 }, (_, index) => post(5 + index, LINUS, ['object']))
    const shown = page(ledgerOf(...posts))
    expect(shown).toContain('The earliest 12 are not shown.')
    expect(shown).toContain('<ol start="13">')
    expect([...shown.matchAll(/<li>/g)]).toHaveLength(500)
    expect(shown).toContain('@linus objected (#510)')
    expect(shown).not.toContain('@linus objected (#10)')
  })
})
