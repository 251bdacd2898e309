import { describe, expect, it } from 'vitest'
import { publicationOf } from '../../../src/report/publication.ts'
import { writesFor } from '../../../src/report/writes.ts'
import { named, person, type Story } from '../../rules/story.ts'

/** GitHub shows nothing of an account that was deleted (GH-199): it is in no team, and its posts have no author. */
function deleteAccount(told: Story, login: string): void {
  told.people.set(login, { kind: 'unknown' })
  told.team('sre', ['linus'])
  told.facts.posts = told.facts.posts.map((post) =>
    post.author?.login === login
      ? {
          ...post,
          author: null,
          revisions: post.revisions?.map((revision) => ({ ...revision, editor: null })) ?? null,
        }
      : post,
  )
}

/** ada, a member of the team that is asked, says it, and the App sees it. */
function aMemberSaid(text: string): Story {
  const told = named(['acme/sre'])
  told.say('ada', text)
  told.evaluate()
  return told
}

describe('an account that is deleted after it spoke (C5)', () => {
  it.each(['/object no rollback', '/misalign we measured something else'])('still blocks by %s', (text) => {
    const told = aMemberSaid(text)
    deleteAccount(told, 'ada')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe(text.startsWith('/object') ? 'objection' : 'misalignment')
  })

  it('still blocks after the next evaluation, by the ledger alone', () => {
    const told = aMemberSaid('/object no rollback')
    deleteAccount(told, 'ada')
    told.say('linus', '/commit')
    told.evaluate()
    told.facts.runs = told.facts.runs.slice(-1)
    expect(told.rfc().state).toBe('objection')
  })

  it('still blocks by the notes of a version without a ledger, in the name of the stand-in (GH-199)', () => {
    const told = named(['acme/sre'])
    const id = told.say('ada', '/object no rollback')
    told.announce(undefined, { kept: [`o${BigInt(id).toString(36)}`] })
    deleteAccount(told, 'ada')
    told.say('linus', '/commit')
    for (const _ of ['with the notes', 'with the ledger that began with them']) {
      expect(told.rfc()).toMatchObject({
        state: 'objection',
        objections: [{ by: { login: 'ghost' }, reason: 'no rollback' }],
      })
      told.evaluate()
    }
  })

  it('still blocks by what an edit of unknown author took away (C0)', () => {
    const told = named(['acme/sre'])
    const id = told.say('ada', '/object no rollback')
    told.evaluate()
    told.edit(id, 'eve', 'Thank you all.')
    deleteAccount(told, 'ada')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('objection')
  })

  it('keeps the reaction of the App on the post that still blocks (C4)', () => {
    const told = aMemberSaid('/object no rollback')
    deleteAccount(told, 'ada')
    const snapshot = told.snapshot()
    const writes = writesFor(snapshot, publicationOf(told.judge(), snapshot))
    expect(writes.filter(({ kind }) => kind === 'unreact')).toEqual([])
  })

  it('lets a maintainer end that by releasing them by the name they had, which nobody else takes', () => {
    const told = aMemberSaid('/object no rollback')
    told.facts.knownLogins.set('ada', person('ada').id)
    deleteAccount(told, 'ada')
    told.say('linus', '/commit')
    expect(told.rfc().objections).toMatchObject([{ by: person('ada'), blocks: true }])
    told.say('margaret', '/release @ada their account is gone')
    expect(told.rejections()).toEqual([])
    expect(told.rfc().state).toBe('committed')
  })

  it('lets no person end that who has the id of the stand-in on another server (GH-199)', () => {
    const told = aMemberSaid('/object no rollback')
    deleteAccount(told, 'ada')
    told.say('linus', '/commit')
    told.say('eve', '/heard', { author: { id: 10137, login: 'eve', type: 'User' } })
    expect(told.rfc().state).toBe('objection')
  })

  it('consents to nothing', () => {
    const told = aMemberSaid('/commit')
    deleteAccount(told, 'ada')
    expect(told.rfc().state).toBe('waiting')
  })

  it('closes no objection of another deleted account, which has the same stand-in', () => {
    const told = named(['acme/sre'])
    told.team('sre', ['ada', 'grace', 'linus'])
    told.say('ada', '/object no rollback')
    told.say('grace', '/object no plan')
    told.evaluate()
    told.say('grace', '/heard\n\n/object no tests')
    told.evaluate()
    for (const login of ['ada', 'grace']) deleteAccount(told, login)
    told.say('linus', '/commit')
    expect(told.rfc().objections.flatMap(({ blocks, reason }) => (blocks ? [reason] : []))).toContain(
      'no rollback',
    )
  })

  it('says nothing when it was deleted before anybody looked', () => {
    const told = named(['acme/sre'])
    told.say('ada', '/object no rollback')
    deleteAccount(told, 'ada')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})
