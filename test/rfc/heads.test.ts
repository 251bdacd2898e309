import { describe, expect, it } from 'vitest'
import { headAt, headSpans } from '../../src/rfc/heads.ts'
import { rfc } from '../rfc-text.ts'
import { story } from '../rules/story.ts'

const FILE = 'rfcs/0001.md'
const text = (proposal: string) => ({ [FILE]: rfc(['ada'], proposal) })

/** The head a comment made now would pin, and the one a comment in the same second as the last step would. */
function pinned(told: ReturnType<typeof story>): string | null {
  told.wait(1)
  return headAt(headSpans(told.snapshot()), told.now())
}

describe('F1: a commitment belongs to the newest head announced before it', () => {
  it('pins nothing before the first announcement', () => {
    const told = story()
    told.push(text('one'), { announced: false })
    expect(pinned(told)).toBeNull()
  })

  it('pins the head once it is announced, and counts the same second as before', () => {
    const told = story()
    const head = told.push(text('one'))
    expect(headAt(headSpans(told.snapshot()), told.now())).toBeNull()
    expect(pinned(told)).toBe(head)
  })

  it('keeps to the old head while a push is not announced yet', () => {
    const told = story()
    const first = told.push(text('one'))
    told.push(text('two'), { announced: false })
    expect(pinned(told)).toBe(first)
  })

  it('takes a commit that was replaced before it was announced for no head', () => {
    const told = story()
    told.push(text('one'))
    const late = told.push(text('two'), { announced: false })
    const newest = told.push(text('three'))
    told.wait(5)
    told.announce(late)
    expect(pinned(told)).toBe(newest)
  })

  it('pins nothing between a force-push and the announcement of what it brought', () => {
    const told = story()
    told.push(text('one'))
    told.forcePush([told.commit(text('other'))])
    expect(pinned(told)).toBeNull()
  })

  it('starts the line anew at the later of the force-push and its announcement', () => {
    const told = story()
    told.push(text('one'))
    const other = told.commit(text('other'))
    told.forcePush([other], { announced: true })
    expect(pinned(told)).toBe(other)
  })

  it('counts a head that was pushed back to from the force-push on', () => {
    const told = story()
    const first = told.push(text('one'))
    told.push(text('two'))
    told.forcePush([first])
    expect(pinned(told)).toBe(first)
    expect(headSpans(told.snapshot()).at(-1)).toEqual({ commit: first, since: told.facts.forcePushes[0]?.at })
  })

  it('does not count an announcement made for another pull request', () => {
    const told = story()
    told.push(text('one'), { announced: false })
    told.announce()
    told.facts.runs = told.facts.runs.map((run) => ({
      ...run,
      externalId: run.externalId.replace('pr=1', 'pr=2'),
    }))
    expect(pinned(told)).toBeNull()
  })

  it('knows the heads that a force-push hid', () => {
    const told = story()
    const first = told.push(text('one'))
    const second = told.push(text('two'))
    told.forcePush([told.commit(text('other'))], { announced: true })
    expect(headSpans(told.snapshot()).map(({ commit }) => commit)).toEqual([
      first,
      second,
      null,
      told.facts.commits[0],
    ])
  })

  it('takes the head for the tip wherever GitHub lists it among the commits', () => {
    const told = story()
    const first = told.push(text('one'))
    const second = told.push(text('two'))
    told.wait(1)
    const snapshot = told.snapshot()
    const spans = headSpans({ ...snapshot, commits: [second, first] })
    expect(headAt(spans, told.now())).toBe(second)
  })
})
