import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, type Story, story } from './story.ts'

describe('C3: what people can say', () => {
  it('commits whoever is named', () => {
    const told = named()
    told.say('ada', '/commit')
    expect([told.position('ada'), told.position('linus'), told.rfc().state]).toEqual([
      'committed',
      'silent',
      'waiting',
    ])
  })

  it('turns green when everybody named has committed, dissent included', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('linus', '/disagree-commit the rollback takes a day')
    expect([told.position('linus'), told.judge().state]).toEqual(['dissenting', 'committed'])
  })

  it('asks a dissent for its reason and does not count it without one', () => {
    const told = named()
    told.say('linus', '/disagree-commit')
    expect(told.position('linus')).toBe('silent')
    expect(told.rejections()[0]).toMatch(/needs its reason/)
  })

  it('lets a person withdraw and be silent again, P1', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('ada', '/withdraw')
    expect(told.position('ada')).toBe('silent')
  })

  it('lets a person step out with a reason, and takes them back when they speak again', () => {
    const told = named()
    told.say('linus', '/recuse not my system any more')
    expect(told.position('linus')).toBe('recused')
    told.say('linus', '/commit')
    expect(told.position('linus')).toBe('committed')
  })

  it('does not let anybody step out without a reason', () => {
    const told = named()
    told.say('linus', '/recuse')
    expect(told.position('linus')).toBe('silent')
  })
})

describe('C0: in doubt what holds counts and what lets go does not', () => {
  it('refuses a commitment of somebody who is not named, for good', () => {
    const told = named(['ada'])
    told.say('linus', '/commit')
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect(told.position('linus')).toBe('silent')
    expect(told.rejections()[0]).toMatch(/was posted before @linus was named/)
  })

  it('refuses a commitment made before the head that names its writer was announced', () => {
    const told = named(['ada'])
    told.push({ [FILE]: rfc(['ada', 'linus']) }, { announced: false })
    told.say('linus', '/commit')
    told.announce()
    expect(told.position('linus')).toBe('silent')
  })

  it('counts the objection of a comment that commits as well', () => {
    const told = named()
    told.say('ada', '/commit\n\n/object who pays?')
    expect([told.position('ada'), told.rfc().state]).toEqual(['objecting', 'objection'])
    expect(told.rejections()[0]).toMatch(/says both/)
  })

  it('counts neither a stepping out nor what would undo it (C3)', () => {
    for (const other of ['/align', '/commit', '/disagree-commit it is slow', '/release @ada she left']) {
      const told = story()
      told.roles.set('linus', 'maintain')
      told.push({ [FILE]: rfc(['ada', 'linus', 'grace']) })
      told.say('linus', `/recuse not my system\n${other}`)
      told.say('linus', `${other}\n/delegate @eve`)
      expect([told.position('linus'), told.position('ada'), told.rejections().length], other).toEqual([
        'silent',
        'silent',
        2,
      ])
    }
  })

  it('hears somebody out who then steps out', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('linus', '/object who pays?')
    told.say('linus', '/heard\n/recuse not my system any more')
    expect([told.position('linus'), told.rfc().objections[0]?.state]).toEqual(['recused', 'heard'])
  })

  it('counts neither of two words that cannot both be meant', () => {
    const told = named()
    told.say('ada', '/commit\n/recuse on leave')
    expect(told.position('ada')).toBe('silent')
  })

  it('lets the hold win in the same second, P1', () => {
    const told = named()
    told.say('ada', '/commit')
    told.wait(-60)
    told.say('ada', '/withdraw')
    expect(told.position('ada')).toBe('silent')
  })

  it('lets a word that ties with a hold close nothing, and says what to do, C0, P1', () => {
    const told = named()
    told.say('ada', '/object who pays?')
    told.say('ada', '/commit')
    told.wait(-60)
    told.say('ada', '/withdrw')
    expect(told.rfc().objections).toMatchObject([{ number: 1, state: 'open' }])
    expect(told.rejections()).toContain(
      'You said this and a word that looks like an objection in the same second. The second counts; say `/commit` in a new comment when it is settled.',
    )
    told.say('ada', '/commit')
    expect([told.position('ada'), told.rfc().objections[0]?.state]).toEqual(['committed', 'withdrawn'])
  })

  it('lets somebody share the problem and object to the solution in one second, P3', () => {
    const told = named()
    told.say('ada', '/align')
    told.wait(-60)
    told.say('ada', '/object who pays?')
    expect(told.rfc().rows.find((row) => row.person.login === 'ada')).toMatchObject({
      position: 'objecting',
      alignment: 'aligned',
    })
  })

  it('does not mix up who said what in a second, P1', () => {
    const told = named()
    told.say('ada', '/commit')
    told.wait(-60)
    told.say('linus', '/object who pays?')
    expect([told.position('ada'), told.position('linus')]).toEqual(['committed', 'objecting'])
  })

  it('ends a commitment by a near miss of a word that holds, C4', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('ada', '/objct who pays?')
    expect([told.position('ada'), told.rfc().objections]).toEqual(['silent', []])
  })
})

describe('C4: a near miss of a word that holds', () => {
  it('closes nothing: its writer still reads the problem differently', () => {
    const told = named()
    told.say('ada', '/misalign it is a data problem')
    told.say('ada', '/objct who pays?')
    expect(told.rfc().state).toBe('misalignment')
  })
})

describe('C1: where things are said', () => {
  it.each([{ on: 'line' as const }, { viaEmail: true }])(
    'refuses what lets go in the wrong place (%o)',
    (how) => {
      const told = named()
      told.say('ada', '/commit', how)
      expect(told.position('ada')).toBe('silent')
      expect(told.rejections()[0]).toMatch(/does not count/)
    },
  )

  it('counts what holds in a line comment', () => {
    const told = named()
    told.say('ada', '/object who pays?', { on: 'line' })
    expect(told.rfc().state).toBe('objection')
  })

  it('reads the body of a review, at the commit GitHub records, F1', () => {
    const told = story()
    const first = told.push({ [FILE]: rfc(['ada'], 'one') })
    told.push({ [FILE]: rfc(['ada'], 'two') })
    told.say('ada', '/commit', {
      on: 'review',
      review: { state: 'commented', commit: first, isDismissed: false },
    })
    expect(told.position('ada')).toBe('stale')
  })

  it('never reads the description for commands', () => {
    const told = named()
    told.describe('/commit')
    expect(told.rfc().rows.map(({ position }) => position)).toEqual(['silent', 'silent'])
  })
})

describe('C2: nobody speaks for another', () => {
  it('refuses a commitment that only names somebody else', () => {
    const told = named()
    told.say('ada', '/commit @linus')
    expect([told.position('ada'), told.position('linus')]).toEqual(['silent', 'silent'])
    expect(told.rejections()[0]).toMatch(/only speak for yourself/)
  })
})

describe('C5: the person who wrote it is the person who said it', () => {
  it('does not count a comment that somebody else edited', () => {
    const told = named()
    const id = told.say('ada', 'thinking about it')
    told.edit(id, 'mallory', '/commit')
    expect(told.position('ada')).toBe('silent')
    expect(told.rejections()[0]).toMatch(/edited by @mallory/)
  })

  it('voids what its writer let go of before somebody else edited a comment of theirs', () => {
    const told = named()
    told.say('ada', '/commit')
    const other = told.say('ada', '/object who pays?')
    told.say('ada', '/commit')
    told.edit(other, 'mallory', 'all is well')
    expect(told.position('ada')).toBe('objecting')
  })

  it('counts again what is said after the edit', () => {
    const told = named()
    const id = told.say('ada', '/commit')
    told.edit(id, 'mallory', '/commit!')
    told.say('ada', '/commit')
    expect(told.position('ada')).toBe('committed')
  })

  it('is not fooled when the edit is undone (A→M→A)', () => {
    const told = named()
    const id = told.say('ada', '/commit')
    told.edit(id, 'mallory', 'no')
    told.edit(id, 'ada', '/commit')
    expect(told.position('ada')).toBe('silent')
  })

  it.each([
    ['an editor GitHub does not name', (told: Story, id: string) => told.edit(id, null, '/commit')],
    ['a revision whose text is gone', (told: Story, id: string) => told.edit(id, 'ada', null)],
    [
      'a history that cannot be read',
      (told: Story) => {
        told.facts.posts = told.facts.posts.map((post) => ({ ...post, revisions: null }))
      },
    ],
  ])('does not count a comment with %s', (_, tamper) => {
    const told = named()
    tamper(told, told.say('ada', '/commit'))
    expect(told.position('ada')).toBe('silent')
  })

  it('keeps an objection that somebody else edited away', () => {
    const told = named()
    const id = told.say('linus', '/object who pays?')
    told.edit(id, 'mallory', 'nothing')
    expect(told.position('linus')).toBe('objecting')
  })

  it('leaves an ordinary comment that a maintainer tidied alone', () => {
    const told = named()
    told.say('ada', '/commit')
    const id = told.say('ada', 'a tpyo')
    told.edit(id, 'mallory', 'a typo')
    expect(told.position('ada')).toBe('committed')
  })

  it('lets what its writer edits in let go only as of its first posting', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada'], 'one') })
    const id = told.say('ada', 'reading')
    told.push({ [FILE]: rfc(['ada'], 'two') })
    told.edit(id, 'ada', '/commit')
    expect(told.position('ada')).toBe('stale')
  })

  it('counts a hold that its writer edits in from the edit on', () => {
    const told = named()
    const id = told.say('ada', 'reading')
    told.say('ada', '/commit')
    told.edit(id, 'ada', '/object who pays?')
    expect(told.position('ada')).toBe('objecting')
  })

  it('does not renew an objection when its writer mends the words around it', () => {
    const told = named()
    const id = told.say('ada', '/object who pays?\n\nThe second rgion')
    told.say('ada', '/commit')
    told.edit(id, 'ada', '/object who pays?\n\nThe second region')
    expect(told.position('ada')).toBe('committed')
  })

  it('takes a statement back with the comment, C6', () => {
    const told = named()
    const id = told.say('ada', '/commit')
    told.remove(id)
    expect(told.position('ada')).toBe('silent')
  })

  it.each(['Bot', 'Organization', 'Mannequin'] as const)('takes nothing from a %s', (type) => {
    const told = named()
    told.say('ada', '/commit', { author: person('ada', type) })
    expect(told.position('ada')).toBe('silent')
  })

  it('takes nothing from a deleted account', () => {
    const told = named()
    told.say('ada', '/commit', { author: null })
    expect(told.position('ada')).toBe('silent')
  })

  it('compares ids, so that a stranger with the old login counts for nothing', () => {
    const told = named()
    told.say('ada', '/commit', { author: { ...person('ada'), id: 99 } })
    expect(told.position('ada')).toBe('silent')
  })
})

describe('P2 and P5: objections', () => {
  it('closes one’s own objections by a commitment as withdrawn, and as dissent by a disagreement', () => {
    const told = named()
    told.say('ada', '/object who pays?')
    told.say('linus', '/object too slow')
    told.say('ada', '/commit')
    told.say('linus', '/disagree-commit still too slow')
    expect(told.rfc().objections.map(({ state }) => state)).toEqual(['withdrawn', 'dissent'])
    expect(told.judge().state).toBe('committed')
  })

  it('leaves its raiser silent after /heard', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('ada', '/object who pays?')
    told.say('ada', '/heard')
    expect([told.position('ada'), told.rfc().objections[0]?.state]).toEqual(['silent', 'heard'])
  })

  it('closes only the linked objection when one is linked', () => {
    const told = named()
    told.say('ada', '/object one')
    const second = told.say('ada', '/object two')
    told.say('ada', `/heard https://github.test/acme/rfcs/pull/1#issuecomment-${second}`)
    expect(told.rfc().objections.map(({ state }) => state)).toEqual(['open', 'heard'])
  })

  it('lets nobody close the objection of another', () => {
    const told = named()
    told.say('ada', '/object who pays?')
    told.say('author', '/heard')
    told.say('linus', '/heard #1')
    expect(told.rfc().objections[0]?.state).toBe('open')
  })

  it('lists the objection of somebody who is not named without blocking', () => {
    const told = named()
    told.say('eve', '/object I would not')
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    expect([told.judge().state, told.rfc().objections[0]?.blocks]).toEqual(['committed', false])
  })

  it('blocks from then on when its raiser becomes a stakeholder', () => {
    const told = named()
    told.say('eve', '/object I would not')
    told.push({ [FILE]: rfc(['ada', 'linus', 'eve']) })
    expect(told.rfc().state).toBe('objection')
  })

  it('outlives the document’s naming of its raiser, even in draft', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('linus', '/object who pays?')
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['not required', 'objection'])
  })

  it('blocks for good once its raiser was named, even if a draft drops them again', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('grace', '/object who pays?')
    told.push({ [FILE]: rfc(['ada', 'grace']) })
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    told.say('ada', '/commit')
    expect([told.position('grace'), told.rfc().state]).toEqual(['not required', 'objection'])
  })

  it('counts an objection without a reason, and asks for one', () => {
    const told = named()
    told.say('ada', '/object')
    expect(told.rfc().state).toBe('objection')
    expect(told.rejections()[0]).toMatch(/Say why/)
  })

  it('lists as left open what somebody leaves who steps out', () => {
    const told = named()
    told.say('linus', '/object who pays?')
    told.say('linus', '/recuse not my system')
    expect(told.rfc().objections[0]?.state).toBe('left open')
  })
})

describe('P3: alignment is another thing than commitment', () => {
  it('blocks while a stakeholder reads the problem differently', () => {
    const told = named()
    told.say('linus', '/commit')
    told.say('ada', '/misalign it is a data problem')
    expect(told.rfc().state).toBe('misalignment')
    told.say('ada', '/align')
    expect([told.rfc().state, told.position('ada')]).toEqual(['waiting', 'silent'])
  })

  it('lets a person share the problem and object to the answer in one comment', () => {
    const told = named()
    told.say('ada', '/align\n/object not like this')
    expect([told.rfc().rows[0]?.alignment, told.position('ada')]).toEqual(['aligned', 'objecting'])
  })
})

describe('C7: nothing else is a statement', () => {
  it.each(['approved', 'commented'] as const)('takes a review that is %s for no commitment', (state) => {
    const told = named()
    told.say('ada', '', {
      on: 'review',
      review: { state, commit: told.facts.commits[0] as string, isDismissed: false },
    })
    expect(told.position('ada')).toBe('silent')
  })

  it.each(['changes requested', 'dismissed'] as const)(
    'suspends an earlier commitment by a review: %s',
    (state) => {
      const told = named()
      told.say('ada', '/commit')
      told.say('ada', '', {
        on: 'review',
        review: { state, commit: told.facts.commits[0] as string, isDismissed: false },
      })
      expect(told.position('ada')).toBe('silent')
    },
  )
})

describe('C6: deleting a comment', () => {
  it('by somebody else makes its writer silent until they speak again', () => {
    const told = named()
    told.say('linus', '/commit')
    told.say('ada', '/commit')
    told.remove(told.say('ada', '/object who pays?'), 'mallory')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('by somebody GitHub does not name counts as by somebody else', () => {
    const told = named()
    told.say('ada', '/commit')
    told.remove(told.say('ada', 'a thought'), null)
    expect(told.position('ada')).toBe('silent')
  })

  it('by its own writer takes back what it said and nothing else', () => {
    const told = named()
    told.say('ada', '/commit')
    told.remove(told.say('ada', 'a thought'), 'ada')
    expect(told.position('ada')).toBe('committed')
  })

  it('waits for somebody who is no longer named but was when it happened', () => {
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

describe('what is quoted back to people', () => {
  it('cannot leave its code marks', () => {
    const told = named()
    told.say('ada', '/comit`[here](//evil.test)`')
    for (const rejection of told.rejections()) expect(rejection.split('`').length % 2).toBe(1)
  })
})

describe('C6: a deleted comment that GitHub does not say the writer of', () => {
  it('may have been anybody’s, so nobody’s earlier word lets go any more', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    told.wait(60)
    told.facts.deletions.push({ at: told.now(), by: null, author: null })
    expect(told.rfc().rows.map(({ position }) => position)).toEqual(['silent', 'silent'])
  })
})
