import { describe, expect, it } from 'vitest'
import { type Config, DEFAULTS } from '../../src/config/config.ts'
import { type FileAt, fileKey, type Run, type Snapshot } from '../../src/facts/snapshot.ts'
import { baseMovedProblems } from '../../src/rfc/base-moved.ts'
import { caseUnder } from '../../src/rfc/case.ts'
import { rfcAt } from '../../src/rfc/documents-at.ts'
import { isRfc, mightBeRfc, unjudgedVersions, wasRfc } from '../../src/rfc/is-rfc.ts'
import { linksAt } from '../../src/rfc/linked-files.ts'
import { problemDigest } from '../../src/rfc/material.ts'
import { membershipsNotVisible } from '../../src/rfc/not-visible-yet.ts'
import { outsideDraft, versionsOf } from '../../src/rfc/versions.ts'
import { rfc } from '../rfc-text.ts'
import { account } from '../rules/account.ts'
import { FILE, named, person, type Story, story } from '../rules/story.ts'

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
  it('is what this App’s own runs tell, whatever else stands there', () => {
    const told = story()
    told.push({ 'src/a.ts': 'export {}' })
    expect(wasRfc({ ...told.snapshot(), runs: [FOREIGN] })).toBe(false)
    told.push({ [FILE]: rfc(['ada']) })
    expect(wasRfc({ ...told.snapshot(), runs: [FOREIGN, ...told.facts.runs] })).toBe(true)
  })

  it.each<[string, (told: Story) => void, Record<string, string | null>, boolean]>([
    ['an RFC file', () => {}, { [FILE]: rfc(['ada']) }, true],
    ['another file', () => {}, { 'docs/a.md': 'Hello' }, false],
    ['a label of RFCs', (told) => told.label('RFC', 'on'), { 'docs/a.md': 'Hello' }, true],
    ['another label', (told) => told.label('urgent', 'on'), { 'docs/a.md': 'Hello' }, false],
  ])(
    'of a head that nobody could judge is told by what it had, once somebody can: %s',
    (_, before, files, is) => {
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
    },
  )

  it('of a moment between a force-push and its announcement tells nothing', () => {
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

describe('§10: what might be an RFC while the configuration is broken', () => {
  const renamed = (path: string, previousPath: string | null): Partial<Snapshot> => ({
    changes: { kind: 'complete', files: [{ path, previousPath, change: 'renamed' }] },
  })

  it.each<[string, Partial<Snapshot>, boolean]>([
    ['Markdown', renamed('docs/a.MD', null), true],
    ['what was Markdown', renamed('docs/a.txt', 'docs/a.mdx'), true],
    ['no Markdown', renamed('docs/a.txt', null), false],
    ['what never was Markdown', renamed('md', 'a.md.txt'), false],
  ])('%s', (_, change, might) => {
    const told = story()
    told.push({ 'src/a.ts': 'export {}' })
    expect(mightBeRfc({ ...told.snapshot(), ...change })).toBe(might)
  })
})

describe('F6: an RFC on the base branch', () => {
  const told = () => {
    const pull = story({ base: { [FILE]: 'Old.' } })
    pull.push({ [FILE]: rfc(['ada']) })
    pull.facts.baseNow = { [FILE]: 'Old.', 'README.md': 'Acme' }
    return pull.snapshot()
  }
  const text = (blob: string): FileAt => ({ kind: 'text', blob, text: blob })
  const binary = (blob: string | null): FileAt => ({ kind: 'unreadable', blob, why: 'is binary' })
  const absent: FileAt = { kind: 'absent' }

  it.each<[string, FileAt, FileAt, boolean]>([
    ['the same text', text('a'), text('a'), false],
    ['another text', text('a'), text('b'), true],
    ['the same bytes that are no text', binary('a'), binary('a'), false],
    ['other bytes that are no text', binary('a'), binary('b'), true],
    ['nobody knows which bytes', binary(null), binary(null), true],
    ['a file that came', absent, text('a'), true],
    ['a file that went', text('a'), absent, true],
    ['no file on either side', absent, absent, false],
    ['a file that came, and nobody knows its bytes', absent, binary(null), true],
  ])('is %s', (_, then, now, moved) => {
    const snapshot = told()
    const files = new Map(snapshot.files)
    files.set(fileKey(snapshot.mergeBase ?? '', FILE), then)
    files.set(fileKey(snapshot.pullRequest.baseTip, FILE), now)
    expect(baseMovedProblems(under(DEFAULTS, { ...snapshot, files }))).toHaveLength(moved ? 1 : 0)
  })
})

describe('F3: the Problem section', () => {
  const problemOf = (text: string | null, sections = DEFAULTS.sections) => {
    const told = story({ base: { [FILE]: 'Old.' } })
    told.push({ [FILE]: text })
    const snapshot = told.snapshot()
    const version = versionsOf(snapshot).at(-1)!
    return problemDigest(caseUnder({ ...DEFAULTS, sections }, snapshot, told.texts()), version)
  }
  const doc = (title: string, problem: string, proposal: string) =>
    `# Billing\n\n## ${title}\n\n${problem}\n\n## Proposal\n\n${proposal}\n\n## Alignment\n\n- @ada\n`
  const only = (name: string) => [{ name, aliases: [], required: true }]

  it('is what is asked for, by any of its names, whatever other sections say', () => {
    for (const title of ['Problem', 'The problem', 'Motivation', 'Problem statement']) {
      expect(problemOf(doc(title, 'Late.', 'A.')), title).toBe(problemOf(doc(title, 'Late.', 'B.')))
      expect(problemOf(doc(title, 'Late.', 'A.')), title).not.toBe(problemOf(doc(title, 'Early.', 'A.')))
    }
  })

  it('is asked for by its usual names where the configuration has sections of other names only', () => {
    const sections = only('Proposal')
    expect(problemOf(doc('Problem', 'Late.', 'A.'), sections)).toBe(
      problemOf(doc('Problem', 'Late.', 'B.'), sections),
    )
    expect(problemOf(doc('Motivation', 'Late.', 'A.'), sections)).toBe(
      problemOf(doc('Motivation', 'Late.', 'B.'), sections),
    )
  })

  it('is the whole text where there is none; a deleted file has no other than a deleted file', () => {
    expect(problemOf(doc('Costs', 'Late.', 'A.'))).not.toBe(problemOf(doc('Costs', 'Late.', 'B.')))
    expect(problemOf(null)).not.toBe(problemOf(''))
    expect(problemOf(null)).toBe(problemOf(null))
  })
})

describe('F2: files that an RFC links to', () => {
  const LINKS = ['flow.svg', '../assets/a.png', '/top.png', 'gone.svg']
  const at = (changes: Snapshot['changes']) => {
    const told = named(['ada'])
    const snapshot = { ...told.snapshot(), changes }
    return linksAt(
      caseUnder(DEFAULTS, snapshot, told.texts()),
      snapshot.pullRequest.head,
    )({ path: FILE, links: LINKS })
  }
  const files = [
    { path: 'rfcs/flow.svg', previousPath: null, change: 'added' },
    { path: 'top.png', previousPath: null, change: 'modified' },
    { path: 'rfcs/gone.svg', previousPath: null, change: 'deleted' },
  ] as const

  it('count if they changed here, also where they are gone', () => {
    expect(at({ kind: 'complete', files })).toEqual(['rfcs/flow.svg', 'top.png', 'rfcs/gone.svg'])
  })

  it('count for nothing where nothing can be read', () => {
    expect(at({ kind: 'unreadable', why: 'no answer', isGone: false })).toEqual([])
  })

  it('make a commitment stale by their content, also where they are no text', () => {
    const told = story()
    const text = rfc(['ada'], 'See [the flow](flow.svg) and [nothing](none.svg).')
    const first = told.push({ [FILE]: text, 'rfcs/flow.svg': 'A' })
    told.say('ada', '/commit')
    const second = told.push({ 'src/a.ts': 'export {}' })
    const judged = (before: string | null, now: string | null) => {
      const all = new Map(told.snapshot().files)
      for (const [commit, blob] of [
        [first, before],
        [second, now],
      ] as const)
        all.set(fileKey(commit, 'rfcs/flow.svg'), { kind: 'unreadable', blob, why: 'is binary' })
      return told.judge({ files: all }).state
    }
    expect([judged('a', 'a'), judged('a', 'b'), told.judge().state]).toEqual([
      'committed',
      'waiting',
      'committed',
    ])
  })
})

describe('S6: versions outside of draft', () => {
  it('are those that still stood in the second in which the pull request left draft', () => {
    const told = story({ draft: true })
    const first = told.push({ [FILE]: rfc(['ada', 'linus']) })
    const second = told.push({ [FILE]: rfc(['ada', 'grace']) })
    told.facts.isDraft = false
    told.facts.draftChanges.push({ at: told.now(), to: 'ready' })
    const snapshot = told.snapshot()
    const kept = outsideDraft(snapshot, versionsOf(snapshot)).map(({ commit }) => commit)
    expect(new Set(kept)).toEqual(new Set([first, second]))
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent', '@linus silent'])
  })

  it('are all, where it was opened ready and its first change was to a draft', () => {
    const told = named(['ada', 'linus'])
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('draft')
    expect(account(told)).toEqual(['draft', '@ada silent', '@linus silent'])
  })

  it('of a head that was not announced names nobody, and says so', () => {
    const told = named(['ada'])
    const theCase = caseUnder(DEFAULTS, told.snapshot(), told.texts())
    expect(rfcAt(theCase, { ...theCase.current, commit: null })).toEqual({
      kind: 'unreadable',
      why: 'It was not announced.',
      isGone: true,
    })
  })
})

describe('V6: who is in a team', () => {
  it('is not told by what happened to a remark', () => {
    const told = story()
    told.team('sre', ['ada'])
    const seen = { on: 'line', id: '1', state: 'absent', at: '', text: null } as const
    const left = {
      kind: 'membership',
      team: 'acme/sre',
      personId: person('ada').id,
      state: 'absent',
    } as const
    expect(membershipsNotVisible(told.snapshot(), [left, { kind: 'remark', ...seen }])).toEqual([left])
  })
})
