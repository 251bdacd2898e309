import { describe, expect, it } from 'vitest'
import type { CommitSha, Timestamp } from '../../../src/facts/ids.ts'
import type { Trigger } from '../../../src/facts/trigger.ts'
import { append, entriesOf, NO_LEDGER } from '../../../src/ledger/append.ts'
import { ledgerFacts } from '../../../src/ledger/observed/ledger-facts.ts'
import { observe } from '../../../src/ledger/observed/observe.ts'
import { caseUnder } from '../../../src/rfc/case.ts'
import { DEFAULTS } from '../../../src/config/config.ts'
import { FILE, story } from '../../rules/story.ts'
import { rfc } from '../../rfc-text.ts'
import { header } from '../told.ts'

/** A pull request that was opened with two commits, and is looked at a while later. */
function openedWithTwo() {
  const told = story()
  const first = told.push({ [FILE]: rfc(['ada', 'linus']) }, { announced: false })
  const head = told.push({ [FILE]: rfc(['ada']) }, { announced: false })
  const facts = told.snapshot()
  return { told, facts, first, head }
}

const opened = (head: CommitSha, at: Timestamp): Trigger => ({
  kind: 'pull-request',
  at,
  head,
  base: 'main',
  draft: false,
  state: 'open',
  labels: [],
  body: '',
  told: {
    action: 'opened',
    by: 1,
    push: null,
    label: null,
    isBaseChanged: false,
    closedAt: null,
    merge: null,
  },
})

describe('S6: the commits that a pull request was opened with', () => {
  it('were no tips but the last one, as the webhook of the opening tells, at its time or a moment later', () => {
    const { told, facts, head } = openedWithTwo()
    const { createdAt } = facts.pullRequest
    for (const at of [createdAt, facts.at]) {
      const begun = append(NO_LEDGER, [header({ at: facts.at, seen: facts.at })])
      const { tips } = ledgerFacts(begun, facts, [opened(head, at)])
      expect(tips).toEqual([expect.objectContaining({ commit: head, at: createdAt, isTimeKnown: true })])
      const snapshot = { ...facts, remembered: { ...facts.remembered, tips, told: [opened(head, at)] } }
      const theCase = caseUnder(DEFAULTS, snapshot, told.texts())
      const { ledger } = observe(theCase, { how: 'new', ledger: begun, secret: '' })
      expect(entriesOf(ledger, 'tip').filter(({ how }) => how === 'possible')).toEqual([])
    }
  })

  it('may all have been, where nobody told of the opening', () => {
    const { facts, first, head } = openedWithTwo()
    const begun = append(NO_LEDGER, [header({ at: facts.at, seen: facts.at })])
    expect(ledgerFacts(begun, facts, []).tips.map(({ commit, isCertain }) => [commit, isCertain])).toEqual([
      [first, false],
      [head, true],
    ])
  })
})
