import type { RfcRecord } from '../../src/report/record.ts'

/** A record that waits for nobody yet. */
export const RECORD: RfcRecord = {
  title: 'Paint the shed',
  url: 'https://github.test/acme/plans/pull/1',
  state: 'waiting',
  headline: 'Waiting for @ada',
  author: null,
  openedAt: '2026-03-02T10:00:00Z',
  judgedAt: '2026-03-02T10:00:00Z',
  decideBy: null,
  head: 'a'.repeat(40),
  baseName: 'main',
  people: [],
  teams: [],
  objections: [],
  sharing: { of: 1, share: 0 },
  heads: [],
  facts: [],
}
