import { describe, expect, it } from 'vitest'
import { account, say } from '../../rules/account.ts'
import { named, type Story } from '../../rules/story.ts'

const COUNT = 'version: 1\nreviews: count\n'

/** A review of the text as it stands. */
function review(told: Story, who: string, state: 'approved' | 'changes requested', text = ''): string {
  const commit = told.facts.commits.at(-1) ?? null
  return told.say(who, text, { on: 'review', review: { state, commit, isDismissed: false } })
}

describe('C3: a recused person', () => {
  it.each([
    '/add @grace',
    '/answer #1 the platform budget pays',
    '/refresh',
    '/status',
    '/help',
    '/objct who pays?',
    '/disagree-commit',
    '/heard',
    '/delegate @nobody-there',
    'a thought',
  ])('stays recused after %s', (text) => {
    const told = named(['author', 'ada'])
    say(told, 'ada: /object who pays?', 'author: /recuse on leave', `author: ${text}`)
    expect(told.position('author')).toBe('recused')
  })

  it.each(['/commit', '/disagree-commit too slow', '/object no', '/align', '/misalign no', '/withdraw'])(
    'is required again after %s',
    (text) => {
      const told = named(['ada', 'linus'])
      say(told, 'ada: /recuse on leave', `ada: ${text}`)
      expect(told.position('ada')).not.toBe('recused')
    },
  )

  it('is required again after a review that counts or requests changes (C7)', () => {
    const told = named(['ada', 'linus'], { config: COUNT })
    say(told, 'ada: /recuse on leave', 'linus: /recuse on leave')
    review(told, 'ada', 'approved')
    review(told, 'linus', 'changes requested')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
  })

  it('stays released after a rejected command (P5)', () => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @ada she left', 'ada: /disagree-commit')
    expect(account(told)).toEqual(['waiting', '@ada released', '@linus silent'])
    told.say('ada', '/commit')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
  })
})

describe('C3: a recusal', () => {
  it('is not ended by being named again, nor by a /delegate to them, which is rejected', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /recuse not my system', 'linus: /add @ada', 'linus: /delegate @ada')
    expect(account(told)).toEqual(['waiting', '@ada recused', '@linus silent'])
    expect(told.rejections()).toEqual([
      "@ada recused themself, so you can't delegate to them. Name someone else, or comment `/recuse <reason>`.",
    ])
  })
})
