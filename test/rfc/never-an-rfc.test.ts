import { describe, expect, it } from 'vitest'
import type { Texts } from '../../src/commands/texts.ts'
import { writeExternalId } from '../../src/facts/external-id.ts'
import type { Timestamp } from '../../src/facts/ids.ts'
import type { Brief, ChangedFile, Run, Snapshot } from '../../src/facts/snapshot.ts'
import { isProvenNoRfc, type LastWritten } from '../../src/rfc/never-an-rfc.ts'
import { story } from '../rules/story.ts'

const NO_TEXTS: Texts = { document: new Map(), post: new Map(), config: new Map() }
const BEFORE = '2026-03-02T09:00:00Z'
const AT = '2026-03-02T10:00:00Z'
const AFTER = '2026-03-02T11:00:00Z'
const HEAD = story().snapshot().pullRequest.head
const EARLIER = 'a'.repeat(40)

function externalId(changes: Partial<Parameters<typeof writeExternalId>[0]> = {}): string {
  return writeExternalId({
    number: 1,
    wasRfc: false,
    kept: [],
    annotations: '-',
    shown: 'x',
    trace: null,
    ...changes,
  })
}

function run(changes: Partial<Run> = {}): Run {
  return {
    id: 5,
    commit: EARLIER,
    name: 'RFC alignment: main',
    externalId: externalId(),
    startedAt: AT,
    conclusion: 'success',
    ...changes,
  }
}

function last(changes: Partial<LastWritten> = {}): LastWritten {
  return { commit: EARLIER, externalId: externalId(), conclusion: 'success', at: AT, ...changes }
}

interface Seen {
  readonly runs?: readonly Run[]
  readonly brief?: Partial<Brief>
  readonly last?: LastWritten
  readonly files?: readonly ChangedFile[]
  readonly changes?: Partial<Snapshot>
}

/** A pull request with two commits that changes code, seen by the small read. */
function isProven({ runs = [], brief = {}, last: written, files, changes = {} }: Seen): boolean {
  const told = story()
  const code: ChangedFile = { path: 'src/a.ts', previousPath: null, change: 'modified' }
  const snapshot: Snapshot = {
    ...told.snapshot(),
    changes: { kind: 'complete', files: files ?? [code] },
    commits: [EARLIER, HEAD],
    runs,
    brief: { hasAllCommits: true, draftChangedAt: null, labelChangedAt: null, forcePush: null, ...brief },
    ...changes,
  }
  return isProvenNoRfc(snapshot, NO_TEXTS, written ?? null)
}

const pushed = (at: Timestamp, before: string | null = EARLIER): Partial<Brief> => ({
  forcePush: { at, before },
})

describe('D5: a pull request is proven to be no RFC and never to have been one', () => {
  it.each<[string, Seen]>([
    ['nobody judged it before, and nothing happened since it was opened', {}],
    ['it became ready, and nobody judged it before', { brief: { draftChangedAt: AT } }],
    ['an earlier commit was judged', { runs: [run()], brief: { hasAllCommits: false } }],
    ['its head was judged', { runs: [run({ commit: HEAD })] }],
    ['what a force-push took away was judged', { runs: [run()], brief: pushed(AFTER) }],
    ['its force-push came before it was judged', { runs: [run({ commit: HEAD })], brief: pushed(BEFORE) }],
    ['the database knows the head that a force-push took away', { last: last(), brief: pushed(AFTER) }],
    [
      'the database judged it after it became ready',
      { runs: [run({ startedAt: BEFORE })], last: last({ at: AFTER }), brief: { draftChangedAt: AT } },
    ],
    [
      'the database judged it, and its old commits are not shown',
      { last: last(), brief: { hasAllCommits: false } },
    ],
    [
      'another pull request on its commits is an RFC',
      { runs: [run({ externalId: externalId({ number: 2, wasRfc: true }) })] },
    ],
    [
      'it became ready after its head was judged',
      { runs: [run({ commit: HEAD })], brief: { draftChangedAt: AFTER } },
    ],
    [
      'it became ready after the database judged its head',
      { last: last({ commit: HEAD }), brief: { draftChangedAt: AFTER, hasAllCommits: false } },
    ],
    [
      'it failed at first, because GitHub could not be read',
      { runs: [run({ id: 4, conclusion: 'failure' }), run()] },
    ],
  ])('when %s', (_, seen) => {
    expect(isProven(seen)).toBe(true)
  })
})

describe('D5: more is read', () => {
  it.each<[string, Seen]>([
    ['a commit was an RFC', { runs: [run({ externalId: externalId({ wasRfc: true }) })], last: last() }],
    [
      'nobody could judge a commit',
      { runs: [run({ externalId: externalId({ kept: ['u'] }) })], last: last() },
    ],
    ['something was noted on a commit', { runs: [run({ externalId: externalId({ kept: ['*'] }) })] }],
    [
      'a commit tells that there is a ledger (L3)',
      { runs: [run({ externalId: externalId({ trace: { length: 3, digest: null } }) })] },
    ],
    [
      'nobody judged it before, and something happened since it was opened: a comment may tell of a lost ledger (L3)',
      { changes: { pullRequest: { ...story().snapshot().pullRequest, updatedAt: AFTER } } },
    ],
    ['not all commits are shown', { brief: { hasAllCommits: false } }],
    ['nobody judged it before, and it was force-pushed', { brief: pushed(BEFORE) }],
    ['its only check was a failure', { runs: [run({ conclusion: 'failure' })] }],
    ['what a force-push took away was not judged', { runs: [run({ commit: HEAD })], brief: pushed(AFTER) }],
    ['what a force-push took away is gone', { runs: [run()], brief: pushed(AFTER, null) }],
    [
      'what a force-push took away failed',
      { runs: [run({ id: 6, conclusion: 'failure' })], brief: pushed(AFTER) },
    ],
    [
      'it was force-pushed in the second it was judged',
      { runs: [run({ commit: HEAD })], brief: pushed(AT, 'c'.repeat(40)) },
    ],
    ['it became ready after it was judged', { runs: [run()], brief: { draftChangedAt: AFTER } }],
    [
      'it became ready and its label changed after its head was judged',
      { runs: [run({ commit: HEAD })], brief: { draftChangedAt: AFTER, labelChangedAt: AFTER } },
    ],
    [
      'it became ready and was force-pushed to its head after that was judged',
      { runs: [run(), run({ id: 6, commit: HEAD })], brief: { draftChangedAt: AFTER, ...pushed(AFTER) } },
    ],
    [
      'the database has it as a former RFC',
      { last: last({ externalId: externalId({ wasRfc: true }) }), brief: pushed(AFTER) },
    ],
    [
      'the database has it as a former RFC, and its runs are gone',
      { last: last({ externalId: externalId({ wasRfc: true }) }) },
    ],
    ['the database has it as failed', { last: last({ conclusion: 'failure' }), brief: pushed(AFTER) }],
    [
      'the database has another pull request',
      { last: last({ externalId: externalId({ number: 2 }) }), brief: pushed(AFTER) },
    ],
    [
      'the database is older than a force-push that took another head away',
      { last: last(), brief: pushed(AFTER, 'c'.repeat(40)) },
    ],
    [
      'the database is older than its becoming ready',
      { last: last(), brief: { draftChangedAt: AFTER, hasAllCommits: false } },
    ],
    ['it changes an RFC', { files: [{ path: 'rfcs/1.md', previousPath: null, change: 'added' }] }],
    ['it moves an RFC away', { files: [{ path: 'a.md', previousPath: 'rfcs/1.md', change: 'renamed' }] }],
    [
      'it changes the configuration',
      { files: [{ path: '.github/rfc-alignment.yml', previousPath: null, change: 'modified' }] },
    ],
    ['GitHub lists no files', { changes: { changes: { kind: 'not listed' } } }],
    ['a list has a gap', { changes: { gaps: [{ list: 'labels', why: 'x' }] } }],
  ])('when %s', (_, seen) => {
    expect(isProven(seen)).toBe(false)
  })

  it('when it has a label that makes it an RFC (D3)', () => {
    const told = story()
    told.facts.labels = ['RFC']
    expect(isProven({ changes: { pullRequest: told.snapshot().pullRequest } })).toBe(false)
  })

  it.each([
    ['a Markdown file', 'docs/a.md', false],
    ['no Markdown file', 'src/a.ts', true],
  ])('when the configuration cannot be read and it changes %s: %s %s', (_, path, isEnough) => {
    const config = { kind: 'unreadable', blob: 'c', why: 'is not text' } as const
    const files: readonly ChangedFile[] = [{ path, previousPath: null, change: 'modified' }]
    expect(isProven({ files, changes: { config } })).toBe(isEnough)
  })

  it('unless everything was read already', () => {
    expect(isProvenNoRfc(story().snapshot(), NO_TEXTS, null)).toBe(false)
  })
})
