import { describe, expect, it } from 'vitest'
import { fileKey } from '../../src/facts/keys.ts'
import type { FileAt, Snapshot } from '../../src/facts/snapshot.ts'
import { caseOf } from '../../src/rfc/case.ts'
import { committedPaths, strayPaths } from '../../src/rfc/group-text.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, type Story, story } from '../rules/story.ts'

/** The files that people committed to, in a story as it stands. */
function paths(told: Story, change: Partial<Snapshot> = {}) {
  const snapshot = { ...told.snapshot(), ...change }
  const theCase = caseOf(snapshot, told.texts(snapshot))
  return theCase === null ? [] : committedPaths(theCase)
}

describe('V8: the files that make up the text people committed to', () => {
  it('are the RFC files by their current path, deleted ones included', () => {
    const told = story({ base: { 'rfcs/old.md': rfc(['ada']) } })
    told.push({ [FILE]: rfc(['ada']), 'rfcs/old.md': null, 'src/a.ts': 'x' })
    expect(paths(told).toSorted()).toEqual([FILE, 'rfcs/old.md'])
  })

  it('include attachments and the linked files of the pull request, each once (D2, F2)', () => {
    const told = story({ base: { 'rfcs/unchanged.svg': 'one' } })
    const links = '![a](plan.svg) ![b](plan.svg) ![c](unchanged.svg) ![d](0001.md)'
    told.push({ [FILE]: rfc(['ada'], links), 'rfcs/plan.svg': 'one', 'rfcs/other.svg': 'one' })
    expect(paths(told)).toEqual([FILE, 'rfcs/plan.svg', 'rfcs/other.svg'])
  })

  it('are none when the description is the document (D3), though it links to one', () => {
    const told = story()
    told.label('rfc', 'on')
    told.describe(rfc(['ada'], '![a](plan.svg)'))
    told.push({ 'plan.svg': 'one' })
    expect(paths(told)).toEqual([])
  })

  it('are none when it is unknown which files are RFCs', () => {
    expect(paths(named(['ada'], { config: 'version: 2\n' }))).toEqual([])
    expect(paths(named(['ada']), { changes: { kind: 'unreadable', why: 'lost', isGone: false } })).toEqual([])
  })

  it('are the RFC files alone when one of them cannot be read', () => {
    const told = named(['ada'])
    const files = new Map(told.snapshot().files)
    files.set(fileKey(told.snapshot().pullRequest.head, FILE), {
      kind: 'unreadable',
      blob: 'b',
      why: 'is a link',
    })
    expect(paths(told, { files })).toEqual([FILE])
  })
})

describe('V8: a file differs when the group has another text than the head', () => {
  const text = (blob: string): FileAt => ({ kind: 'text', blob, text: blob })
  const absent: FileAt = { kind: 'absent' }
  const unread = (blob: string | null): FileAt => ({ kind: 'unreadable', blob, why: 'is a link' })

  it.each<[string, FileAt | undefined, FileAt | undefined, boolean]>([
    ['not when both have the same text', text('one'), text('one'), false],
    ['when the group has another text', text('one'), text('two'), true],
    ['when its text is gone from the group', text('one'), absent, true],
    ['when its text was not read in the group', text('one'), undefined, true],
    ['when its text cannot be read in the group', text('one'), unread(null), true],
    ['not when both have the same link', unread('one'), unread('one'), false],
    ['when it cannot be read in either', unread(null), unread(null), true],
    ['not when both deleted it', absent, absent, false],
    ['when the group has not deleted it', absent, text('one'), true],
    ['when its deletion was not read in the group', absent, undefined, true],
    ['not when the head was not read and the group deleted it', undefined, absent, false],
  ])('%s', (_, atHead, inGroup, isAstray) => {
    const told = named(['ada'])
    const snapshot = told.snapshot()
    const files = new Map(snapshot.files)
    const key = fileKey(snapshot.pullRequest.head, FILE)
    if (atHead) files.set(key, atHead)
    else files.delete(key)
    const found = strayPaths({ ...snapshot, files }, [FILE], () => inGroup)
    expect(found).toEqual(isAstray ? [FILE] : [])
  })
})
