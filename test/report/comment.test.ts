import { describe, expect, it } from 'vitest'
import { stickyOf } from '../../src/report/comment.ts'
import { FILE, named, type Story } from '../rules/story.ts'
import { rfc } from '../rfc-text.ts'

const LINKS = { repositoryUrl: 'https://github.test/acme/rfcs', number: 1, boardUrl: null }

/** The comment as it is read: without the characters that keep GitHub from notifying anyone. */
function comment(told: Story, boardUrl: string | null = null): string {
  return stickyOf(told.rfc(), { ...LINKS, boardUrl }).replaceAll('\u2060', '')
}

describe('the sticky comment', () => {
  it('begins with the title and the counts', () => {
    const told = named(['ada', 'linus', 'grace'])
    told.say('ada', '/align')
    told.say('linus', '/misalign it is a data problem')
    told.say('ada', '/commit')
    expect(comment(told).split('\n\n').slice(1, 3)).toEqual([
      '**@linus disputes the problem**',
      'Problem: 1 agrees, 1 differently, 1 did not say · Commitment: 1 of 3',
    ])
  })

  it('links the words of people and copies none (V3)', () => {
    const told = named(['ada', 'linus', 'grace', 'eve'])
    const posts = [
      told.say('ada', '/disagree-commit words-of-dissent'),
      told.say('linus', '/recuse words-of-recusal'),
      told.say('grace', '/misalign words-of-dispute'),
      told.say('margaret', '/release @eve words-of-release'),
      told.say('grace', '/object words-of-objection'),
      told.say('author', '/answer #1 words-of-answer'),
    ]
    const text = comment(told)
    expect(text).not.toContain('words-of')
    for (const id of posts) expect(text).toContain(`#issuecomment-${id})`)
    expect(text).toContain('| @ada | Committed with [dissent](')
    expect(text).toMatch(
      /\*\*Objections\*\* · \[#1\]\(\S+\) by @grace, open, \[answered\]\(\S+\) by the author/,
    )
  })

  it('says who has to commit again, why, and where the difference is (F4)', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada']).replace(/## Proposal\n/, '## Proposal\nAnother one.\n') })
    expect(comment(told)).toMatch(
      /\| @ada \| Needs to commit again: \*\*Proposal\*\* changed \(\[diff\]\(\S+\/compare\/\S+\)\) \| committed \[2 Mar 2026\]\(\S+\), \[`\w{7}`\]\(\S+\) \|/,
    )
  })

  it('lists releases that no row shows any more (C3)', () => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @linus he left')
    expect(comment(told)).not.toContain('**Released before**')
    told.say('author', '/add @linus')
    expect(comment(told)).toContain(
      '**Released before**\n\n- `@linus` was released by @margaret on [2 Mar 2026](',
    )
  })

  it('leads to the check, and to the board where there is one', () => {
    const told = named(['ada'])
    expect(comment(told)).toContain('. [Details](https://github.test/acme/rfcs/pull/1/checks). No response')
    expect(comment(told, 'https://rfcs.test/rfcs/acme/rfcs/1')).toContain(
      '/pull/1/checks) · [Board](https://rfcs.test/rfcs/acme/rfcs/1). No response',
    )
  })
})
