import { describe, expect, it } from 'vitest'
import { decisionsAtom, decisionsCsv } from '../../src/board/decisions.ts'

describe('exported decisions', () => {
  const decision = {
    title: '</title><script>alert(1)</script>\u0000',
    url: 'https://github.test/acme/rfcs/pull/1',
    record: 'https://here.test/rfcs/acme/rfcs/1',
    repository: 'acme/rfcs',
    number: 1,
    author: 'ada',
    outcome: 'decided' as const,
    outcomeTitle: 'Decided: 1 committed, 1 with dissent',
    mergedAt: '2026-03-02T10:00:00.000Z',
    mergedBy: 'margaret',
    check: 'Ready to merge: 1 committed, 1 with dissent',
    committed: ['ada'],
    dissents: [{ by: 'grace', reason: '@SUM(A1)\r\n"why"' }],
    objections: [],
  }

  it('are valid XML for any text', () => {
    const feed = decisionsAtom([decision], 'https://here.test/decisions.atom')
    expect(feed).toContain('<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>')
    expect(feed).not.toContain('\u0000')
  })

  it('start no formula in a spreadsheet, and keep quotes and line ends in their cell', () => {
    const csv = decisionsCsv([{ ...decision, title: '@SUM(A1)', committed: [] }])
    expect(csv.split('\r\n')[1]).toMatch(/^'@SUM\(A1\),/)
    expect(csv).toContain('"grace: @SUM(A1)\r\n""why"""')
  })
})
