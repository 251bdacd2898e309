import { describe, expect, it } from 'vitest'
import { titleOf } from '../../src/report/title.ts'
import { rfc } from '../rfc-text.ts'
import { removedBy } from '../rules/removed-by.ts'
import { FILE, named, person, story, type Story } from '../rules/story.ts'

const title = (told: Story) => titleOf(told.judge())

describe('V2: the title is literally true, and names people', () => {
  it.each<[string, readonly string[], readonly (readonly [string, string])[], string]>([
    ['who is waited for', ['ada', 'linus'], [['ada', '/commit']], 'Waiting for @linus'],
    ['how far a team is', ['ada', 'acme/sre (2)'], [['ada', '/commit']], 'Waiting for @acme/sre (1 of 2)'],
    ['that one committed', ['ada'], [['ada', '/commit']], 'Ready to merge: 1 committed'],
    [
      'how many of several committed with dissent',
      ['ada', 'linus', 'grace'],
      [
        ['ada', '/commit'],
        ['linus', '/commit'],
        ['grace', '/disagree-commit too slow'],
      ],
      'Ready to merge: 3 committed, 1 with dissent',
    ],
    [
      'that the only one committed with dissent',
      ['ada'],
      [['ada', '/disagree-commit too slow']],
      'Ready to merge: 1 committed, 1 with dissent',
    ],
    [
      'how many recused and how many were released',
      ['ada', 'linus', 'grace'],
      [
        ['ada', '/commit'],
        ['linus', '/recuse on leave'],
        ['margaret', '/release @grace left'],
      ],
      'Ready to merge: 1 committed, 1 recused, 1 released',
    ],
    [
      'once that somebody committed, although their team is named, too',
      ['ada', 'acme/sre'],
      [['ada', '/commit']],
      'Ready to merge: 1 committed',
    ],
    [
      'the number of an objection',
      ['ada', 'linus'],
      [['linus', '/object no']],
      'Objection #1 by @linus is open',
    ],
    [
      'the numbers of two objections',
      ['ada', 'linus'],
      [
        ['linus', '/object no'],
        ['ada', '/object no'],
      ],
      'Objections #1 by @linus and #2 by @ada are open',
    ],
    [
      'who disputes the problem',
      ['ada', 'linus'],
      [['linus', '/misalign no']],
      '@linus disputes the problem',
    ],
    [
      'which two dispute the problem',
      ['ada', 'linus'],
      [
        ['ada', '/misalign no'],
        ['linus', '/misalign no'],
      ],
      '@ada and @linus dispute the problem',
    ],
  ])('says %s', (_, names, said, expected) => {
    const told = named(names)
    for (const [who, text] of said) told.say(who, text)
    expect(title(told)).toBe(expected)
  })

  it('says who is pending on a draft', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect(title(told)).toBe('Draft: waiting for @ada and @linus')
    told.say('ada', '/commit')
    told.say('linus', '/recuse on leave')
    expect(title(told)).toBe('Draft: 1 committed, 1 recused; mark it ready for review')
  })

  it('names what to fix first', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']).replace('- @ada', 'Nobody yet.') })
    expect(title(told)).toBe('Alignment section names nobody')
    told.push({ [FILE]: '# Billing\n' })
    expect(title(told)).toBe('Problem section is missing (and 1 more)')
  })
})

describe('V2: a title has 120 characters at most', () => {
  const many = (count: number) => {
    const logins = Array.from({ length: count }, (_, index) => `somebody-${index}`)
    const told = named(logins)
    for (const login of logins)
      told.people.set(login, { kind: 'found', person: person(login), canRead: true })
    return { told, logins }
  }

  it('and says how many more there are', () => {
    const { told } = many(30)
    expect(title(told)).toMatch(/^Waiting for @somebody-0, .*@somebody-6 and 23 more$/)
    expect(title(told).length).toBeLessThanOrEqual(120)
  })

  it('of objections, too', () => {
    const { told, logins } = many(12)
    for (const login of logins) told.say(login, '/object no')
    expect(title(told)).toMatch(/^Objections #1 by @somebody-0, .* and \d more are open$/)
    expect(title(told).length).toBeLessThanOrEqual(120)
  })
})

describe('P6: objections of people who are not stakeholders are counted in the title and do not block', () => {
  it('until they are answered', () => {
    const told = named(['ada'])
    told.say('eve', '/object who pays?')
    expect(title(told)).toBe('Waiting for @ada; 1 objection by a non-stakeholder is unanswered')
    told.say('ada', '/commit')
    expect(title(told)).toBe('Ready to merge: 1 committed; 1 objection by a non-stakeholder is unanswered')
    told.say('mallory', '/object and when?')
    expect(title(told)).toContain('; 2 objections by non-stakeholders are unanswered')
    told.say('author', '/answer #1 the platform budget')
    expect(title(told)).toContain('; 1 objection by a non-stakeholder is unanswered')
    told.say('author', '/answer #2 in May')
    expect(title(told)).toBe('Ready to merge: 1 committed')
  })

  it('and not when somebody else removed the post, unless its raiser becomes a stakeholder (P5)', () => {
    const told = named(['ada'])
    const objection = told.say('eve', '/object who pays?')
    told.say('ada', '/commit')
    told.evaluate()
    removedBy(told, objection, 'margaret')
    expect(title(told)).toBe('Ready to merge: 1 committed')
    expect(told.rfc().objections).toMatchObject([{ state: 'removed', blocks: false }])
    told.say('author', '/add @eve')
    expect(title(told)).toBe('Objection #1 by @eve is open')
  })

  it('and still where it is unknown who removed the post', () => {
    const told = named(['ada'])
    const objection = told.say('eve', '/object who pays?')
    told.say('ada', '/commit')
    told.evaluate()
    told.remove(objection, 'margaret')
    expect(title(told)).toBe('Ready to merge: 1 committed; 1 objection by a non-stakeholder is unanswered')
  })
})

describe('P3: alignment is counted as stated', () => {
  it('and a commitment states none', () => {
    const told = named(['ada', 'linus', 'grace', 'mallory'])
    told.say('ada', '/commit')
    told.say('linus', '/align')
    told.say('grace', '/misalign it is the vendor')
    expect(told.rfc().sharing).toEqual({ of: 4, share: 1, differ: 1, committed: 1 })
    told.say('grace', '/disagree-commit it is still the vendor')
    expect(told.rfc().misaligned).toEqual([])
    expect(told.rfc().sharing).toEqual({ of: 4, share: 1, differ: 1, committed: 2 })
    told.say('grace', '/commit')
    expect(told.rfc().sharing).toEqual({ of: 4, share: 1, differ: 0, committed: 2 })
  })
})
