import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, story, type Story } from '../rules/story.ts'
import { account, say, sayAtOnce } from '../rules/account.ts'
import { deletedLine, withLineDeletion } from '../rules/deleted-line.ts'
import { publicationOf } from '../../src/report/publication.ts'
import type { Post, Snapshot } from '../../src/facts/snapshot.ts'

// What GitHub shows no more, the ledger has where it was seen.

const PLAIN = 'version: 1\n'

const BROKEN = 'version: 1\nnonsense: 1\n'

const TEAM_AWAY: Partial<Snapshot> = {
  teams: new Map([['acme/sre', { kind: 'unreadable', why: 'no answer' }]]),
}

describe('C6: deleting a comment', () => {
  it('by somebody else makes its writer’s status silent until their next command', () => {
    const told = named()
    told.say('linus', '/commit')
    told.say('ada', '/commit')
    told.remove(told.say('ada', '/object who pays?'), 'mallory')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('by someone else is treated as by somebody else', () => {
    const told = named()
    told.say('ada', '/commit')
    told.remove(told.say('ada', 'a thought'), null)
    expect(told.position('ada')).toBe('silent')
  })

  it('by its writer withdraws what it said and nothing else', () => {
    const told = named()
    told.say('ada', '/commit')
    told.remove(told.say('ada', 'a thought'), 'ada')
    expect(told.position('ada')).toBe('committed')
  })

  it('makes silent somebody who was named at the time and is not any more', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.remove(told.say('linus', '/object who pays?'), 'mallory')
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/recuse not my system')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C6: a deleted comment whose writer GitHub does not name', () => {
  it('voids every earlier consent, because it may have been anybody’s', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    told.wait(60)
    told.facts.deletions.push({ at: told.now(), by: null, author: null })
    expect(told.rfc().rows.map(({ position }) => position)).toEqual(['silent', 'silent'])
  })
})

describe('C6: comments that somebody else deleted', () => {
  it('silence in order of time, whether GitHub or a webhook reports them', () => {
    const told = named(['ada', 'linus'])
    deletedLine(told, 'ada')
    told.say('ada', '/commit')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
  })

  it('silence each writer until their own next command', () => {
    const told = named(['ada', 'linus'])
    told.remove(told.say('ada', 'a thought'), 'mallory')
    told.say('ada', '/commit')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
    told.say('linus', '/disagree-commit too slow')
    expect(account(told)).toEqual(['committed', '@ada committed', '@linus dissenting'])
  })

  it('change nothing for people who are not named', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    told.remove(told.say('eve', 'a thought'), 'mallory')
    expect(account(told)).toEqual(['committed', '@ada committed'])
  })

  it('end the release of their writer, because they may have held a command that ends it (C3)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('margaret', '/release @linus he left')
    told.remove(told.say('linus', 'goodbye'), 'mallory')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
    told.say('margaret', '/release @linus he left, and only said goodbye')
    expect(account(told)).toEqual(['committed', '@ada committed', '@linus released'])
  })

  it.each([
    ['himself', ['ada', 'linus'], '@linus silent'],
    ['a team of his', ['ada', 'acme/ops'], '@acme/ops committed, 1 of 1'],
  ])('silence a writer who is named only later: %s (P5)', (_, names, row) => {
    const told = named(['ada'])
    told.team('ops', ['linus', 'grace'])
    told.say('ada', '/commit')
    told.remove(told.say('linus', '/object who pays?'), 'mallory')
    told.push({ [FILE]: rfc(names) })
    told.say('grace', '/commit')
    expect(account(told)).toEqual(expect.arrayContaining(['waiting', '@linus silent', row]))
  })

  it('do not make the App wait for somebody a maintainer releases afterwards', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    told.say('margaret', '/release @linus he left')
    expect(account(told)).toEqual(['committed', '@ada committed', '@linus released'])
  })

  it('are not answered by a command of their writer in the same second', () => {
    const told = named(['acme/sre'])
    const thought = told.say('ada', 'a thought')
    told.remove(thought, 'mallory')
    sayAtOnce(told, 'ada', '/add @grace')
    say(told, 'linus: /commit', 'grace: /commit')
    expect(account(told)).toEqual([
      'waiting',
      '@grace committed',
      '@ada silent',
      '@acme/sre committed, 1 of 1',
    ])
  })

  it('are answered by an approving review when reviews count (C7)', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    told.remove(told.say('ada', 'a thought'), 'mallory')
    const review = { state: 'approved', commit: told.facts.commits[0] ?? null, isDismissed: false } as const
    told.say('ada', '', { on: 'review', review })
    expect(account(told)).toEqual(['committed', '@ada committed'])
  })

  it('suspend a /delegate but keep the person it added, and leave a /release in effect (C3)', () => {
    const told = named(['ada', 'linus', 'margaret'])
    say(told, 'linus: /delegate @grace', 'margaret: /release @ada she left')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    told.remove(told.say('margaret', 'a thought'), 'mallory')
    expect(account(told)).toEqual([
      'waiting',
      '@ada released',
      '@linus silent',
      '@margaret silent',
      '@grace silent',
    ])
    expect(told.rfc().notCounted).toEqual([
      {
        who: 'linus',
        what: '/delegate',
        why: "A comment by @linus was later deleted by @mallory before it was seen, so consent in earlier comments by @linus doesn't count. @linus can post the commands again in a new comment.",
        url: told.facts.posts[0]?.url,
      },
    ])
  })

  it('suspend the same statements when only a webhook reports them, and say so', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    deletedLine(told, 'ada')
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(told.rfc().notCounted.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      "/commit: A comment by @ada was later deleted by someone else before it was seen, so consent in earlier comments by @ada doesn't count. @ada can post the commands again in a new comment.",
    ])
  })
})

describe('C6: a line comment that somebody else deleted', () => {
  const withDeletion = () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    const said = told.say('linus', '/object who pays?', { on: 'line' })
    told.evaluate()
    told.remove(said)
    told.wait(60)
    return { told, seen: (by: string) => withLineDeletion(told, said, 'linus', by) }
  }

  it('still blocks, at the evaluation that learns of it and at later ones, until its writer closes it', () => {
    const { told, seen } = withDeletion()
    told.evaluate(seen('margaret'))
    expect([told.position('linus'), told.rfc().state]).toEqual(['objecting', 'objection'])
    told.evaluate()
    expect(told.rfc().state).toBe('objection')
    told.say('linus', '/heard')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('stops blocking when its writer deleted it, and what it ended stays ended', () => {
    const { told, seen } = withDeletion()
    told.evaluate(seen('linus'))
    told.evaluate()
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C6, V5: a member whose comment somebody else deleted', () => {
  it('is asked to comment again, not for a review that would make them a stakeholder', () => {
    const told = named(['acme/sre', 'grace'])
    const said = told.say('ada', 'I am not so sure')
    told.remove(said, 'mallory')
    expect(told.position('ada')).toBe('silent')
    expect(publicationOf(told.judge(), told.snapshot()).prose?.askForReview).toEqual(['grace'])
  })
})

describe('C6: a deletion by somebody else that only a webhook reported, while nothing can be judged', () => {
  it.each([
    ['the configuration is broken', named(['ada', 'linus'], { config: PLAIN }), {}],
    [
      'the files cannot be read',
      named(['ada', 'linus']),
      { changes: { kind: 'unreadable', why: 'no answer', isGone: false } } as const,
    ],
    ['the team cannot be read', named(['acme/sre']), TEAM_AWAY],
  ])('changes nothing that is held: %s', (why, told, then) => {
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    const said = told.say('linus', '/object who pays?', { on: 'line' })
    told.evaluate()
    if (why.includes('configuration')) told.config = BROKEN
    told.remove(said)
    told.evaluate({ ...withLineDeletion(told, said, 'linus', 'mallory'), ...then })
    if (why.includes('configuration')) told.config = PLAIN
    told.evaluate()
    expect(told.rfc().state).toBe('objection')
    told.say('linus', '/commit')
    told.evaluate()
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C6, P1: what a post ended stays ended', () => {
  it.each(['/object who pays?', '/misalign it is not late', '/withdraw'])(
    'when its writer deletes it after an evaluation: %s',
    (text) => {
      const told = named(['ada'])
      told.say('ada', '/commit')
      const said = told.say('ada', text)
      told.evaluate()
      told.remove(said, undefined)
      expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
      told.evaluate()
      told.evaluate()
      expect(told.position('ada')).toBe('silent')
      told.say('ada', '/commit')
      expect(account(told)).toEqual(['committed', '@ada committed'])
    },
  )

  it('when its writer edits it away, evaluated or not', () => {
    const told = named(['ada'])
    told.say('ada', '/commit\n/align')
    told.edit(told.say('ada', '/object who pays?'), 'ada', 'never mind')
    expect(account(told)).toEqual(['waiting', '@ada silent, aligned'])
  })

  it('unless it was a misspelt command, which suspends until its writer fixes it (C4)', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const slip = told.say('ada', '/objct who pays?')
    told.evaluate()
    expect(told.position('ada')).toBe('silent')
    told.edit(slip, 'ada', 'never mind')
    expect(told.position('ada')).toBe('committed')
    told.remove(slip)
    expect(told.position('ada')).toBe('committed')
  })

  it('and an objection that its writer deletes is closed', () => {
    const told = named(['ada', 'acme/sre'])
    told.team('sre', ['linus', 'grace'])
    say(told, 'ada: /commit', 'grace: /commit')
    const said = told.say('linus', '/object who pays?')
    told.evaluate()
    expect(told.rfc().state).toBe('objection')
    told.remove(said)
    expect(told.rfc().state).toBe('committed')
  })

  it.each(['/commit', '/align', '/object who pays?'])('including a release: %s', (text) => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @ada she left', 'linus: /commit')
    const said = told.say('ada', text)
    told.evaluate()
    told.remove(said)
    expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
    told.say('margaret', '/release @ada she left for good')
    expect(told.rfc().state).toBe('committed')
  })

  it('but not a newer commitment of the same second (F4)', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const first = told.say('ada', '/commit to this, too')
    const { at } = told.facts.posts.at(-1) as Post
    const revisions = [{ at, editor: person('ada'), text: '/commit to this, too' }]
    const second = told.say('ada', '/commit to this, too', { at, updatedAt: at, revisions })
    told.evaluate()
    expect(told.rfc().state).toBe('committed')
    told.remove(first, 'ada')
    expect(told.rfc().state).toBe('committed')
    told.remove(second, 'ada')
    expect(told.rfc().state).toBe('waiting')
  })

  it('including a recusal, when the commitment that ended it is deleted', () => {
    const told = named(['ada', 'linus'])
    say(told, 'linus: /commit', 'ada: /recuse on leave')
    const commitment = told.say('ada', '/commit')
    told.evaluate()
    expect(told.rfc().state).toBe('committed')
    told.remove(commitment, 'ada')
    expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
  })
})

describe('C6: a deleted line comment while it is unknown who deleted it', () => {
  function gone(): { told: Story; said: string } {
    const told = named(['acme/sre'])
    const said = told.say('ada', '/object who pays?', { on: 'line' })
    told.say('linus', '/commit')
    told.evaluate()
    expect(told.rfc().state).toBe('objection')
    told.remove(said)
    return { told, said }
  }

  it('blocks until its writer closes it', () => {
    const { told } = gone()
    expect(account(told)).toEqual(['objection', '@acme/sre committed, 1 of 1', '#1 of @ada open: '])
    told.evaluate()
    told.evaluate()
    expect(told.rfc().state).toBe('objection')
    told.say('ada', '/align')
    told.evaluate()
    expect(told.rfc().state).toBe('objection')
    told.say('ada', '/heard')
    expect(told.rfc().state).toBe('committed')
  })

  it('or until a maintainer releases them', () => {
    const { told } = gone()
    told.evaluate()
    told.say('margaret', '/release @ada she left')
    expect(told.rfc().state).toBe('committed')
  })

  it('stops blocking when a webhook reports that its writer deleted it', () => {
    const { told, said } = gone()
    told.evaluate(withLineDeletion(told, said, 'ada', 'ada'))
    told.evaluate()
    expect(told.rfc().state).toBe('committed')
  })

  it('blocks when a webhook reports that somebody else deleted it', () => {
    const { told, said } = gone()
    told.evaluate(withLineDeletion(told, said, 'ada', 'mallory'))
    told.evaluate()
    expect(told.rfc().state).toBe('objection')
    told.say('ada', '/heard')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('P1: in the same second as a deleted block', () => {
  it('no commitment counts', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/object who pays?')
    sayAtOnce(told, 'ada', '/commit')
    told.evaluate()
    told.remove(said)
    expect(told.rfc().state).toBe('waiting')
  })
})
