import { describe, expect, it } from 'vitest'
import type { Post } from '../../src/facts/snapshot.ts'
import { named, type Story } from './story.ts'

const approval = (told: Story, state: 'approved' | 'commented' = 'approved'): Partial<Post> => ({
  on: 'review',
  review: { state, commit: told.facts.commits.at(-1) as string, isDismissed: false },
})

describe('V3: commands that were not counted, with the reason', () => {
  const REJECTED = "@eve isn't a stakeholder of this RFC."

  it.each<[string, (told: Story) => void, readonly (readonly string[])[]]>([
    [
      'a comment edited by another, of which what blocks counts and nothing else of its writer is void (C5)',
      (told) => {
        told.say('ada', '/align')
        told.edit(told.say('ada', '/object who pays?'), 'mallory', 'nothing')
      },
      [
        [
          'ada',
          '',
          '@mallory edited this comment by @ada, so nothing in it counts as consent except what was counted before. @ada can post it again in a new comment.',
        ],
      ],
    ],
    [
      'no comment edited by another that never had a command',
      (told) => told.edit(told.say('ada', 'a thought'), 'mallory', 'nothing'),
      [],
    ],
    [
      'a command before its writer’s comment was deleted by another, unseen (C6)',
      (told) => {
        told.say('ada', '/align')
        told.remove(told.say('ada', 'a thought'), 'mallory')
      },
      [
        [
          'ada',
          '/align',
          "A comment by @ada was later deleted by @mallory before it was seen, so consent in earlier comments by @ada doesn't count. @ada can post the commands again in a new comment.",
        ],
      ],
    ],
    [
      'a command before a deletion whose actor and author are unknown',
      (told) => {
        told.say('ada', '/commit')
        told.facts.deletions.push({ at: told.now(), by: null, author: null })
      },
      [
        [
          'ada',
          '/commit',
          "A comment whose writer GitHub no longer shows was later deleted by someone else before it was seen, so consent in earlier comments by @ada doesn't count. @ada can post the commands again in a new comment.",
        ],
      ],
    ],
    [
      'a rejected command',
      (told) => told.say('eve', '/commit'),
      [
        [
          'eve',
          '',
          `${REJECTED} To add them, the author or a stakeholder comments \`/add @eve\`; then post \`/commit\` again in a new comment.`,
        ],
      ],
    ],
    [
      'nothing where the deleted comment was seen: it changes nothing (C6)',
      (told) => {
        told.say('ada', '/align')
        const seen = told.say('ada', 'a thought')
        told.evaluate()
        told.remove(seen, 'mallory')
      },
      [],
    ],
    [
      'nothing once its writer posted again (C6)',
      (told) => {
        told.say('ada', '/align')
        told.remove(told.say('ada', 'a thought'), 'mallory')
        told.say('ada', '/commit')
      },
      [],
    ],
    ['no advice on a command that counts', (told) => told.say('ada', '/object'), []],
  ])('lists %s', (_, act, expected) => {
    const told = named(['ada', 'linus'])
    act(told)
    expect(told.rfc().notCounted.map(({ who, what, why }) => [who, what, why])).toEqual(expected)
    const urls = new Set(told.facts.posts.map(({ url }) => url))
    for (const { url } of told.rfc().notCounted) expect(urls).toContain(url)
  })

  it('an approving review when reviews count', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    told.say('ada', '', approval(told))
    told.remove(told.say('ada', 'a thought'), 'mallory')
    expect(told.rfc().notCounted.map(({ who, what }) => [who, what])).toEqual([['ada', 'Review']])
  })
})
