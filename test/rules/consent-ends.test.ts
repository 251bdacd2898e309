import { describe, expect, it } from 'vitest'
import type { Post, Snapshot } from '../../src/facts/snapshot.ts'
import { withToldDeletions } from '../../src/facts/trigger.ts'
import { rfc } from '../rfc-text.ts'
import { account, say } from './account.ts'
import { FILE, named, person, type Story } from './story.ts'

/** A review of the text as it stands. */
function review(
  told: Story,
  who: string,
  state: 'approved' | 'changes requested' | 'dismissed',
  text: string,
): string {
  const commit = told.facts.commits.at(-1) ?? null
  return told.say(who, text, { on: 'review', review: { state, commit, isDismissed: state === 'dismissed' } })
}

function dismiss(told: Story, id: string, as?: 'dismissed'): void {
  told.wait(60)
  told.facts.posts = told.facts.posts.map((post) =>
    post.id === id && post.review
      ? { ...post, review: { ...post.review, isDismissed: true, ...(as && { state: as }) } }
      : post,
  )
}

describe('C7: a dismissed review', () => {
  it.each(['version: 1\n', 'version: 1\nreviews: count\n'])(
    'consents to nothing from then on, the command in its body included: %j',
    (config) => {
      const told = named(['ada', 'linus'], { config })
      told.say('linus', '/commit')
      const approved = review(told, 'ada', 'approved', '/commit')
      told.visit()
      expect(told.rfc().state).toBe('committed')
      dismiss(told, approved)
      expect(account(told)).toEqual(['waiting', '@ada silent', '@linus committed'])
      expect(told.rejections()).toEqual([
        'This review was dismissed, so `/commit` in it does not count any more. Post it in a new comment.',
      ])
      told.say('ada', '/commit')
      expect(told.rfc().state).toBe('committed')
    },
  )

  it('still blocks by what its body objects to, and keeps whom it added', () => {
    const told = named(['ada'])
    dismiss(told, review(told, 'ada', 'approved', '/object who pays?\n/add @grace'))
    dismiss(told, review(told, 'ada', 'approved', '/delegate @linus'))
    expect(account(told)).toEqual([
      'objection',
      '@ada objecting',
      '@grace silent',
      '@linus silent',
      '#1 of @ada open: who pays?',
    ])
  })

  it.each([undefined, 'dismissed'] as const)(
    'that requested changes has ended its writer’s commitment, which does not come back (P1)',
    (shown) => {
      const told = named(['ada'])
      told.say('ada', '/commit')
      const asked = review(told, 'ada', 'changes requested', '/commit')
      expect(told.position('ada')).toBe('silent')
      dismiss(told, asked, shown)
      expect(told.position('ada')).toBe('silent')
      told.say('ada', '/commit')
      expect(told.rfc().state).toBe('committed')
    },
  )
})

describe('C3, C6: a release, and a comment of the released person that somebody else deletes', () => {
  const BLOCKS = ['/object who pays?', '/misalign it is not late', '/withdraw', 'a thought']

  it.each(BLOCKS)('ends: %s', (text) => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @ada she left')
    const said = told.say('ada', text)
    told.visit()
    told.remove(said, 'mallory')
    told.say('linus', '/commit')
    expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
    told.visit()
    expect(told.rfc().state).toBe('waiting')
  })

  it.each(BLOCKS)('ends though nobody saw the comment before it was gone: %s', (text) => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @ada she left')
    told.visit()
    told.remove(told.say('ada', text), 'mallory')
    told.say('linus', '/commit')
    expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
  })

  it('ends where only a webhook tells of a line comment that is gone, for good', () => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @ada she left')
    const on: Partial<Post> = { on: 'line' }
    const said = told.say('ada', '/object who pays?', on)
    told.visit()
    told.remove(said)
    const deletion = { author: person('ada'), by: person('mallory') }
    const facts = withToldDeletions(told.snapshot(), [
      { kind: 'remark', on: 'line', id: said, state: 'absent', at: '', text: null, deletion },
    ])
    told.visit(facts as Partial<Snapshot>)
    told.say('linus', '/commit')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus committed'])
    told.say('margaret', '/release @ada she left')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C3: a release ends by a head that names the person after one that did not', () => {
  it('so that they are waited for again', () => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @ada she left', 'linus: /commit')
    told.push({ [FILE]: rfc(['linus']) })
    expect(told.position('ada')).toBe('released')
    told.push({ [FILE]: rfc(['linus', 'ada']) })
    expect(told.position('ada')).toBe('silent')
    told.say('margaret', '/release @ada she left')
    expect(told.position('ada')).toBe('released')
  })

  it('also by one that is only being announced', () => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @ada she left', 'linus: /commit')
    told.push({ [FILE]: rfc(['linus']) })
    told.push({ [FILE]: rfc(['linus', 'ada']) }, { announced: false })
    expect([told.rfc().state, told.position('ada')]).toEqual(['waiting', 'silent'])
  })

  it('not by one that names them as before', () => {
    const told = named(['ada', 'acme/sre'])
    say(told, 'margaret: /release @ada @acme/sre reorganised')
    told.push({ [FILE]: rfc(['acme/sre', 'ada'], 'Another proposal.') })
    expect(account(told).slice(1)).toEqual(['@ada released', '@acme/sre released, 0 of 1'])
  })

  it('for a team and for a name that is no account, too', () => {
    const told = named(['grace', 'acme/sre', 'adda'])
    say(told, 'margaret: /release @acme/sre @adda reorganised')
    told.push({ [FILE]: rfc(['grace']) })
    told.push({ [FILE]: rfc(['grace', 'acme/sre', 'adda']) })
    expect(account(told).at(-1)).toBe('@acme/sre waiting, 0 of 1')
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/adda/) }])
  })
})

describe('C3: who recused', () => {
  it('is not brought back by being named again, nor by a /delegate to them, which is refused', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /recuse not my system', 'linus: /add @ada', 'linus: /delegate @ada')
    expect(account(told)).toEqual(['waiting', '@ada recused', '@linus silent'])
    expect(told.rejections()).toEqual([
      '@ada recused themself, so they cannot take your place. Name somebody else, or comment `/recuse <reason>`.',
    ])
  })
})

describe('P5: whatever closes an objection ends a /misalign of the same person', () => {
  it.each(['/heard', '/heard #1', '/commit', '/recuse on leave'])('%s', (text) => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /object who pays?', 'ada: /misalign it is not late', `ada: ${text}`)
    expect(told.rfc().misaligned).toEqual([])
  })
})
