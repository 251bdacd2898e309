import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const { stage, scene } = stageForFile()

function isMutation(body: unknown, name: string): boolean {
  return typeof body === 'object' && body !== null && 'query' in body && `${body.query}`.includes(` ${name}(`)
}

/** Counts from now on how often GitHub is asked for a mutation. */
function mutationsTo(name: string): () => number {
  let count = 0
  stage().github.onRequest(({ body }) => {
    if (isMutation(body, name)) count++
    return undefined
  })
  return () => count
}

describe('an RFC pull request, from webhook to check', () => {
  it('cannot merge until every named stakeholder has committed to the text as it stands', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc([]).split('## Alignment')[0] as string })
    expect(said(story)).toBe('failure: Alignment section is missing')
    expect(story.check()?.annotations).toMatchObject([{ path: FILE, start_line: 9 }])

    await story.pushes('author', { [FILE]: rfc(['ada', 'linus', 'grace'], 'one') })
    expect(said(story)).toBe('action_required: Waiting for @ada, @linus and @grace')

    const commitment = await story.says('ada', '/commit')
    expect(said(story)).toBe('action_required: Waiting for @linus and @grace')
    expect(commitment.reactions).toMatchObject([{ content: '+1' }])

    await story.says('linus', '/object who pays for the second region?')
    expect(said(story)).toBe('failure: Objection #1 by @linus is open')
    expect((await story.triesToMerge('author')).answer).toMatch(/RFC alignment: main/)

    await story.pushes('author', { [FILE]: rfc(['ada', 'linus', 'grace'], 'two') })
    expect(story.sticky()).toMatch(/\*\*Proposal\*\* changed \(\[diff/)

    await story.says('linus', '/disagree-commit the rollback takes a day')
    await story.says('ada', '/commit')
    expect((await story.triesToMerge('author')).merged).toBe(false)
    await story.says('grace', '/commit')
    expect(said(story)).toBe('success: Ready to merge: 3 committed, 1 with dissent')
    expect((await story.triesToMerge('author')).merged).toBe(true)
    // What told the author of the objection is resolved with it.
    expect(story.replies()).toEqual([expect.stringMatching(/Resolved\. No action needed\./)])
  })

  it('gives every other pull request its check on every head, and writes nothing else (D5)', async () => {
    const story = scene()
    await story.opens('author', { 'src/a.ts': 'export {}' })
    expect(said(story)).toMatch(/^success: Not an RFC/)
    await story.pushes('author', { 'src/b.ts': 'export {}' })
    await story.says('ada', '/commit')
    expect([said(story), story.comments().length]).toEqual([expect.stringMatching(/^success: Not an RFC/), 1])
    expect((await story.triesToMerge('author')).merged).toBe(true)
  })

  it('keeps its success when somebody else edits the comment behind it, and says so (C5)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const comment = await story.says('ada', '/commit')
    expect(said(story)).toMatch(/^success/)
    await story.edits('mallory', comment, '/commit, really')
    expect(said(story)).toBe('success: Ready to merge: 1 committed')
    expect(story.replies()[0]).toMatch(/@\u2060mallory edited this comment/)
  })

  it('loses its success when the comment behind it is deleted (C6)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const comment = await story.says('ada', '/commit')
    await story.deletes('ada', comment)
    expect(said(story)).toBe('action_required: Waiting for @ada')
  })

  it('does not pass when somebody else deletes the line comment that blocks (C6)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    await story.says('ada', '/commit')
    const line = { path: FILE, line: 1, body: '/object who pays?' }
    const objection = await story.does(() => github.lineComment(story.pull(), 'ada', line))
    await story.does(() => github.deleteComment(objection, 'margaret'))
    expect(said(story)).toBe('failure: Objection #1 by @ada is open')
    await story.says('ada', '/heard')
    expect(said(story)).toBe('action_required: Waiting for @ada')
    await story.says('ada', '/commit')
    expect(said(story)).toBe('success: Ready to merge: 1 committed')
  })

  it('loses its success when GitHub ignores the new conclusion of a finished run (GH-138)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    await story.says('ada', '/commit')
    stage().github.quirks.ignoreConclusionPatch = true
    await story.says('ada', '/withdraw')
    stage().github.quirks.ignoreConclusionPatch = false
    expect(said(story)).toBe('action_required: Waiting for @ada')
  })

  it('does not pass by a force-push to an earlier passing head after a withdrawal', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada'], 'one') })
    const first = story.pull().headOid
    await story.says('ada', '/commit')
    await story.pushes('author', { [FILE]: rfc(['ada'], 'two') })
    await story.says('ada', '/withdraw')
    stage().github.quietly(() => stage().github.forcePush(story.repository, 'rfc', first, { by: 'author' }))
    expect(said(story)).not.toMatch(/^success/)
    expect((await story.triesToMerge('author')).merged).toBe(false)
  })

  it('still requires somebody named by a head that a force-push hid (S6)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    stage().github.clock.advance(900)
    await story.forcePushes('author', { [FILE]: rfc(['ada']) })
    await story.says('ada', '/commit')
    expect(said(story)).toBe('action_required: Waiting for @linus')
    expect(story.sticky()).toMatch(/no longer in the document since/)
  })

  it('does not pass on the text of a push that is not delivered yet (F1)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada'], 'one') })
    stage().github.quietly(() =>
      stage().github.push(story.repository, 'rfc', { [FILE]: rfc(['ada'], 'two') }, { by: 'author' }),
    )
    await story.says('ada', '/commit')
    expect(said(story)).toBe('action_required: Waiting for @ada')
    await story.says('ada', '/commit')
    expect(said(story)).toMatch(/^success/)
  })

  it('names the check after the base, so a retargeted pull request is blocked until evaluated again (V1)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    await story.says('ada', '/commit')
    await story.does(() => github.push(story.repository, 'release', {}, { by: 'margaret' }))
    await story.does(() => github.edit(story.pull(), 'author', { base: 'release' }))
    expect(
      github
        .checkRuns(story.pull())
        .map(({ name, conclusion }) => `${name} ${conclusion}`)
        .sort(),
    ).toEqual(['RFC alignment: main failure', 'RFC alignment: release success'])
  })

  it('fails, and says at which line, while the configuration is broken (§13)', async () => {
    const story = scene({ '.github/rfc-alignment.yml': 'version: 1\nrfcs:\n  pathes: [x]\n' })
    await story.opens('author', { [FILE]: rfc(['ada']) })
    expect(said(story)).toMatch(/^failure: Unknown key pathes under rfcs/)
    expect(story.check()?.annotations).toMatchObject([{ path: '.github/rfc-alignment.yml', start_line: 3 }])
  })

  it('reads the configuration from the base, never from the pull request itself (D1)', async () => {
    const story = scene()
    await story.opens('author', {
      [FILE]: rfc(['author', 'ada']),
      '.github/rfc-alignment.yml': 'version: 1\nrfcs:\n  paths: [none/*.md]\n',
    })
    expect(said(story)).toBe('action_required: Waiting for @author and @ada')
  })

  it('is evaluated when the App is installed, and when a check is requested again', async () => {
    const story = scene()
    const { github } = stage()
    await github.quietly(() => story.opens('author', { [FILE]: rfc(['ada']) }))
    expect(said(story)).toBe('no check')
    const [installation] = github.world.state.installations.values()
    await story.does(() => github.suspend(installation as never, 'margaret'))
    await story.does(() => github.unsuspend(installation as never, 'margaret'))
    expect(said(story)).toBe('action_required: Waiting for @ada')
    await github.quietly(() => story.says('ada', '/commit'))
    await story.does(() => github.rerequestCheckRun(story.check() as never, 'author'))
    expect(said(story)).toMatch(/^success/)
  })
})

describe('comments, replies and review requests', () => {
  it('keep one sticky comment: updated in place, restored after an edit or a deletion (V4)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    const [sticky] = story.comments()
    const before = sticky?.body
    await story.edits('mallory', sticky as never, 'Everybody has committed.')
    expect(story.comments().map(({ body }) => body)).toEqual([before])
    await story.deletes('margaret', sticky as never)
    expect(story.comments().map(({ body }) => body)).toEqual([before])
    expect(github.checkRuns(story.pull()).length).toBe(1)
  })

  it('mention only pending people, and others without a notification', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    await story.says('ada', '/commit @eve said it is fine, fixes #1 <img src=x> ![x](http://evil.test/x.png)')
    const body = story.sticky() as string
    // In code nobody is called.
    expect(body.replace(/`[^`]*`/g, '').match(/@\w+/g)).toEqual(['@linus'])
    expect(body).not.toMatch(/(?<!\\)<img|(?<!\\)\[x|fixes #1|http:\/\/evil/)
  })

  it('reject with a reaction and one reply, which is updated when the comment is fixed (C4)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    const comment = await story.says('ada', '/disagree-commit')
    expect(comment.reactions).toMatchObject([{ content: 'confused' }])
    expect(story.replies()).toEqual([expect.stringMatching(/needs a reason/)])
    await story.edits('ada', comment, '/disagree-commit the rollback takes a day')
    expect(comment.reactions).toMatchObject([{ content: '+1' }])
    expect(story.replies()).toEqual([expect.stringMatching(/Resolved\. No action needed\./)])
    expect(said(story)).toBe('action_required: Waiting for @linus')
  })

  it('minimize a resolved reply once, keep its text, and show it when it applies again (C4)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    const comment = await story.says('ada', '/disagree-commit')
    const [before = ''] = story.replies()
    const reply = () => story.comments().find(({ body }) => body.includes(`to=comment-${comment.id}`))
    const said = 'the rollback takes a day'
    await story.edits('ada', comment, `/disagree-commit ${said}`)
    expect(reply()).toMatchObject({
      minimized: 'resolved',
      body: expect.stringContaining('needs a reason'),
    })
    const hidden = mutationsTo('minimizeComment')
    await story.says('linus', '/align')
    expect(hidden()).toBe(0)
    await story.edits('ada', comment, '/disagree-commit')
    expect(reply()).toMatchObject({ minimized: null, body: before })
  })

  it('do not delay the check when GitHub does not minimize a reply (C4)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    const comment = await story.says('ada', '/disagree-commit')
    const stop = stage().github.onRequest(({ body }) =>
      isMutation(body, 'minimizeComment')
        ? {
            answer: {
              status: 200,
              body: { data: { minimizeComment: null }, errors: [{ type: 'FORBIDDEN', message: 'no' }] },
            },
          }
        : undefined,
    )
    const tried = mutationsTo('minimizeComment')
    await story.edits('ada', comment, '/disagree-commit the rollback takes a day')
    expect(said(story)).toBe('action_required: Waiting for @linus')
    expect(story.replies()).toEqual([expect.stringMatching(/Resolved\. No action needed\./)])
    await story.says('linus', '/commit')
    expect([said(story), tried()]).toEqual([expect.stringMatching(/^success/), 1])
    stop()
  })

  it('answer /status once, without later updates', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    await story.says('eve', '/status')
    const [answer] = story.replies()
    expect(answer).toMatch(/Waiting for @\u2060ada and @\u2060linus/)
    await story.says('ada', '/commit')
    expect(story.replies()).toEqual([answer])
  })

  it('request a review of pending people once, and accept a rejection (V5)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) }, { draft: true })
    expect(story.pull().reviewRequests).toEqual([])
    await story.does(() => github.ready(story.pull(), 'author'))
    expect(story.pull().reviewRequests.length).toBe(2)
    const asked = github.requests.filter(({ path }) => path.includes('requested_reviewers')).length
    await story.says('ada', 'reading')
    expect(github.requests.filter(({ path }) => path.includes('requested_reviewers')).length).toBe(asked)
  })
})

describe('the cost of an event (budgets)', () => {
  it('is at most two reads and three writes for a comment, and no write for a redelivery', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    const before = github.requests.length
    await story.says('ada', '/commit')
    const kinds = github.requests.slice(before).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'read').length).toBeLessThanOrEqual(2)
    expect(kinds.filter((kind) => kind === 'write').length).toBe(3)

    const last = github.deliveries.findLast(({ event }) => event === 'issue_comment')
    const then = github.requests.length
    await github.redeliver(last?.guid as string)
    await stage().settled()
    expect(github.requests.slice(then).filter(({ kind }) => kind === 'write')).toEqual([])
  })

  it('is no write for a comment without commands', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    const before = github.requests.length
    await story.says('eve', 'Interesting.')
    expect(github.requests.slice(before).map(({ kind }) => kind)).not.toContain('write')
  })
})

describe('V6: a snapshot must show the event of its evaluation', () => {
  it('fails first while GitHub still serves data from before a withdrawal', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    await story.says('ada', '/commit')
    expect(said(story)).toMatch(/^success/)
    github.replica.hold()
    github.clock.advance(60)
    github.comment(story.pull(), 'ada', '/withdraw')
    const reddened = new Promise<void>((resolve) => {
      const stop = github.onRequest(({ method, path }) => {
        if (method !== 'PATCH' || !path.includes('/check-runs/')) return
        stop()
        resolve()
      })
    })
    await reddened
    github.replica.release()
    await stage().settled()
    expect(said(story)).toBe('action_required: Waiting for @ada')
  })
})

describe('T5: a file that is not text fails closed', () => {
  it.each([
    ['a symbolic link', { mode: '120000' as const, content: 'other.md' }, /symbolic link/],
    ['a binary file', new Uint8Array([0, 1, 2, 255]), /not text/],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n', /Git LFS/],
    ['a file of more than 1 MiB', `${rfc(['ada'])}${'word '.repeat(220_000)}`, /larger than 1 MiB/],
  ])('such as %s', async (_, content, why) => {
    const story = scene()
    await story.opens('author', { [FILE]: content })
    expect(said(story)).toMatch(/^failure/)
    expect(story.check()?.summary).toMatch(why)
  })
})
