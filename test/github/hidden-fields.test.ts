import { describe, expect, it } from 'vitest'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { aReading, all, callsTo, roomFor } from './stage.ts'

/** An installation that did not accept the permission to read merge queues. */
function withoutQueues(github: LocalGitHub) {
  for (const installation of github.world.state.installations.values()) {
    const { merge_queues: _, ...permissions } = installation.permissions
    Object.assign(installation, { permissions })
  }
}

/** What GitHub answers of the rules of the base branch. */
function answerRules(github: LocalGitHub, rules: readonly { readonly type: string }[]) {
  const path = '/repos/acme/rfcs/rules/branches/main?per_page=100'
  github.onRequest((asked) => (asked.path === path ? { answer: { status: 200, body: rules } } : undefined))
}

describe('a field that GitHub hides from an installation (GH-32)', () => {
  it.each([
    ['its permissions', withoutQueues],
    [
      'an older server',
      (github: LocalGitHub) => {
        github.quirks.serverVersion = '3.10.0'
      },
    ],
    [
      'an error beside the data',
      (github: LocalGitHub) =>
        void github.onRequest(({ body }) => {
          const { query = '' } = body as { query?: string }
          if (!query.includes('mergeQueueEntry {')) return undefined
          const path = ['repository', 'pullRequest', 'mergeQueueEntry']
          const errors = [{ type: 'FORBIDDEN', path, message: 'Resource not accessible by integration' }]
          return {
            alter: ({ status, body: answer }) => ({ status, body: { ...(answer as object), errors } }),
          }
        }),
    ],
  ])('because of %s is left out, remembered, and told to whoever asks', async (_, hide) => {
    const { github, reference, facts } = await aReading()
    const room = roomFor(github)
    const read = () => room.readPullRequest(reference)
    answerRules(github, [])
    expect(room.hiddenFields(reference.installationId)).toEqual([])
    hide(github)
    callsTo(github)
    expect(await read()).toMatchObject({ queue: [], gaps: [], changes: facts.changes })
    expect(callsTo(github).filter((call) => call === 'POST /graphql')).toHaveLength(2)
    await read()
    expect(callsTo(github)).toEqual(['POST /graphql'])
    expect(room.hiddenFields(reference.installationId)).toEqual(['mergeQueueEntry'])
    expect(room.hiddenFields(reference.installationId + 1)).toEqual([])
    const [repositories = []] = await all(room.repositories(reference.installationId))
    const [page] = await all(room.outlines({ repositories, first: 50 }))
    expect(page?.outlines).toMatchObject([{ reference: { number: reference.number }, groupHead: null }])
  })

  it('leaves a gap where the branch has a merge queue by a rule (V8)', async () => {
    const { github, reference } = await aReading()
    const room = roomFor(github)
    const read = () => room.readPullRequest(reference)
    withoutQueues(github)
    answerRules(github, [{ type: 'deletion' }, { type: 'merge_queue' }])
    const facts = await read()
    expect(facts?.gaps).toEqual([
      { list: 'merge queue', why: expect.stringContaining('accept the permission') },
    ])
    callsTo(github)
    await read()
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('that the App cannot do without fails the read', async () => {
    const { github, read } = await aReading()
    const message = "Field 'changedFiles' doesn't exist on type 'PullRequest'"
    const extensions = { code: 'undefinedField', typeName: 'PullRequest', fieldName: 'changedFiles' }
    github.onRequest(() => ({ answer: { status: 200, body: { errors: [{ message, extensions }] } } }))
    await expect(read()).rejects.toThrow(message)
  })
})
