import { describe, expect, it } from 'vitest'
import { named, person } from './story.ts'

describe('C5: the person who wrote it is the person who said it, and a person is an id', () => {
  it('an edit by a stranger who took over the login lets go of nothing', () => {
    const told = named()
    const id = told.say('ada', '/commit')
    told.edit(id, 'ada', '/commit gladly')
    told.facts.posts = told.facts.posts.map((post) => ({
      ...post,
      revisions: (post.revisions ?? []).map((revision, index) =>
        index === 1 ? { ...revision, editor: { ...person('ada'), id: 99 } } : revision,
      ),
    }))
    expect(told.position('ada')).toBe('silent')
    expect(told.rejections()).toEqual([expect.stringMatching(/edited/)])
  })

  it('an edit by the writer under a new login is their own', () => {
    const told = named()
    const id = told.say('ada', '/commit')
    told.edit(id, 'ada', '/commit gladly')
    told.facts.posts = told.facts.posts.map((post) => ({
      ...post,
      revisions: (post.revisions ?? []).map((revision, index) =>
        index === 1 ? { ...revision, editor: { ...person('ada'), login: 'ada-lovelace' } } : revision,
      ),
    }))
    expect(told.position('ada')).toBe('committed')
  })

  it.each(['Bot', 'Organization', 'Mannequin'] as const)('a %s is neither heard nor answered', (type) => {
    const told = named()
    told.say('eve', '/object late', { author: person('eve', type) })
    told.say('eve', '/comit', { author: person('eve', type) })
    const { objections, rejections, accepted } = told.rfc()
    expect([objections, rejections, accepted]).toEqual([[], [], []])
  })
})
