import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../src/facts/snapshot.ts'
import { withToldDeletions } from '../../src/facts/trigger.ts'
import { account, say, sayAtOnce } from './account.ts'
import { named, person, type Story } from './story.ts'

/** What a webhook tells of a line comment that was deleted. */
function toldBy(told: Story, id: string, author: string, by: string): Partial<Snapshot> {
  return withToldDeletions(told.snapshot(), [
    {
      kind: 'remark',
      on: 'line',
      id,
      state: 'absent',
      at: '',
      text: null,
      deletion: { author: person(author), by: person(by) },
    },
  ]) as Partial<Snapshot>
}

describe('C6, P1: what a post had ended stays ended', () => {
  it.each(['/object who pays?', '/misalign it is not late', '/withdraw'])(
    'when its writer deletes it once it was seen: %s',
    (text) => {
      const told = named(['ada'])
      told.say('ada', '/commit')
      const said = told.say('ada', text)
      told.visit()
      told.remove(said, undefined)
      expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
      told.visit()
      told.visit()
      expect(told.position('ada')).toBe('silent')
      told.say('ada', '/commit')
      expect(account(told)).toEqual(['committed', '@ada committed'])
    },
  )

  it('when its writer edits it away, whether or not it was seen', () => {
    const told = named(['ada'])
    told.say('ada', '/commit\n/align')
    told.edit(told.say('ada', '/object who pays?'), 'ada', 'never mind')
    expect(account(told)).toEqual(['waiting', '@ada silent, aligned'])
  })

  it('not of a misspelt word, which only suspends until its writer mends it (C4)', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const slip = told.say('ada', '/objct who pays?')
    told.visit()
    expect(told.position('ada')).toBe('silent')
    told.edit(slip, 'ada', 'never mind')
    expect(told.position('ada')).toBe('committed')
    told.remove(slip)
    expect(told.position('ada')).toBe('committed')
  })

  it('and an objection that its writer deletes is closed all the same', () => {
    const told = named(['ada', 'acme/sre'])
    told.team('sre', ['linus', 'grace'])
    say(told, 'ada: /commit', 'grace: /commit')
    const said = told.say('linus', '/object who pays?')
    told.visit()
    expect(told.rfc().state).toBe('objection')
    told.remove(said)
    expect(told.rfc().state).toBe('committed')
  })

  it.each(['/commit', '/align', '/object who pays?'])('a release that its word had ended: %s', (text) => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @ada she left', 'linus: /commit')
    const said = told.say('ada', text)
    told.visit()
    told.remove(said)
    expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
    told.say('margaret', '/release @ada she left for good')
    expect(told.rfc().state).toBe('committed')
  })

  it('a recusal that its word had ended, though somebody edits another comment since (C5)', () => {
    const told = named(['ada', 'linus'])
    say(told, 'linus: /commit', 'ada: /recuse on leave', 'ada: /commit')
    const other = told.say('ada', '/status')
    told.visit()
    expect(told.rfc().state).toBe('committed')
    told.edit(other, 'mallory', '/help')
    expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
  })
})

describe('C5: a comment that blocked before its edit', () => {
  it('consents to nothing by that edit, for that counts from when it was posted', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/object who pays?')
    told.edit(said, 'ada', '/commit')
    expect([account(told), told.rejections()]).toEqual([
      ['waiting', '@ada silent'],
      [
        'This comment said `/object` before it was edited, so `/commit` in it does not count. Post it in a new comment.',
      ],
    ])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('says a line that the edit left alone not again', () => {
    const told = named(['ada', 'linus'])
    const said = told.say('ada', '/object who pays?')
    say(told, 'ada: /heard', 'ada: /commit')
    told.edit(said, 'ada', '/object who pays?\n/add @grace')
    expect(account(told)).toEqual([
      'waiting',
      '@ada committed',
      '@linus silent',
      '@grace silent',
      '#1 of @ada heard: who pays?',
    ])
  })
})

describe('C6: a line comment that is gone, while nobody knows who deleted it', () => {
  function gone(): { told: Story; said: string } {
    const told = named(['acme/sre'])
    const said = told.say('ada', '/object who pays?', { on: 'line' })
    told.say('linus', '/commit')
    told.visit()
    expect(told.rfc().state).toBe('objection')
    told.remove(said)
    return { told, said }
  }

  it('leaves its writer to be heard first, until they speak', () => {
    const { told } = gone()
    expect(account(told)).toEqual(['waiting', '@ada silent', '@acme/sre committed, 1 of 1'])
    told.visit()
    told.visit()
    expect(told.rfc().state).toBe('waiting')
    told.say('ada', '/align')
    told.visit()
    expect(told.rfc().state).toBe('committed')
  })

  it('or a maintainer releases them', () => {
    const { told } = gone()
    told.visit()
    told.say('margaret', '/release @ada she left')
    expect(told.rfc().state).toBe('committed')
  })

  it('blocks no more where a webhook tells that its writer did', () => {
    const { told, said } = gone()
    told.visit(toldBy(told, said, 'ada', 'ada'))
    told.visit()
    expect(told.rfc().state).toBe('committed')
  })

  it('and where one tells that somebody else did, waits for its writer as ever', () => {
    const { told, said } = gone()
    told.visit(toldBy(told, said, 'ada', 'mallory'))
    told.visit()
    expect(told.rfc().state).toBe('waiting')
    told.say('ada', '/align')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('P1: in the second of a block that is gone', () => {
  it('no commitment counts', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/object who pays?')
    sayAtOnce(told, 'ada', '/commit')
    told.visit()
    told.remove(said)
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('F4: a commitment that is taken back brings no older one back', () => {
  const twice = () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const newer = told.say('ada', '/commit I read it again')
    told.visit()
    expect(told.position('ada')).toBe('committed')
    return { told, newer }
  }

  it('when its writer deletes the newer one', () => {
    const { told, newer } = twice()
    told.remove(newer, undefined)
    expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
    told.say('ada', '/commit')
    expect(told.position('ada')).toBe('committed')
  })

  it('when its writer edits the newer one away, and not when an edit leaves the command alone', () => {
    const { told, newer } = twice()
    told.edit(newer, 'ada', '/commit I read it twice')
    expect(told.position('ada')).toBe('committed')
    told.edit(newer, 'ada', 'never mind')
    expect(told.position('ada')).toBe('silent')
  })

  it('while deleting the older one changes nothing', () => {
    const told = named(['ada'])
    const older = told.say('ada', '/commit')
    told.say('ada', '/commit I read it again')
    told.visit()
    told.remove(older, undefined)
    expect(told.position('ada')).toBe('committed')
  })
})
