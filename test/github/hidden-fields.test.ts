import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documentNamed } from '../../src/github/documents.ts'
import { createCaches } from '../../src/github/caches.ts'
import { readPullRequest } from '../../src/github/read-pull-request.ts'
import { hiddenFields, hiddenIn, withoutHidden } from '../../src/github/hidden-fields.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { APP_ID } from '@rfc-alignment/emulator/test/stage.ts'
import { aReading, all, callsTo, clientsFor, roomFor } from './stage.ts'

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
  ])('because of %s is omitted, remembered, and reported', async (_, hide) => {
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
    const [page] = await all(room.fingerprints({ repositories, first: 50 }))
    expect(page?.fingerprints).toMatchObject([{ reference: { number: reference.number }, groupHead: null }])
  })

  it('makes the read incomplete when a rule of the branch has a merge queue (V8)', async () => {
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

  it('makes the read incomplete even when it is forgotten before the answer comes', async () => {
    const { github, reference } = await aReading()
    withoutQueues(github)
    const known = hiddenFields()
    let isForgotten = false
    github.onRequest(({ path, body }) => {
      if (path.includes('/rules/branches/')) {
        return { answer: { status: 200, body: [{ type: 'merge_queue' }] } }
      }
      const { query } = (body ?? {}) as { query?: string }
      if (query?.includes('mergeQueueEntry') === false) isForgotten = true
      return undefined
    })
    const clients = clientsFor(github)
    const facts = await readPullRequest(
      {
        octokit: clients.of(reference.installationId),
        app: clients.app,
        appId: APP_ID,
        caches: createCaches(),
        slug: async () => null,
        hidden: { ...known, has: (field) => !isForgotten && known.has(field) },
      },
      reference,
    )
    expect(isForgotten).toBe(true)
    expect(facts.gaps).toMatchObject([{ list: 'merge queue' }])
  })

  it('fails the read when the App cannot do without it', async () => {
    const { github, read } = await aReading()
    const message = "Field 'changedFiles' doesn't exist on type 'PullRequest'"
    const extensions = { code: 'undefinedField', typeName: 'PullRequest', fieldName: 'changedFiles' }
    github.onRequest(() => ({ answer: { status: 200, body: { errors: [{ message, extensions }] } } }))
    await expect(read()).rejects.toThrow(message)
  })
})

describe('the queue of a merge group that GitHub hides (GH-32, V8)', () => {
  it.each([
    ['its permissions', withoutQueues],
    [
      'an older server',
      (github: LocalGitHub) => {
        github.quirks.serverVersion = '3.10.0'
      },
    ],
  ])('because of %s is omitted with its variables, and known to be hidden', async (_, hide) => {
    const { github, reference, repository } = await aReading()
    const room = roomFor(github)
    const { number: _number, ...place } = reference
    const headSha = github.push(repository, 'group', { 'a.ts': '1' }, { by: 'linus' })
    const group = { ...place, kind: 'merge-group' as const, headSha, baseRef: 'refs/heads/main' }
    expect(await room.readGroup(group)).toMatchObject({ isQueueHidden: false, entries: null })
    hide(github)
    room.forgetAccess(reference.installationId)
    expect(await room.readGroup(group)).toMatchObject({ isQueueHidden: true, entries: null, runs: [] })
    callsTo(github)
    await room.readGroup(group)
    expect(callsTo(github)).toEqual(['POST /graphql'])
    expect(room.hiddenFields(reference.installationId)).toEqual(['mergeQueue'])
    room.forgetAccess(reference.installationId)
    expect(room.hiddenFields(reference.installationId)).toEqual([])
  })

  it('is null when its repository does not exist', async () => {
    const { github, reference } = await aReading()
    const { number: _, ...place } = reference
    const group = {
      ...place,
      kind: 'merge-group' as const,
      headSha: '0'.repeat(40),
      baseRef: 'refs/heads/main',
    }
    expect(await roomFor(github).readGroup({ ...group, repo: 'nowhere' })).toBeNull()
    expect(await roomFor(github).readGroup({ ...group, repositoryId: 1 })).toBeNull()
  })
})

describe('the parts of a document that errors report as hidden', () => {
  const { text: document } = documentNamed('pull-request')
  const undefinedField = (fieldName: string) =>
    hiddenIn([{ message: '', extensions: { code: 'undefinedField', fieldName } }], document)

  it('are found by their own name, or by a field that no other part asks for', () => {
    expect(undefinedField('mergeQueueEntry')).toEqual(['mergeQueueEntry'])
    expect(undefinedField('mergeQueue')).toEqual(['mergeQueueEntry'])
  })

  it('are none when another part asks for the field, too', () => {
    expect(undefinedField('totalCount')).toEqual([])
    expect(undefinedField('changedFiles')).toEqual([])
  })

  it.each(['pull-request', 'read-group', 'queue', 'fingerprints'] as const)(
    'leave a valid query: %s',
    (name) => {
      const hidden = hiddenFields()
      hidden.note(['mergeQueue', 'mergeQueueEntry'])
      const text = withoutHidden(documentNamed(name).text, hidden)
      expect(text).not.toMatch(/mergeQueue/)
      const { definitions } = parse(text)
      for (const each of definitions) {
        if (each.kind !== 'OperationDefinition') continue
        for (const { variable } of each.variableDefinitions ?? [])
          expect(text.split(`$${variable.name.value}`).length).toBeGreaterThan(2)
      }
    },
  )
})
