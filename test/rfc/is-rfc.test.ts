import { describe, expect, it } from 'vitest'
import { type Config, DEFAULTS } from '../../src/config/config.ts'
import type { Run, Snapshot } from '../../src/facts/snapshot.ts'
import { caseUnder } from '../../src/rfc/case.ts'
import { isRfc, mightBeRfc, unjudgedVersions, wasRfc } from '../../src/rfc/is-rfc.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, type Story, story } from '../rules/story.ts'

/** Nothing links to anything. */
const NOTHING_PARSED = { document: new Map(), post: new Map(), config: new Map() }

const under = (config: Config, snapshot: Snapshot) => caseUnder(config, snapshot, NOTHING_PARSED)

const BROKEN = 'version: 1\nnonsense: 1\n'

/** Pushes, and announces as the App does: with what it noted. */
function pushed(told: Story, files: Record<string, string | null>): string {
  const commit = told.push(files, { announced: false })
  const { wasRfc, kept } = told.judge().evaluated
  told.announce(undefined, { wasRfc, kept })
  return commit
}

const FOREIGN: Run = {
  id: 1,
  commit: 'c',
  name: 'build',
  externalId: 'build 17',
  startedAt: '2026-03-02T10:00:00Z',
  conclusion: 'success',
}

describe('D5: whether a pull request ever was an RFC', () => {
  it('is known from the App’s own runs, whatever runs of others say', () => {
    const told = story()
    told.push({ 'src/a.ts': 'export {}' })
    expect(wasRfc({ ...told.snapshot(), runs: [FOREIGN] })).toBe(false)
    told.push({ [FILE]: rfc(['ada']) })
    expect(wasRfc({ ...told.snapshot(), runs: [FOREIGN, ...told.facts.runs] })).toBe(true)
  })

  it('is remembered when the runs are gone', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.push({ [FILE]: null })
    const change = (wasRfc: boolean) => ({ remembered: { ...told.snapshot().remembered, wasRfc }, runs: [] })
    expect([told.judge(change(false)).state, told.judge(change(true)).state]).toEqual([
      'not an RFC',
      'needs fixing',
    ])
  })

  it.each<[string, (told: Story) => void, Record<string, string | null>, boolean]>([
    ['an RFC file', () => {}, { [FILE]: rfc(['ada']) }, true],
    ['another file', () => {}, { 'docs/a.md': 'Hello' }, false],
    ['a label of RFCs', (told) => told.label('RFC', 'on'), { 'docs/a.md': 'Hello' }, true],
    ['another label', (told) => told.label('urgent', 'on'), { 'docs/a.md': 'Hello' }, false],
  ])('is judged later for a head that could not be judged: %s', (_, before, files, is) => {
    const told = story({ config: BROKEN })
    before(told)
    const first = pushed(told, files)
    for (const label of [...told.facts.labels]) told.label(label, 'off')
    pushed(told, { [FILE]: null, 'docs/a.md': null, 'src/a.ts': 'export {}' })
    told.config = "version: 1\nrfcs: { labels: ['rfc', 'RFC process'] }\n"
    const snapshot = told.snapshot()
    const config = { ...DEFAULTS, rfcs: { ...DEFAULTS.rfcs, labels: ['rfc', 'RFC process'] } }
    expect(isRfc(under(config, snapshot))).toBe(is)
    expect(unjudgedVersions(under(config, snapshot)).some(({ commit }) => commit === first)).toBe(true)
    const changesAt = (isGone: boolean) =>
      new Map(snapshot.changesAt).set(first, { kind: 'unreadable', why: 'no answer', isGone })
    expect(isRfc(under(config, { ...snapshot, changesAt: changesAt(false) }))).toBe(true)
    const gone = under(config, { ...snapshot, changesAt: changesAt(true) })
    const later = unjudgedVersions(gone).filter(({ commit }) => commit !== first)
    expect(later.length > 0 && isRfc(gone)).toBe(false)
  })

  it('is not judged between a force-push and its announcement', () => {
    const told = story({ config: BROKEN })
    pushed(told, { 'docs/a.md': 'Hello' })
    told.forcePush([told.commit({ 'docs/a.md': 'Hello, reader' })])
    told.wait(60)
    const { wasRfc, kept } = told.judge().evaluated
    told.announce(undefined, { wasRfc, kept })
    expect(unjudgedVersions(under(DEFAULTS, told.snapshot())).map(({ commit }) => commit)).not.toContain(null)
    expect(isRfc(under(DEFAULTS, told.snapshot()))).toBe(false)
  })
})

describe('§13: a pull request that might be an RFC while the configuration is broken', () => {
  const renamed = (path: string, previousPath: string | null): Partial<Snapshot> => ({
    changes: { kind: 'complete', files: [{ path, previousPath, change: 'renamed' }] },
  })

  it.each<[string, Partial<Snapshot>, boolean]>([
    ['is one with Markdown', renamed('docs/a.MD', null), true],
    ['is one with a file that was Markdown', renamed('docs/a.txt', 'docs/a.mdx'), true],
    ['is none without Markdown', renamed('docs/a.txt', null), false],
    ['is none with names that only look like Markdown', renamed('md', 'a.md.txt'), false],
  ])('%s', (_, change, might) => {
    const told = story()
    told.push({ 'src/a.ts': 'export {}' })
    expect(mightBeRfc({ ...told.snapshot(), ...change })).toBe(might)
  })
})
