import { describe, expect, it } from 'vitest'
import { DEFAULTS } from '../../src/config/config.ts'
import { fileKey } from '../../src/facts/keys.ts'
import type { Snapshot } from '../../src/facts/snapshot.ts'
import { caseUnder } from '../../src/rfc/case.ts'
import { linksAt } from '../../src/rfc/linked-files.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, story } from '../rules/story.ts'

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

  it('count if they changed here, also when deleted', () => {
    expect(at({ kind: 'complete', files })).toEqual(['rfcs/flow.svg', 'top.png', 'rfcs/gone.svg'])
  })

  it('do not count when nothing can be read', () => {
    expect(at({ kind: 'unreadable', why: 'no answer', isGone: false })).toEqual([])
  })

  it('make a commitment stale by their content, also when they are not text', () => {
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
