import { describe, expect, it, test } from 'vitest'
import { DEFAULTS } from '../../src/config/config.ts'
import type { ChangedFile } from '../../src/facts/snapshot.ts'
import { caseUnder } from '../../src/rfc/case.ts'
import { changesOf, rfcFiles } from '../../src/rfc/changed-files.ts'
import { baseFiles, carriesLabel, rfcAt } from '../../src/rfc/documents-at.ts'
import { versionAt, versionsOf } from '../../src/rfc/versions.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, person, story, named } from '../rules/story.ts'

const file = (change: ChangedFile['change'], path: string, previousPath: string | null = null) => ({
  change,
  path,
  previousPath,
})

const NOTHING_READ = { document: new Map(), post: new Map(), config: new Map() }

describe('D2: a changed file is an RFC by its path, a moved one also by its old path', () => {
  it.each<[string, ChangedFile, boolean]>([
    ['is one when it was added', file('added', FILE), true],
    ['is one when it was modified', file('modified', FILE), true],
    ['is one when it was deleted', file('deleted', FILE), true],
    ['is one when it moved within the RFCs', file('renamed', 'rfcs/2.md', FILE), true],
    ['is one when it moved to the RFCs', file('renamed', FILE, 'notes/a.md'), true],
    ['is one when it moved out of the RFCs', file('renamed', 'notes/a.md', FILE), true],
    ['is none when it moved elsewhere', file('renamed', 'notes/a.md', 'notes/b.md'), false],
    ['is none when it was copied from an RFC', file('copied', 'notes/a.md', FILE), false],
    [
      'is none when it moved elsewhere and GitHub does not say from where',
      file('renamed', 'notes/a.md'),
      false,
    ],
    ['is none elsewhere', file('added', 'src/a.ts'), false],
  ])('%s', (_, changed, isOne) => {
    expect(rfcFiles(DEFAULTS, [changed]).length > 0).toBe(isOne)
  })
})

describe('F1, D3: versions change with pushes, edits of the description and labels', () => {
  it('there is none before the first announcement', () => {
    const pull = story()
    pull.describe('one', 60)
    pull.push({ [FILE]: rfc([]) }, { announced: false, after: 60 })
    expect(told(pull.snapshot())).toEqual([])
  })

  it('each has the text of its time', () => {
    const pull = story()
    const first = pull.push({ [FILE]: rfc([]) }, { after: 60 })
    pull.describe('one', 60)
    pull.label('RFC', 'on', 60)
    const second = pull.push({ [FILE]: rfc([], 'Other.') }, { after: 60 })
    pull.label('RFC', 'off', 60)
    expect(told(pull.snapshot())).toEqual([
      { since: '10:01:10', commit: first, labels: [], description: '' },
      { since: '10:02:10', commit: first, labels: [], description: 'one' },
      { since: '10:03:10', commit: first, labels: ['rfc'], description: 'one' },
      { since: '10:04:20', commit: second, labels: ['rfc'], description: 'one' },
      { since: '10:05:20', commit: second, labels: [], description: 'one' },
    ])
  })

  it('labels without an event were there from the start', () => {
    const pull = story()
    pull.facts.labels = ['Billing', 'rfc']
    pull.push({ [FILE]: rfc([]) }, { after: 60 })
    pull.label('billing', 'off', 60)
    pull.facts.labels = ['rfc']
    expect(told(pull.snapshot()).map(({ labels }) => labels.toSorted())).toEqual([
      ['billing', 'rfc'],
      ['rfc'],
    ])
  })

  it('a history that cannot be read leaves everything before the last edit unknown', () => {
    const pull = story()
    pull.push({ [FILE]: rfc([]) }, { after: 60 })
    pull.describe('now', 60)
    pull.facts.description.revisions = null
    pull.wait(60)
    expect(told(pull.snapshot()).map(({ since, description }) => [since, description])).toEqual([
      ['10:01:10', null],
      ['10:02:10', 'now'],
    ])
    pull.facts.description.lastEditedAt = null
    expect(told(pull.snapshot()).map(({ since, description }) => [since, description])).toEqual([
      ['10:01:10', null],
      ['10:03:10', 'now'],
    ])
  })

  it('a description without edits counts from the start', () => {
    const pull = story()
    pull.facts.description.text = 'one'
    pull.facts.description.revisions = []
    pull.push({ [FILE]: rfc([]) }, { after: 60 })
    expect(told(pull.snapshot()).map(({ description }) => description)).toEqual(['one'])
  })

  it('a head announced in the second of the opening has the description as opened', () => {
    const pull = story()
    pull.facts.description.revisions = [{ at: pull.now(), editor: person('author'), text: 'one' }]
    pull.wait(-70)
    pull.push({ [FILE]: rfc([]) }, { after: 60 })
    expect(told(pull.snapshot())[0]).toMatchObject({ since: '10:00:00', description: 'one' })
  })

  it("labels of one second keep GitHub's order", () => {
    const pull = story()
    pull.push({ [FILE]: rfc([]) }, { after: 60 })
    pull.label('rfc', 'on', 60)
    pull.wait(-60)
    pull.label('rfc', 'off', 60)
    expect(told(pull.snapshot()).map(({ since, labels }) => [since, ...labels])).toEqual([
      ['10:01:10'],
      ['10:02:10', 'rfc'],
      ['10:02:10'],
    ])
  })

  it('each version within one second counts, so its names are kept (S6)', () => {
    const pull = story()
    const first = pull.push({ [FILE]: rfc([]) }, { after: 60 })
    pull.facts.description.revisions?.push(
      { at: pull.now(), editor: person('author'), text: 'one' },
      { at: pull.now(), editor: person('author'), text: 'two' },
    )
    expect(told(pull.snapshot()).map(({ commit, description }) => [commit, description])).toEqual([
      [first, ''],
      [first, 'one'],
      [first, 'two'],
    ])
  })

  it('a statement belongs to the newest version before it, or to none before an announcement', () => {
    const pull = story()
    const first = pull.push({ [FILE]: rfc([]) }, { after: 60 })
    pull.forcePush([pull.commit({ [FILE]: rfc([], 'Other.') })], { after: 60 })
    const versions = versionsOf(pull.snapshot())
    const at = (time: string) => versionAt(versions, `2026-03-02T${time}Z` as const)?.commit ?? null
    expect(['10:01:10', '10:01:11', '10:02:10', '10:02:11'].map(at)).toEqual([null, first, first, null])
  })
})

describe('the files a commit changes', () => {
  it('are in the snapshot for the head, and unreadable if not read', () => {
    const pull = story()
    const head = pull.push({ [FILE]: rfc([]) })
    const snapshot = { ...pull.snapshot(), changesAt: new Map() }
    expect(changesOf(snapshot, head)).toMatchObject({ kind: 'complete', files: [{ path: FILE }] })
    expect(changesOf(snapshot, 'other')).toMatchObject({ kind: 'unreadable', isGone: false })
  })

  it('are read from trees for a head with more files than GitHub lists (D6)', () => {
    const pull = story()
    const head = pull.push({ [FILE]: rfc([]) })
    const huge = { ...pull.snapshot(), changes: { kind: 'not listed' } } as const
    expect(changesOf(huge, head)).toMatchObject({ kind: 'complete', files: [{ path: FILE }] })
  })
})

describe('S6: the base version of a touched file names people, too', () => {
  it.each<[string, ChangedFile, readonly string[]]>([
    ['when the file is modified', file('modified', FILE), [FILE]],
    ['when the file is deleted', file('deleted', FILE), [FILE]],
    ['when the file is moved, by its old path', file('renamed', 'rfcs/2.md', FILE), [FILE]],
    ['when the file is moved out of the RFCs', file('renamed', 'notes/2.md', FILE), [FILE]],
    [
      'when the file is moved and GitHub does not say from where',
      file('renamed', 'rfcs/2.md'),
      ['rfcs/2.md'],
    ],
    ['but not when the file is added', file('added', FILE), []],
    ['but not when the file is a copy', file('copied', FILE, 'rfcs/2.md'), []],
    ['but not when the file is no RFC', file('modified', 'src/a.ts'), []],
  ])('%s', (_, changed, paths) => {
    const pull = story()
    pull.push({ [FILE]: rfc([]) })
    const snapshot = { ...pull.snapshot(), changes: { kind: 'complete', files: [changed] } } as const
    expect(baseFiles(caseUnder(DEFAULTS, snapshot, NOTHING_READ))).toEqual(
      paths.map((path) => ({ commit: snapshot.pullRequest.baseTip, path })),
    )
  })

  it('changes that cannot be read name nobody', () => {
    const pull = story()
    pull.push({ [FILE]: rfc([]) })
    const snapshot = pull.snapshot()
    const changes = { kind: 'unreadable', why: 'gone', isGone: false } as const
    expect(
      baseFiles(caseUnder(DEFAULTS, { ...snapshot, changes, changesAt: new Map() }, NOTHING_READ)),
    ).toEqual([])
  })
})

describe('D3: a label makes a pull request an RFC', () => {
  test.each<[readonly string[], boolean]>([
    [['rfc'], true],
    [['RFC'], true],
    [['docs', 'Rfc'], true],
    [['rfcs'], false],
    [[], false],
  ])('makes one with the labels %j an RFC: %s', (labels, isOne) => {
    const pull = story()
    pull.facts.labels = [...labels]
    const theCase = caseUnder(DEFAULTS, pull.snapshot(), NOTHING_READ)
    expect(carriesLabel(theCase, theCase.current)).toBe(isOne)
  })

  test('whatever its case in the configuration', () => {
    const pull = story()
    pull.facts.labels = ['rfc']
    const config = { ...DEFAULTS, rfcs: { ...DEFAULTS.rfcs, labels: ['RFC'] } }
    const theCase = caseUnder(config, pull.snapshot(), NOTHING_READ)
    expect(carriesLabel(theCase, theCase.current)).toBe(true)
  })
})

describe('F1: a version without a commit', () => {
  it('a head that was not announced names nobody, and says so', () => {
    const told = named(['ada'])
    const theCase = caseUnder(DEFAULTS, told.snapshot(), told.texts())
    expect(rfcAt(theCase, { ...theCase.current, commit: null })).toEqual({
      kind: 'unreadable',
      why: 'It was not announced.',
      isGone: true,
    })
  })
})

/** Each version as it is read: since when, at which commit, its labels and description. */
function told(snapshot: Parameters<typeof versionsOf>[0]) {
  return versionsOf(snapshot).map(({ since, commit, labels, description }) => ({
    since: since.slice(11, 19),
    commit,
    labels: [...labels],
    description,
  }))
}
