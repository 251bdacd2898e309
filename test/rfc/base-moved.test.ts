import { describe, expect, it } from 'vitest'
import { type Config, DEFAULTS } from '../../src/config/config.ts'
import { fileKey } from '../../src/facts/keys.ts'
import type { FileAt, Snapshot } from '../../src/facts/snapshot.ts'
import { baseMovedProblems } from '../../src/rfc/base-moved.ts'
import { caseUnder } from '../../src/rfc/case.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, story } from '../rules/story.ts'

/** Nothing links to anything. */
const NOTHING_PARSED = { document: new Map(), post: new Map(), config: new Map() }

const under = (config: Config, snapshot: Snapshot) => caseUnder(config, snapshot, NOTHING_PARSED)

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

describe('F6: the base branch moved on', () => {
  it('fails while the RFC itself changed there, and says what to do', () => {
    const text = rfc(['ada'])
    const told = story({ base: { [FILE]: 'The old text.\n', 'README.md': 'Acme' } })
    told.push({ [FILE]: text })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
    told.facts.baseNow = { [FILE]: 'Another text.\n', 'README.md': 'Acme' }
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/Update this branch/) }])
  })

  it('fails when the base has a new file of that name', () => {
    const told = story({ base: { 'README.md': 'Acme' } })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.facts.baseNow = { 'README.md': 'Acme', [FILE]: 'Somebody was faster.\n' }
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('changes nothing when only other files changed there', () => {
    const told = story({ base: { 'README.md': 'Acme' } })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.facts.baseNow = { 'README.md': 'Acme & Co' }
    expect(told.rfc().state).toBe('committed')
  })
})
