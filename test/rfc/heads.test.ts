import { describe, expect, it, test } from 'vitest'
import type { CommitSha, Timestamp } from '../../src/facts/ids.ts'
import { type HeadSpan, headSpans } from '../../src/rfc/heads.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, story } from '../rules/story.ts'
import { writeExternalId } from '../../src/facts/external-id.ts'

const text = (proposal: string) => ({ [FILE]: rfc(['ada'], proposal) })

/** The newest announced head strictly before a time; null where there is none. */
function headAt(spans: readonly HeadSpan[], time: Timestamp): CommitSha | null {
  return spans.findLast((span) => span.since < time)?.commit ?? null
}

/** The head a comment made now would pin, and the one a comment in the same second as the last step would. */
function pinned(told: ReturnType<typeof story>): string | null {
  told.wait(1)
  return headAt(headSpans(told.snapshot()), told.now())
}

/** A time of the day on which the pull request was opened, at ten o'clock sharp. */
const at = (time: string) => `2026-03-02T${time}Z` as const

/** A run of the App that announces a commit; `A @10:01:00`. */
function run(announcement: string, externalId = ours(1)) {
  const [commit = '', time = ''] = announcement.split(' @')
  return {
    id: 1,
    commit,
    name: 'RFC alignment: main',
    externalId,
    startedAt: at(time),
    conclusion: 'success' as const,
  }
}

function ours(number: number): string {
  return writeExternalId({ number, wasRfc: true, kept: [], annotations: '-', shown: 'x', trace: null })
}

/** A force-push: what it hid, oldest commit first, and what it brought; `A B → C @10:05:00`. */
function push(told: string) {
  const [hidden = '', rest = ''] = told.split(' → ')
  const [after = '', time = ''] = rest.split(' @')
  const lineage = hidden.split(' ').toReversed()
  return { at: at(time), before: lineage[0] ?? null, after, lineage }
}

/** The announced heads as they are read: `A since 10:01:00`, `none since …` where nothing is pinned. */
function heads(
  commits: string,
  announcements: readonly (string | ReturnType<typeof run>)[],
  pushes: readonly string[] = [],
) {
  const oids = commits.split(' ')
  const spans = headSpans({
    commits: oids,
    runs: announcements.map((told) => (typeof told === 'string' ? run(told) : told)),
    forcePushes: pushes.map(push),
    pullRequest: { number: 1, createdAt: at('10:00:00'), head: oids.at(-1) as string },
  })
  return {
    all: spans.map(({ commit, since }) => `${commit ?? 'none'} since ${since.slice(11, 19)}`),
    at: (time: string) => headAt(spans, at(time)),
  }
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

  it('pins the old head while a push is not announced yet', () => {
    const told = story()
    const first = told.push(text('one'))
    told.push(text('two'), { announced: false })
    expect(pinned(told)).toBe(first)
  })

  it('ignores a commit that was replaced before it was announced', () => {
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

  it('restarts at the later of the force-push and its announcement', () => {
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

  it('treats the head as the tip wherever GitHub lists it among the commits', () => {
    const told = story()
    const first = told.push(text('one'))
    const second = told.push(text('two'))
    told.wait(1)
    const snapshot = told.snapshot()
    const spans = headSpans({ ...snapshot, commits: [second, first] })
    expect(headAt(spans, told.now())).toBe(second)
  })
})

describe('F1: commits that GitHub lists by dates, which people set (GH-201)', () => {
  it('pin nothing from a head on that is listed before an older one', () => {
    const told = heads('B A C', ['A @10:01:00', 'B @10:02:00', 'C @10:03:00'])
    expect(told.all).toEqual([
      'A since 10:01:00',
      'B since 10:02:00',
      'none since 10:02:00',
      'C since 10:03:00',
    ])
    expect(told.at('10:02:01')).toBeNull()
  })

  it('do not forget whom such a head named (S6)', () => {
    const told = story()
    const [first, second, third] = [['ada'], ['ada', 'eve'], ['ada']].map((names) => {
      return told.push({ [FILE]: rfc(names, 'A') })
    }) as [string, string, string]
    told.say('ada', '/commit')
    expect(told.rfc().rows.map(({ person }) => person.login)).toEqual(['ada', 'eve'])
    told.facts.commits = [second, first, third]
    expect(told.rfc().rows.map(({ person }) => person.login)).toEqual(['ada', 'eve'])
  })

  it('never make a commitment one to an older text', () => {
    const told = story()
    const heads = ['A', 'B', 'A'].map((proposal, index) => {
      const head = told.push(text(proposal))
      told.evaluate()
      if (index === 1) told.say('ada', '/commit')
      told.evaluate()
      return head
    })
    expect(told.rfc().state).toBe('waiting')
    const [first, second, third] = heads as [string, string, string]
    told.facts.commits = [second, first, third]
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('F1: heads in the order of their announcement', () => {
  test('count from their announcement, and never when they were not announced', () => {
    expect(heads('A B C D', ['A @10:01:00', 'C @10:03:00']).all).toEqual([
      'A since 10:01:00',
      'C since 10:03:00',
    ])
  })

  test('count from the second in which the pull request was opened', () => {
    expect(heads('A', ['A @10:00:00']).all).toEqual(['A since 10:00:00'])
  })

  test('exclude an older commit announced after a newer one', () => {
    expect(heads('A B', ['A @10:05:00', 'B @10:03:00']).all).toEqual(['B since 10:03:00'])
  })

  test('include two announced in one second, the later commit as the newer one', () => {
    const told = heads('A B', ['B @10:03:00', 'A @10:03:00'])
    expect(told.all).toEqual(['A since 10:03:00', 'B since 10:03:00'])
    expect(told.at('10:03:01')).toBe('B')
  })

  test('are announced by the first of several runs on a commit, however GitHub lists them', () => {
    expect(heads('A', ['A @10:04:00', 'A @10:02:00', 'A @10:03:00']).all).toEqual(['A since 10:02:00'])
  })

  test.each([
    ['for another pull request', ours(2)],
    ['with an id that is not ours', 'build 1'],
    ['without an id', ''],
  ])('are not announced by a run %s', (_, externalId) => {
    expect(heads('A', [run('A @10:01:00', externalId)]).all).toEqual([])
  })
})

describe('F1: a force-push restarts the sequence of heads', () => {
  test('and what is posted until its announcement pins nothing', () => {
    const told = heads('B', ['A @10:01:00', 'B @10:07:00'], ['A → B @10:05:00'])
    expect(told.all).toEqual(['A since 10:01:00', 'none since 10:05:00', 'B since 10:07:00'])
    expect(['10:05:00', '10:06:00', '10:07:00', '10:07:01'].map(told.at)).toEqual(['A', null, null, 'B'])
  })

  test('and an earlier commit that it kept is not announced again by its old run', () => {
    const told = heads('A C', ['A @10:01:00', 'B @10:02:00'], ['A B → C @10:05:00'])
    expect(told.all).toEqual(['A since 10:01:00', 'B since 10:02:00', 'none since 10:05:00'])
    expect(told.at('10:06:00')).toBeNull()
  })

  test('at the push itself when it returns to a commit announced before, even in the same second', () => {
    expect(heads('A', ['A @10:01:00', 'B @10:02:00'], ['A B → A @10:05:00']).all.slice(2)).toEqual([
      'none since 10:05:00',
      'A since 10:05:00',
    ])
    expect(heads('C', ['A @10:01:00', 'C @10:05:00'], ['A → C @10:05:00']).all.slice(1)).toEqual([
      'none since 10:05:00',
      'C since 10:05:00',
    ])
  })

  test('and a commit pushed on top in the same second counts from its announcement', () => {
    expect(heads('C D', ['A @10:01:00', 'D @10:05:00'], ['A → C @10:05:00']).all.slice(1)).toEqual([
      'none since 10:05:00',
      'D since 10:05:00',
    ])
  })

  test('and a hidden head counts if it was announced by that second', () => {
    expect(heads('C', ['A @10:05:00'], ['A → C @10:05:00']).all).toEqual([
      'A since 10:05:00',
      'none since 10:05:00',
    ])
    expect(heads('C', ['A @10:05:01'], ['A → C @10:05:00']).all).toEqual(['none since 10:05:00'])
  })
})

describe('F1: of several force-pushes', () => {
  const RUNS = ['A @10:01:00', 'B @10:06:00', 'C @10:11:00']
  const LINES = [
    'A since 10:01:00',
    'none since 10:05:00',
    'B since 10:06:00',
    'none since 10:10:00',
    'C since 10:11:00',
  ]

  test('each restarts the sequence, however GitHub lists them', () => {
    const pushes = ['A → B @10:05:00', 'B → C @10:10:00']
    expect(heads('C', RUNS, pushes).all).toEqual(LINES)
    expect(heads('C', RUNS, pushes.toReversed()).all).toEqual(LINES)
  })

  test('one that returns to an announced head counts at once, until the next', () => {
    const told = heads(
      'C',
      ['A @10:01:00', 'B @10:02:00', 'C @10:11:00'],
      ['A B → A @10:05:00', 'A → C @10:10:00'],
    )
    expect(told.all.slice(2)).toEqual([
      'none since 10:05:00',
      'A since 10:05:00',
      'none since 10:10:00',
      'C since 10:11:00',
    ])
  })

  test('those of one second keep GitHub’s order', () => {
    const told = heads('C', RUNS, ['A → B @10:05:00', 'B → C @10:05:00'])
    expect(told.all).toEqual([
      'A since 10:01:00',
      'none since 10:05:00',
      'none since 10:05:00',
      'C since 10:11:00',
    ])
  })
})
