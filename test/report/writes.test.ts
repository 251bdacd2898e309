import { describe, expect, it } from 'vitest'
import { publicationOf } from '../../src/report/publication.ts'
import type { Timestamp } from '../../src/facts/ids.ts'
import type { Member } from '../../src/facts/merge-group.ts'
import type { PullRequestFacts, Run } from '../../src/facts/snapshot.ts'
import { NOT_SHOWN, unreadCheck } from '../../src/report/check.ts'
import { groupCheck } from '../../src/report/group-check.ts'
import { checkWrites, groupWrites, isGroupGreen, writesFor } from '../../src/report/writes.ts'
import { rfc } from '../rfc-text.ts'
import { person, story } from '../rules/story.ts'

const FILE = 'rfcs/0001.md'

function told() {
  const pull = story()
  pull.push({ [FILE]: rfc(['ada']) })
  return pull
}

const publication = (pull: ReturnType<typeof story>) => publicationOf(pull.judge(), pull.snapshot())

/** Lets GitHub show what was published. */
function published(pull: ReturnType<typeof story>): void {
  const { check } = publication(pull)
  pull.facts.runs = pull.facts.runs.map((run) => ({
    ...run,
    externalId: check.externalId,
    conclusion: check.conclusion,
  }))
}

describe('only differences are written (V4)', () => {
  it('writes nothing when everything is up to date', () => {
    const pull = told()
    published(pull)
    const { prose, check } = publication(pull)
    const own = [
      {
        id: '1',
        nodeId: 'IC_1',
        text: prose?.sticky as string,
        at: pull.now(),
        editedByOthers: false,
        isMinimized: false,
      },
    ]
    const facts: PullRequestFacts = {
      ...pull.snapshot(),
      ownComments: own,
      askedForReview: [{ person: person('ada'), byAppAt: '2026-03-02T10:00:00Z' }],
    }
    expect(writesFor(facts, { check, prose }, [])).toEqual([])
  })

  it('updates the run on the head in place, and marks the loss of a success (V7)', () => {
    const pull = told()
    pull.say('ada', '/commit')
    published(pull)
    pull.say('ada', '/withdraw')
    expect(checkWrites(pull.snapshot(), publication(pull).check)).toMatchObject([
      { kind: 'update run', takesGreenAway: true, run: { conclusion: 'action_required' } },
    ])
  })

  it('creates a new run for changed annotations, because GitHub only appends them (GH-142)', () => {
    const pull = story()
    pull.push({ [FILE]: '# Billing\n\n## Problem\n\nLate.\n' })
    published(pull)
    pull.people.set('ada', { kind: 'unknown' })
    pull.describe('## Alignment\n\n- @nobody-here\n')
    expect(checkWrites(pull.snapshot(), publication(pull).check)[0]?.kind).toBe('create run')
  })

  it('updates every other success of the pull request, on any head and base (V7)', () => {
    const pull = told()
    const first = pull.facts.commits[0]
    pull.facts.runs = pull.facts.runs.map((run) => ({ ...run, conclusion: 'success' }))
    pull.push({ [FILE]: rfc(['ada'], 'other') })
    const left = { ...pull.facts.runs[1], id: 99, name: 'RFC alignment: sandbox', conclusion: 'success' }
    pull.facts.runs.push(left as never)
    const repainted = checkWrites(pull.snapshot(), publication(pull).check).filter(
      (write) => write.kind === 'update run' && write.takesGreenAway,
    )
    expect(repainted).toMatchObject([
      { commit: first, run: { conclusion: 'failure', name: 'RFC alignment: main' } },
      { id: 99, run: { conclusion: 'failure', name: 'RFC alignment: sandbox' } },
    ])
  })

  it('takes the success on an earlier head away before it writes on a new one (V7)', () => {
    const pull = told()
    const head = pull.push({ [FILE]: rfc(['ada'], 'other') })
    pull.facts.runs = pull.facts.runs
      .filter(({ commit }) => commit !== head)
      .map((run) => ({ ...run, conclusion: 'success' }))
    expect(checkWrites(pull.snapshot(), publication(pull).check).map(({ kind }) => kind)).toEqual([
      'update run',
      'create run',
    ])
  })

  it('announces a head again to which a force-push led back (F1)', () => {
    const pull = told()
    const first = pull.facts.commits[0] as string
    pull.push({ [FILE]: rfc(['ada'], 'two') })
    pull.forcePush([first])
    pull.wait(60)
    expect(checkWrites(pull.snapshot(), publication(pull).check)[0]).toMatchObject({
      kind: 'create run',
      commit: first,
    })
  })

  it('announces a head again that a plain push restored (F1)', () => {
    const pull = told()
    const first = pull.facts.commits[0] as string
    const second = pull.push({ [FILE]: rfc(['ada'], 'two') })
    pull.forcePush([first])
    pull.wait(60)
    pull.facts.commits = [first, second]
    expect(checkWrites(pull.snapshot(), publication(pull).check)[0]).toMatchObject({
      kind: 'create run',
      commit: second,
    })
  })

  it('updates the last success on an earlier head, though GitHub still shows it as failed (V6, V7)', () => {
    const pull = told()
    const before = pull.facts.runs.at(-1)
    if (!before) throw new Error('nothing was announced')
    pull.push({ 'rfcs/0001.md': rfc(['ada', 'linus'], 'Bill by the hour.') })
    const { check } = publication(pull)
    const green = { commit: before.commit, externalId: before.externalId, conclusion: 'success' }
    const taken = (written: typeof green | null) =>
      checkWrites(pull.snapshot(), check, written).flatMap((write) => ('id' in write ? [write.id] : []))
    expect(taken(green)).toContain(before.id)
    expect(taken(null)).not.toContain(before.id)
  })

  it('creates a newer run than the success of another pull request on the same head (GH-139)', () => {
    const pull = told()
    published(pull)
    const other = { ...pull.facts.runs[0], id: 9999, conclusion: 'success' }
    pull.facts.runs.push({ ...other, externalId: other.externalId?.replace('pr=1', 'pr=2') } as never)
    pull.facts.sameHead = [{ number: 2, labels: [] }]
    expect(checkWrites(pull.snapshot(), publication(pull).check)[0]?.kind).toBe('create run')
  })
})

describe('a reply that no longer applies (C4)', () => {
  const AT: Timestamp = '2026-03-02T10:00:00Z'
  const TEXT = '<!-- rfc-alignment reply to=comment-7 rev=1 -->\n\nWrite `/commit`.'
  const reply = { id: '1', nodeId: 'IC_1', text: TEXT, at: AT, editedByOthers: false, isMinimized: false }

  /** What is written of the reply on a pull request where nothing needs one. */
  function written(own: typeof reply | { isMinimized: null }) {
    const pull = told()
    const { prose, check } = publication(pull)
    const facts = { ...pull.snapshot(), ownComments: [{ ...reply, ...own }] }
    return writesFor(facts, { check, prose }).filter(
      (write) => write.kind === 'minimize' || (write.kind === 'update comment' && write.id === '1'),
    )
  }

  it('is edited with its text kept, then minimized; after that nothing is written', () => {
    const [edit, ...more] = written(reply)
    const body = edit?.kind === 'update comment' ? edit.body : ''
    expect(body).toMatch(/Resolved\. No action needed\.\n\n<details>.*\n\nWrite `\/commit`\.\n\n<\/details>$/)
    expect(more).toEqual([{ kind: 'minimize', nodeId: 'IC_1' }])
    expect(written({ ...reply, text: body, isMinimized: true })).toEqual([])
  })

  it('does not keep text that somebody else edited into it', () => {
    const [edit] = written({ ...reply, text: `${TEXT} @ada agreed to this.`, editedByOthers: true })
    expect(edit).toMatchObject({ kind: 'update comment', body: expect.stringMatching(/needed\.$/) })
    const resolved = '<!-- rfc-alignment reply to=comment-7 rev=resolved -->\n\n@ada agreed to this.'
    expect(written({ ...reply, text: resolved, editedByOthers: true, isMinimized: true })).toEqual([edit])
  })

  it('is only edited when GitHub does not report whether it is minimized (GH-32)', () => {
    expect(written({ isMinimized: null }).map(({ kind }) => kind)).toEqual(['update comment'])
  })
})

describe('a success on a head that another pull request has, too (GH-139, V7)', () => {
  /** A pull request that is no RFC and green on two heads; another one has runs on the first of them. */
  function shared() {
    const pull = story()
    const first = pull.push({ 'README.md': 'a' })
    pull.push({ 'README.md': 'b' })
    const { check } = publication(pull)
    pull.facts.runs = pull.facts.runs.map((run) => ({ ...run, conclusion: 'success' }))
    const other = { ...pull.facts.runs[0], id: 99, externalId: check.externalId.replace('pr=1', 'pr=2') }
    pull.facts.runs.push(other as never)
    return { pull, first, check }
  }
  const reddened = (facts: Parameters<typeof checkWrites>[0], check: Parameters<typeof checkWrites>[1]) =>
    checkWrites(facts, check).flatMap((write) =>
      write.kind === 'update run' && write.takesGreenAway ? [write.commit] : [],
    )

  it('is updated by the one that leaves the head', () => {
    const { pull, first, check } = shared()
    expect(reddened(pull.snapshot(), check)).toEqual([first])
  })

  it('stays while both have that head', () => {
    const { pull, check } = shared()
    pull.facts.commits = pull.facts.commits.slice(0, 1)
    expect(reddened(pull.snapshot(), check)).toEqual([])
  })

  it('stays when the pull request is closed there while the other one is open', () => {
    const { pull, check } = shared()
    pull.facts.commits = pull.facts.commits.slice(0, 1)
    pull.facts.state = 'closed'
    pull.facts.sameHead = [{ number: 2, labels: [] }]
    expect(reddened(pull.snapshot(), check)).toEqual([])
  })

  it('is updated when the pull request is closed', () => {
    const { pull, first, check } = shared()
    pull.facts.commits = pull.facts.commits.slice(0, 1)
    pull.facts.state = 'closed'
    expect(reddened(pull.snapshot(), check)).toEqual([first])
  })

  it('stays beside the run of a merge group (V8)', () => {
    const { pull, check } = shared()
    pull.facts.runs = pull.facts.runs.map((run) => ({
      ...run,
      externalId: run.externalId.replace('pr=2', 'pr=0'),
    }))
    expect(reddened(pull.snapshot(), check)).toEqual([])
  })
})

describe('a closed pull request announces nothing (V7)', () => {
  /** A pull request that was closed after its run said that it would be looked at again. */
  function closedWhileRead() {
    const pull = told()
    const { head, baseName } = pull.snapshot().pullRequest
    const promise = unreadCheck(1, { baseName, wasRfc: true, kept: [] }, 'retrying', NOT_SHOWN)
    pull.facts.runs = pull.facts.runs.map((run) => ({
      ...run,
      commit: head,
      externalId: promise.externalId,
      conclusion: 'failure',
    }))
    pull.facts.state = 'closed'
    return pull
  }

  it('but its earlier success is updated, once', () => {
    const pull = closedWhileRead()
    const { check } = publication(pull)
    expect(checkWrites(pull.snapshot(), check)).toMatchObject([
      { kind: 'update run', run: { title: expect.stringMatching(/is closed/) } },
    ])
    published(pull)
    pull.say('ada', '/object too late')
    expect(checkWrites(pull.snapshot(), publication(pull).check)).toEqual([])
  })

  it('and does not pass over another pull request on its head', () => {
    const pull = closedWhileRead()
    const success = { ...publication(pull).check, conclusion: 'success' as const }
    pull.facts.sameHead = [{ number: 2, labels: [] }]
    expect(checkWrites(pull.snapshot(), success)).toEqual([])
  })
})

describe('the check of a merge group (V8)', () => {
  const member = (number: number, kind: Member['kind'], says = 'said'): Member => ({
    number,
    title: `RFC ${number}`,
    isRfc: true,
    kind,
    says,
  })
  const green = groupCheck('main', 'https://github.test/acme/rfcs', [member(12, 'green')])
  const red = groupCheck('main', 'https://github.test/acme/rfcs', [member(12, 'red', 'Waiting for @ada')])
  const run = (id: number, check: typeof green, more: Partial<Run> = {}): Run => ({
    id,
    commit: 'abc',
    name: check.name,
    externalId: check.externalId,
    conclusion: check.conclusion,
    startedAt: '2026-03-02T10:00:00Z',
    ...more,
  })
  const on = (...runs: readonly Run[]) => ({ commit: 'abc', runs })

  it('is created once, and not written again while it is current', () => {
    expect(groupWrites(on(), green)).toMatchObject([{ kind: 'create run', commit: 'abc' }])
    expect(groupWrites(on(run(1, green)), green)).toEqual([])
  })

  it('loses its success in place, and keeps no older one', () => {
    expect(groupWrites(on(run(1, green), run(2, green)), red)).toMatchObject([
      { kind: 'update run', id: 2, takesGreenAway: true, run: { conclusion: 'failure' } },
      { kind: 'update run', id: 1, takesGreenAway: true, run: { conclusion: 'failure' } },
    ])
  })

  it('loses a success that GitHub does not show yet (V6)', () => {
    const written = { commit: 'abc', externalId: green.externalId, conclusion: 'success' }
    expect(isGroupGreen(on(run(1, red)), written)).toBe(true)
    expect(groupWrites(on(run(1, red)), red, written)).toMatchObject([
      { kind: 'update run', takesGreenAway: true },
    ])
  })

  it('is newer than the success of a pull request on the same commit (GH-147)', () => {
    const theirs = run(3, green, { externalId: 'rfc-alignment pr=7 rfc=0 notes=- shown=x' })
    expect(groupWrites(on(run(1, red), theirs), red)).toMatchObject([{ kind: 'create run' }])
    expect(isGroupGreen(on(run(1, red), theirs), null)).toBe(false)
  })

  it('names its pull requests and those that block it', () => {
    const many = [12, 13, 14, 15, 16, 17, 18].map((number) => member(number, 'green'))
    expect(groupCheck('main', 'https://github.test', many).title).toBe(
      'Ready to merge (#12, #13, #14, #15, #16 and 2 more)',
    )
    expect(red).toMatchObject({ conclusion: 'failure', title: '#12: Waiting for @ada' })
    const two = [member(1, 'red', 'Waiting for @ada'), member(2, 'green'), member(3, 'unclear', 'x')]
    expect(groupCheck('main', 'https://github.test', two).title).toBe('#1: Waiting for @ada (and #3)')
  })

  it('escapes mentions, links and formatting (V3)', () => {
    const { summary } = groupCheck('main', 'https://github.test', [
      { ...member(1, 'green'), title: '@eve <img src=x> fixes #7 [x](http://evil.test)' },
    ])
    expect(summary).not.toMatch(/@eve|(?<!\\)<img|fixes #7|(?<!\\)\[x|http:\/\/evil/)
  })

  it('fits GitHub’s limits with a hundred pull requests (GH-142)', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...member(index, 'red', 'é'.repeat(2000)),
      title: '#@é'.repeat(1000),
    }))
    const check = groupCheck('main', 'https://github.test', many)
    expect(Buffer.byteLength(check.summary)).toBeLessThan(65_535)
    expect(check.title.length).toBeLessThan(255)
  })
})

describe("GitHub's limits", () => {
  it('hold for check and comment with any names and posts (V3)', () => {
    const pull = story()
    const names = Array.from({ length: 180 }, (_, index) => `person-${index}-${'x'.repeat(25)}`)
    for (const name of names)
      pull.people.set(name, {
        kind: 'found',
        person: { id: 5000 + names.indexOf(name), login: name, type: 'User' },
        canRead: true,
      })
    pull.push({ [FILE]: rfc(names) })
    for (const name of names)
      pull.say(name, `/object ${'é@x '.repeat(4000)}`, {
        author: { id: 5000 + names.indexOf(name), login: name, type: 'User' },
      })
    const { check, prose } = publication(pull)
    for (const text of [check.summary, prose?.sticky as string]) {
      expect(Buffer.byteLength(text)).toBeLessThan(65_535)
      expect(text).toMatch(/… and \d+ more/)
    }
    expect(check.title.length).toBeLessThan(255)
  })

  it('allow at most fifty annotations (GH-142)', () => {
    const pull = story()
    pull.push({ [FILE]: rfc(Array.from({ length: 120 }, (_, index) => `nobody-${index}`)) })
    expect(publication(pull).check.annotations.length).toBe(50)
  })
})
