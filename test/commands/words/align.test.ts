import { describe, expect, it } from 'vitest'
import { named, FILE, type Story, story, person } from '../../rules/story.ts'
import { fileKey } from '../../../src/facts/keys.ts'
import type { Snapshot } from '../../../src/facts/snapshot.ts'
import { rfc } from '../../rfc-text.ts'
import { account, say } from '../../rules/account.ts'
import { titleOf } from '../../../src/report/title.ts'

const FIRST = { config: 'version: 1\nalignment:\n  first: true\n' }

/** Who must still say /align, as a snapshot shows it. */
function stillToAlign(told: Story, change: Partial<Snapshot> = {}): readonly string[] {
  const verdict = told.judge(change)
  return 'stillToAlign' in verdict ? verdict.stillToAlign : []
}

describe('P3: alignment is separate from commitment', () => {
  it('blocks while a stakeholder disputes the problem', () => {
    const told = named()
    told.say('linus', '/commit')
    told.say('ada', '/misalign it is a data problem')
    expect(told.rfc().state).toBe('misalignment')
    told.say('ada', '/align')
    expect([told.rfc().state, told.position('ada')]).toEqual(['waiting', 'silent'])
  })

  it('counts /align and /object in one comment', () => {
    const told = named()
    told.say('ada', '/align\n/object not like this')
    expect([told.rfc().rows[0]?.alignment, told.position('ada')]).toEqual(['aligned', 'objecting'])
  })
})

describe('P3: who must align before any commitment counts', () => {
  it('includes everybody named or added, except recused and released people', () => {
    const told = named(['ada', 'linus', 'acme/sre'], FIRST)
    say(told, 'ada: /align', 'ada: /add @grace @eve')
    expect(stillToAlign(told)).toEqual(['@linus', '@grace', '@eve'])
    say(told, 'eve: /recuse on leave', 'margaret: /release @grace she left', 'linus: /align')
    expect(stillToAlign(told)).toEqual([])
    told.say('ada', '/commit')
    expect(account(told)).toEqual([
      'waiting',
      '@ada committed, aligned',
      '@linus silent, aligned',
      '@grace released',
      '@eve recused',
      '@acme/sre committed, 1 of 1',
    ])
  })

  it('includes a team until its quorum of members aligned, without the author (S3)', () => {
    const told = story(FIRST)
    told.team('ops', ['author', 'grace', 'linus'])
    told.push({ [FILE]: rfc(['ada', 'acme/ops (2)']) })
    const after = ['ada: /align', 'author: /align', 'grace: /align', 'linus: /align'].map((line) => {
      say(told, line)
      return stillToAlign(told)
    })
    expect(after).toEqual([['@acme/ops'], ['@acme/ops'], ['@acme/ops'], []])
  })

  it('includes a team that asks for all until every member aligned, with the author (S3)', () => {
    const told = story(FIRST)
    told.team('ops', ['author', 'grace', 'linus'])
    told.push({ [FILE]: rfc(['ada', 'acme/ops (all)']) })
    const lines = ['ada: /align', 'grace: /align', 'linus: /recuse on leave', 'author: /align']
    const after = lines.map((line) => {
      say(told, line)
      return stillToAlign(told)
    })
    expect(after).toEqual([['@acme/ops'], ['@acme/ops'], ['@acme/ops'], []])
    const { pullRequest } = told.snapshot()
    expect(stillToAlign(told, { pullRequest: { ...pullRequest, author: null } })).toEqual([])
  })

  it('excludes a released team, and a commitment is not alignment', () => {
    const told = named(['ada', 'acme/sre'], FIRST)
    told.team('sre', ['linus'])
    say(told, 'margaret: /release @acme/sre they are busy', 'ada: /align', 'ada: /commit')
    expect(account(told)).toEqual(['committed', '@ada committed, aligned', '@acme/sre released, 0 of 1'])
  })

  it.each(['acme/sre', 'acme/sre (all)'])('includes a team that cannot be read: %s', (team) => {
    const told = named(['ada', team], FIRST)
    say(told, 'ada: /align', 'linus: /align')
    const teams = new Map([['acme/sre', { kind: 'unreadable' as const, why: 'is hidden' }]])
    expect([stillToAlign(told), stillToAlign(told, { teams })]).toEqual([[], ['@acme/sre']])
  })

  it('includes in a draft those whom the newest head names, and otherwise those any head named (S6)', () => {
    const told = story({ ...FIRST, draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    say(told, 'ada: /align')
    expect(stillToAlign(told)).toEqual(['@linus'])
    told.push({ [FILE]: rfc(['ada']) })
    expect(stillToAlign(told)).toEqual([])
    const ready = story(FIRST)
    ready.push({ [FILE]: rfc(['ada', 'linus']) })
    ready.push({ [FILE]: rfc(['ada']) })
    say(ready, 'ada: /align')
    expect(stillToAlign(ready)).toEqual(['@linus'])
  })

  it('includes those who aligned with a text that cannot be read any more (F3)', () => {
    const told = named(['ada'])
    say(told, 'author: /add @ada', 'ada: /align')
    told.push({ [FILE]: rfc(['ada'], 'Bill from usage.') })
    const files = new Map(told.snapshot().files)
    for (const commit of told.facts.commits)
      files.set(fileKey(commit, FILE), { kind: 'unreadable', blob: 'b1', why: 'is binary' })
    const verdict = told.judge({ files })
    expect('rows' in verdict && verdict.rows.map(({ alignment }) => alignment)).toEqual(['stale'])
  })
})

describe('P3: alignment first', () => {
  const FIRST = 'version: 1\nalignment:\n  first: true\n'
  const about = (problem: string) => rfc(['ada', 'linus']).replace(/(## Problem\n\n).*/, `$1${problem}`)

  function first() {
    const told = story({ config: FIRST })
    told.push({ [FILE]: about('Invoices are late.') })
    return told
  }

  it('counts no commitment until everybody aligned, then also those made before', () => {
    const told = first()
    told.say('ada', '/align')
    told.say('ada', '/commit')
    expect([told.position('ada'), told.rfc().stillToAlign]).toEqual(['committed', ['@linus']])
    told.say('linus', '/commit')
    expect([told.rfc().state, titleOf(told.rfc())]).toEqual([
      'waiting',
      'Waiting for @linus to align on the problem',
    ])
    told.say('linus', '/align')
    expect([told.rfc().state, told.rejections()]).toEqual(['committed', []])
  })

  it('counts a /disagree-commit about the current problem as an answer about it', () => {
    const told = first()
    told.say('ada', '/align\n/commit')
    told.say('linus', '/misalign it is not late')
    told.say('linus', '/disagree-commit it is not late')
    expect([told.rfc().stillToAlign, told.rfc().state]).toEqual([[], 'committed'])
    told.say('linus', '/withdraw')
    expect([told.rfc().stillToAlign, told.rfc().state]).toEqual([['@linus'], 'waiting'])
  })

  it('asks again when the Problem section changed, and only then (F3)', () => {
    const told = first()
    told.say('ada', '/align')
    told.say('linus', '/align')
    told.push({ [FILE]: `${about('Invoices are late.')}\nOne more word on the rollout.\n` })
    expect(told.rfc().sharing).toEqual({ of: 2, share: 2, differ: 0, committed: 0 })
    told.push({ [FILE]: about('Invoices are late by a day.') })
    expect(told.rfc().sharing).toEqual({ of: 2, share: 0, differ: 0, committed: 0 })
    expect(told.rfc().stillToAlign).toEqual(['@ada', '@linus'])
  })

  it('keeps a commitment when somebody is added afterwards (F5)', () => {
    const told = first()
    told.say('ada', '/align')
    told.say('linus', '/align')
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    told.push({ [FILE]: about('Invoices are late.').replace('- @linus', '- @linus\n- @grace') })
    expect([told.position('ada'), told.position('grace'), told.rfc().state]).toEqual([
      'committed',
      'silent',
      'waiting',
    ])
  })

  it('does not wait for recused people', () => {
    const told = first()
    told.say('ada', '/align')
    told.say('linus', '/recuse on leave')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('counts alignment as stated: a commitment alone states none', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('linus', '/align')
    expect(told.rfc().sharing).toMatchObject({ of: 2, share: 1, committed: 1 })
  })

  it('records a disputed problem as dissent that no longer blocks', () => {
    const told = named(['ada'])
    told.say('ada', '/misalign it is a data problem')
    told.say('ada', '/disagree-commit it is a data problem')
    expect(account(told)).toEqual(['committed', '@ada dissenting, misaligned'])
    told.say('ada', '/commit')
    expect(account(told)).toEqual(['committed', '@ada committed'])
    told.say('ada', '/misalign it is still a data problem')
    expect(told.rfc().state).toBe('misalignment')
  })
})

describe('P3: alignment first, with stakeholders known from GitHub or notes', () => {
  it.each(['linus', 'acme/sre'])('waits for those whom only a review request or a note names: %s', (name) => {
    const first = 'version: 1\nalignment: { first: true }\n'
    const told = named(['grace'], { config: `${first}rfcs: { paths: ['rfcs/**/*.md', 'more/**/*.md'] }\n` })
    told.push({ 'more/2.md': rfc([name]) })
    told.evaluate()
    if (name === 'linus') told.facts.askedForReview.push({ person: person('linus'), byAppAt: told.now() })
    told.config = first
    told.evaluate()
    told.say('grace', '/align')
    told.say('grace', '/commit')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('P3: the counts of alignment', () => {
  it('count people and teams who are asked, and those who committed', () => {
    const told = named(['ada', 'grace', 'eve', 'acme/sre'])
    told.team('ops', ['mallory'])
    told.push({ [FILE]: rfc(['ada', 'grace', 'eve', 'acme/sre', 'acme/ops']) })
    expect(told.rfc().sharing).toEqual({ of: 5, share: 0, differ: 0, committed: 0 })
    told.say('grace', '/align')
    told.say('ada', '/commit')
    told.say('eve', '/recuse on leave')
    expect(told.rfc().sharing).toEqual({ of: 4, share: 1, differ: 0, committed: 2 })
    told.say('margaret', '/release @acme/ops dissolved')
    expect(told.rfc().sharing).toEqual({ of: 3, share: 1, differ: 0, committed: 2 })
    told.say('margaret', '/release @grace left the company')
    expect(told.rfc().sharing).toEqual({ of: 2, share: 0, differ: 0, committed: 2 })
  })

  it('do not count a team without members to ask, or one that cannot be read, as agreeing', () => {
    const told = named(['grace', 'acme/sre'])
    told.team('sre', ['author'])
    expect(told.rfc().sharing).toEqual({ of: 2, share: 0, differ: 0, committed: 0 })
    told.teams.set('acme/sre', { kind: 'unreadable', why: 'is hidden' })
    expect(told.rfc().sharing).toEqual({ of: 2, share: 0, differ: 0, committed: 0 })
  })

  it('count a team once its quorum aligned, without the author', () => {
    const shares = (entry: string, ...aligned: readonly string[]) => {
      const told = story()
      told.team('sre', ['ada', 'linus', 'author'])
      told.push({ [FILE]: rfc(['grace', entry]) })
      for (const login of aligned) told.say(login, '/align')
      return told.rfc().teams[0]?.sharesProblem
    }
    expect([shares('acme/sre'), shares('acme/sre', 'author'), shares('acme/sre', 'ada')]).toEqual([
      false,
      false,
      true,
    ])
    expect([shares('acme/sre (2)', 'ada'), shares('acme/sre (2)', 'ada', 'linus')]).toEqual([false, true])
    expect([
      shares('acme/sre (all)', 'ada', 'linus'),
      shares('acme/sre (all)', 'ada', 'linus', 'author'),
    ]).toEqual([false, true])
  })
})
