import { describe, expect, it } from 'vitest'
import { nextStep } from '../../src/board/html-words.ts'
import { checkOf } from '../../src/report/check.ts'
import { stickyOf } from '../../src/report/comment.ts'
import { publicationOf } from '../../src/report/publication.ts'
import { mergedRecord } from '../../src/report/merge-record.ts'
import { recordOf } from '../../src/report/record.ts'
import { titleOf } from '../../src/report/title.ts'
import { rfc } from '../rfc-text.ts'
import { account, say } from './account.ts'
import { config } from './stories.ts'
import { FILE, named, person, type Story, type StoryOptions, story } from './story.ts'

const REPOSITORY = 'https://github.test/acme/rfcs'

/** A story whose RFC states a problem and proposes nothing yet. */
function problemAlone(names: readonly string[] = ['ada', 'linus'], options: StoryOptions = {}): Story {
  const told = named(names, options)
  told.push({ [FILE]: rfc(names, 'TBD') })
  return told
}

const titles = (told: Story, ...lines: readonly string[]) =>
  lines.map((line) => {
    say(told, line)
    return titleOf(told.rfc())
  })

const plain = (text: string) => text.replaceAll('\u2060', '')
const summaryOf = (told: Story) => plain(checkOf(told.rfc(), 1, REPOSITORY).summary)
const commentOf = (told: Story) =>
  plain(stickyOf(told.rfc(), { repositoryUrl: REPOSITORY, number: 1, boardUrl: null }))
const reactionsOf = (told: Story) => {
  const verdict = told.rfc()
  const reactions = publicationOf(verdict, told.snapshot()).prose?.answers?.reactions ?? new Map()
  return told.facts.posts.map(({ id }) => [...reactions].find(([post]) => post.id === id)?.[1] ?? [])
}

describe('T7: while nothing is proposed', () => {
  it('the RFC collects /align, and never passes', () => {
    const told = problemAlone()
    expect(titleOf(told.rfc())).toBe(
      'Nothing is proposed yet: waiting for @ada and @linus to align on the problem',
    )
    expect(titles(told, 'ada: /align', 'linus: /align', 'ada: /commit', 'linus: /commit')).toEqual([
      'Nothing is proposed yet: waiting for @linus to align on the problem',
      'Nothing is proposed yet: waiting for the author to propose something',
      'Nothing is proposed yet: waiting for the author to propose something',
      'Nothing is proposed yet: waiting for the author to propose something',
    ])
    expect(account(told)).toEqual(['waiting', '@ada stale, aligned', '@linus stale, aligned'])
  })

  it('a commitment is answered, and is none to the proposal that comes later', () => {
    const told = problemAlone()
    say(told, 'ada: /commit', 'linus: /align\n/disagree-commit not like this')
    expect(told.rejections()).toEqual([
      expect.stringMatching(/^Nothing was proposed yet when this was posted/),
      expect.stringMatching(/^Nothing was proposed yet when this was posted/),
    ])
    expect(told.rfc().notCounted.map(({ who, what }) => `${what} by ${who}`)).toEqual([
      '/commit by ada',
      '/disagree-commit by linus',
    ])
    expect(reactionsOf(told)).toEqual([['confused'], ['+1', 'confused']])
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect([told.rfc().state, told.position('ada'), told.position('linus')]).toEqual([
      'waiting',
      'stale',
      'stale',
    ])
    say(told, 'ada: /commit', 'linus: /commit')
    expect([told.rfc().state, told.rejections()]).toEqual(['committed', []])
  })

  it('not even where the configuration takes nothing but the problem for material (F2)', () => {
    const told = problemAlone(['ada'], config('freshness: { sections: [Problem] }'))
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada'], 'Bill from events.') })
    expect(account(told)).toEqual(['waiting', '@ada stale'])
    told.say('ada', '/commit')
    expect(account(told)).toEqual(['committed', '@ada committed'])
    told.push({ [FILE]: rfc(['ada'], 'TBD') })
    expect([titleOf(told.rfc()), told.position('ada')]).toEqual([
      'Nothing is proposed yet: waiting for @ada to align on the problem',
      'committed',
    ])
  })

  it('a success ends when the proposal is taken out, and a commitment to it is current again when it is back (F4)', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada'], 'TBD') })
    expect(account(told)).toEqual(['waiting', '@ada stale'])
    told.push({ [FILE]: rfc(['ada']) })
    expect(account(told)).toEqual(['committed', '@ada committed'])
  })

  it('an approval that would count is none (C7)', () => {
    const told = problemAlone(['ada'], config('reviews: count'))
    const commit = told.facts.commits.at(-1) as string
    told.say('ada', '', { on: 'review', review: { state: 'approved', commit, isDismissed: false } })
    expect(told.rfc().state).toBe('waiting')
    expect(told.rfc().notCounted.map(({ what }) => what)).toEqual(['Review'])
  })

  it('an approval is not answered with the command, which would not count either (C7)', () => {
    const told = problemAlone(['ada'])
    const commit = told.facts.commits.at(-1) as string
    told.say('ada', '', { on: 'review', review: { state: 'approved', commit, isDismissed: false } })
    expect(told.rejections()).toEqual([])
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rejections()).toEqual([expect.stringMatching(/^Approving reviews don't count/)])
  })

  it('objections and disputes block as ever (V1)', () => {
    const told = problemAlone()
    expect(titles(told, 'ada: /misalign it is a data problem', 'linus: /object who asks?')).toEqual([
      '@ada disputes the problem',
      'Objection #1 by @linus is open',
    ])
  })

  it('a team is waited for until its quorum has aligned, and nobody who is away or reads the problem differently', () => {
    const told = problemAlone(['grace', 'eve', 'acme/sre', 'acme/ops'])
    told.team('ops', ['mallory'])
    say(told, 'eve: /recuse on leave', 'grace: /misalign it is the vendor', 'grace: /disagree-commit still')
    expect(titles(told, 'margaret: /release @acme/ops dissolved', 'ada: /align')).toEqual([
      'Nothing is proposed yet: waiting for @acme/sre to align on the problem',
      'Nothing is proposed yet: waiting for the author to propose something',
    ])
  })

  it('a draft says so', () => {
    const told = problemAlone(['ada'], { draft: true })
    expect([told.rfc().state, titleOf(told.rfc())]).toEqual(['draft', 'Draft: nothing is proposed yet'])
  })

  it('check and comment say what helps, and which commands there are', () => {
    const told = problemAlone(['ada'])
    const line =
      '`rfcs/0001.md` proposes nothing yet, so no commitment counts. Stakeholders comment `/align` or `/misalign <reason>` on the problem; the author writes the proposal in a section of its own, such as `## Proposal`.'
    const counts = 'Problem: 1 did not say · Commitment: nothing is proposed yet'
    for (const text of [summaryOf(told), commentOf(told)]) expect(text).toContain(`${counts}\n\n${line}`)
    expect(commentOf(told)).toContain('| `/align` |')
    expect(commentOf(told)).not.toContain('| `/commit` |')
    told.say('ada', '/commit')
    for (const text of [summaryOf(told), commentOf(told)])
      expect(text).toContain("Commitment doesn't count: nothing was proposed yet")
  })

  it('the board says whose turn it is, and a merge what was missing (R2)', () => {
    const told = problemAlone(['ada'], config('freshness: { sections: [Problem] }'))
    const record = recordOf(told.rfc(), told.snapshot())
    expect(nextStep(record)).toBe(
      'Waiting for @author to write the proposal. Until then stakeholders can comment /align, and no commitment counts.',
    )
    const merge = {
      at: told.now(),
      by: person('margaret'),
      commit: 'c'.repeat(40),
      basis: 'the merge',
    } as const
    const merged = mergedRecord(record, { ...merge, shown: null, isOtherText: false })
    expect(merged.headline).toBe('Merged with 1 pending and nothing proposed')
  })
})

describe('P3: one line says how it stands', () => {
  const text = (proposal: string) =>
    `${rfc(['ada', 'linus', 'grace'], proposal)}\n## Options\n\n- a\n- b\n- c\n`

  it('in check, comment and record, and leaves out what does not exist', () => {
    const told = story()
    told.push({ [FILE]: text('Bill from events.') })
    say(told, 'ada: /align\n/commit', 'linus: /misalign it is the vendor', 'linus: /disagree-commit still')
    const line = 'Problem: 1 agrees, 1 differently, 1 did not say · Options: 3 · Commitment: 2 of 3'
    const { facts } = recordOf(told.rfc(), told.snapshot())
    for (const shown of [summaryOf(told), commentOf(told), facts.join('\n\n')]) expect(shown).toContain(line)
    expect(summaryOf(named(['ada']))).toContain('Problem: 1 did not say · Commitment: 0 of 1')
  })

  it('and a different reading stays on record beside dissent, also that of a member of a team', () => {
    const told = named(['grace', 'acme/sre'])
    say(told, 'grace: /misalign it is the vendor', 'grace: /disagree-commit not us')
    say(told, 'ada: /misalign it is the network', 'ada: /disagree-commit not them')
    expect(told.rfc().state).toBe('committed')
    expect(summaryOf(told)).toContain(
      '| @grace | Committed with dissent: *not us*; reads the problem differently: *it is the vendor*; named at',
    )
    expect(summaryOf(told)).toContain(
      '1 of 1: @ada with dissent: *not them*; @ada reads the problem differently: *it is the network*; named at',
    )
    expect(commentOf(told)).toMatch(
      /@grace \| Committed with \[dissent\]\(\S+\); reads the problem \[differently\]\(/,
    )
    expect(commentOf(told)).toMatch(/with \[dissent\]\(\S+\); @ada reads the problem \[differently\]\(/)
  })
})

describe('T6: questions', () => {
  it('are in check and comment, and no annotations, which would need another run each time (ADR 17)', () => {
    const told = named(['ada'])
    const block =
      '**Questions (they block nothing)**\n\n- `rfcs/0001.md:13`: What else was considered? Add an Options section.'
    for (const text of [summaryOf(told), commentOf(told)]) expect(text).toContain(block)
    expect(checkOf(told.rfc(), 1, REPOSITORY).annotations).toEqual([])
  })
})
