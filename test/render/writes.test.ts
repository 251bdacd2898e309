import { describe, expect, it } from 'vitest'
import { publicationOf } from '../../src/render/publication.ts'
import { checkWrites, writesFor } from '../../src/render/writes.ts'
import { rfc } from '../rfc-text.ts'
import { person, story } from '../domain/story.ts'

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
  it('writes nothing when everything stands as it should', () => {
    const pull = told()
    published(pull)
    const { prose, check } = publication(pull)
    const own = [{ id: '1', nodeId: 'IC_1', text: prose?.sticky as string, at: pull.now() }]
    const facts = {
      ...pull.snapshot(),
      ownComments: own,
      askedForReview: [{ person: person('ada'), byApp: true }],
    }
    expect(writesFor(facts, { check, prose }, [])).toEqual([])
  })

  it('updates the run on the head in place, and says when that takes a green away (V7)', () => {
    const pull = told()
    pull.say('ada', '/commit')
    published(pull)
    pull.say('ada', '/withdraw')
    expect(checkWrites(pull.snapshot(), publication(pull).check)).toMatchObject([
      { kind: 'update run', takesGreenAway: true, run: { conclusion: 'action_required' } },
    ])
  })

  it('makes a new run for other annotations, because GitHub only ever appends them (F42)', () => {
    const pull = story()
    pull.push({ [FILE]: '# Billing\n\n## Problem\n\nLate.\n' })
    published(pull)
    pull.people.set('ada', { kind: 'unknown' })
    pull.describe('## Alignment\n\n- @nobody-here\n')
    expect(checkWrites(pull.snapshot(), publication(pull).check)[0]?.kind).toBe('create run')
  })

  it('repaints every other green of the pull request, on any head and under any base (V7)', () => {
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

  it('announces a head anew that a plain push brought back, for its old announcement counts no more (F1)', () => {
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

  it('outweighs the newer green of another pull request on the same commit (F39)', () => {
    const pull = told()
    published(pull)
    const other = { ...pull.facts.runs[0], id: 9999, conclusion: 'success' }
    pull.facts.runs.push({ ...other, externalId: other.externalId?.replace('pr=1', 'pr=2') } as never)
    pull.facts.sameHead = [{ number: 2, labels: [] }]
    expect(checkWrites(pull.snapshot(), publication(pull).check)[0]?.kind).toBe('create run')
  })
})

describe('what GitHub takes', () => {
  it('keeps check and comment within GitHub’s limits, whatever people name and say (V3)', () => {
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

  it('annotates at most fifty lines (F42)', () => {
    const pull = story()
    pull.push({ [FILE]: rfc(Array.from({ length: 120 }, (_, index) => `nobody-${index}`)) })
    expect(publication(pull).check.annotations.length).toBe(50)
  })
})
