import { PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Part } from '../../src/facts/reference.ts'
import { createApp } from '../../src/webhooks/event-table.ts'
import { reference } from '../reference.ts'

const APP_ID = 4711
const SHA = 'ec26c3e57ca3a959ca5aad62de7213c562f8c821'
const repository = { id: 7, name: 'rfcs', owner: { login: 'acme' } }
const common = { repository, installation: { id: 9 }, sender: { id: 1, login: 'ada', type: 'User' } }

const { number: _, ...place } = reference
const group = { ...place, kind: 'merge-group' as const, headSha: 'grouped', baseRef: 'refs/heads/main' }
const said: string[] = []
const swept: Part[] = []
const shown: object[] = []
const handle = createApp({
  appId: APP_ID,
  privateKey: PRIVATE_KEY,
  secret: 's'.repeat(32),
  directory: {
    async *openPullRequests() {
      yield reference
    },
    recall: async () => null,
    passingInto: async () => [],
    groups: async () => [{ reference: group }, { reference: { ...group, headSha: 'another' } }],
    pullRequestsWithHead: async (_, sha) => (sha === 'known' ? [reference] : []),
    forgetAccess: () => {},
    reconcile: async (part) => void swept.push(part),
    visibility: {
      tell: async (repository) => void shown.push(repository),
      hide: async (what) => void shown.push(what),
    },
  },
  log: pino({ level: 'info' }, { write: (line) => said.push(line) }),
})
let deliveries = 0
const evaluationsFor = async (event: string, payload: object) =>
  (await handle({ id: `delivery-${++deliveries}`, event, payload: { ...common, ...payload } })).map(
    ({ reference, trigger }) => [
      reference.kind === 'pull-request' ? reference.number : reference.headSha,
      trigger,
    ],
  )

const person = { id: 1, login: 'ada', type: 'User' }
const bot = { id: 2, login: 'rfc-alignment[bot]', type: 'Bot' }
const comment = {
  id: 5,
  user: person,
  body: '/commit',
  created_at: '2026-03-02T09:59:59Z',
  updated_at: '2026-03-02T10:00:00.123Z',
}
const issue = { number: 12, pull_request: {} }

describe('the event table', () => {
  it('requires the evaluation to show a new comment, at GitHub’s whole second', async () => {
    expect(await evaluationsFor('issue_comment', { action: 'created', issue, comment })).toEqual([
      [
        12,
        {
          kind: 'remark',
          on: 'comment',
          id: '5',
          state: 'present',
          at: '2026-03-02T10:00:00Z',
          text: '/commit',
          told: {
            change: 'made',
            author: 1,
            by: 1,
            before: null,
            review: null,
            evidence: {
              written: '2026-03-02T09:59:59Z',
              updated: '2026-03-02T10:00:00Z',
              author: { login: 'ada', type: 'User' },
              commit: null,
              head: null,
            },
          },
        },
      ],
    ])
  })

  it('passes on what a review and the pull request beside it show (L2)', async () => {
    const { updated_at: _, ...rest } = comment
    const review = { ...rest, submitted_at: '2026-03-02T10:00:00Z', state: 'approved', commit_id: SHA }
    const pull = { number: 12, head: { sha: SHA }, draft: true, updated_at: '2026-03-02T10:00:01Z' }
    const submitted = { action: 'submitted', pull_request: pull, review }
    expect(await evaluationsFor('pull_request_review', submitted)).toMatchObject([
      [
        12,
        {
          at: '2026-03-02T10:00:00Z',
          told: {
            evidence: {
              written: '2026-03-02T10:00:00Z',
              updated: null,
              commit: SHA,
              head: { commit: SHA, at: '2026-03-02T10:00:01Z', draft: true },
            },
          },
        },
      ],
    ])
  })

  it('passes on what changed a pull request (L1)', async () => {
    const pull = { number: 12, head: { sha: SHA }, base: { ref: 'main' }, state: 'open' }
    const told = async (payload: object) => {
      const [evaluation] = await evaluationsFor('pull_request', { pull_request: pull, ...payload })
      const [, trigger] = evaluation ?? []
      return (trigger as { readonly told?: object } | undefined)?.told
    }
    const nothing = { by: 1, push: null, label: null, isBaseChanged: false, closedAt: null, merge: null }
    const push = { before: '0'.repeat(40), after: SHA }
    expect(await told({ action: 'synchronize', ...push })).toEqual({
      ...nothing,
      action: 'synchronize',
      push,
    })
    expect(await told({ action: 'labeled', label: { name: 'rfc' } })).toMatchObject({ label: 'rfc' })
    expect(await told({ action: 'edited', changes: { base: { ref: { from: 'next' } } } })).toMatchObject({
      isBaseChanged: true,
    })
    expect(await told({ action: 'edited', changes: { title: { from: '' } } })).toMatchObject({
      isBaseChanged: false,
    })
    const at = '2026-03-02T10:00:00Z'
    const merged = { closed_at: at, merged_at: at, merged_by: { id: 3 }, merge_commit_sha: SHA }
    expect(await told({ action: 'closed', pull_request: { ...pull, ...merged } })).toMatchObject({
      closedAt: at,
      merge: { at, by: 3, commit: SHA },
    })
  })

  it('requires what it did before when something that only the ledger needs is odd', async () => {
    const odd = { ...comment, created_at: 'yesterday' }
    expect(await evaluationsFor('issue_comment', { action: 'created', issue, comment: odd })).toMatchObject([
      [12, { kind: 'remark', id: '5', told: { evidence: { written: null } } }],
    ])
    const review = { ...comment, updated_at: null, submitted_at: comment.created_at, commit_id: 7 }
    const pull = { number: 12, head: 'abc', updated_at: 'now' }
    expect(
      await evaluationsFor('pull_request_review', { action: 'submitted', pull_request: pull, review }),
    ).toMatchObject([[12, { kind: 'remark', told: { evidence: { commit: null, head: null } } }]])
  })

  it('passes on what an edit or a dismissal replaced, and who made it (V6)', async () => {
    const sender = { id: 3, login: 'margaret', type: 'User' }
    const changes = { body: { from: '/object who pays?' } }
    const edited = { action: 'edited', issue, comment, changes, sender }
    expect(await evaluationsFor('issue_comment', edited)).toMatchObject([
      [12, { told: { change: 'edited', author: 1, by: 3, before: '/object who pays?' } }],
    ])
    const review = { ...comment, state: 'dismissed', submitted_at: comment.updated_at }
    const dismissed = { action: 'dismissed', pull_request: { number: 12 }, review, sender }
    expect(await evaluationsFor('pull_request_review', dismissed)).toMatchObject([
      [12, { told: { change: 'dismissed', author: 1, by: 3, review: 'dismissed' } }],
    ])
  })

  it('accepts any text of a comment whose text is not in the payload', async () => {
    const { body: _, ...untold } = comment
    const evaluations = await evaluationsFor('issue_comment', { action: 'edited', issue, comment: untold })
    expect(evaluations).toMatchObject([[12, { kind: 'remark', state: 'present', text: null }]])
  })

  it('requires the evaluation to show an empty review as empty', async () => {
    const review = { ...comment, body: null, submitted_at: comment.updated_at }
    const evaluations = await evaluationsFor('pull_request_review', {
      action: 'submitted',
      pull_request: { number: 12 },
      review,
    })
    expect(evaluations).toMatchObject([[12, { kind: 'remark', on: 'review', text: '' }]])
  })

  it('requires the evaluation to show a dismissed review as dismissed (C7)', async () => {
    const review = { ...comment, submitted_at: comment.updated_at }
    const evaluations = await evaluationsFor('pull_request_review', {
      action: 'dismissed',
      pull_request: { number: 12 },
      review,
    })
    expect(evaluations).toMatchObject([[12, { kind: 'remark', on: 'review', isDismissed: true }]])
  })

  it('requires the evaluation not to show a deleted comment', async () => {
    expect(await evaluationsFor('issue_comment', { action: 'deleted', issue, comment })).toMatchObject([
      [12, { kind: 'remark', state: 'absent' }],
    ])
  })

  it('requires the evaluation to show a pushed head', async () => {
    const pull = {
      number: 12,
      head: { sha: 'abc' },
      base: { ref: 'main' },
      state: 'open',
      updated_at: '2026-03-02T10:00:00Z',
    }
    expect(await evaluationsFor('pull_request', { action: 'synchronize', pull_request: pull })).toMatchObject(
      [[12, { kind: 'pull-request', head: 'abc', base: 'main', draft: null, labels: null, body: null }]],
    )
  })

  it('enqueues an evaluation for an incomplete payload', async () => {
    expect(
      await evaluationsFor('pull_request', { action: 'opened', pull_request: { number: 12 } }),
    ).toMatchObject([[12, { kind: 'look' }]])
  })

  it('enqueues the pull request named by a re-requested check run, or those with its head', async () => {
    const run = { head_sha: 'known', app: { id: APP_ID } }
    const named = { ...run, external_id: 'rfc-alignment pr=34 rfc=1 notes=- shown=x' }
    expect(await evaluationsFor('check_run', { action: 'rerequested', check_run: named })).toMatchObject([
      [34, { kind: 'look' }],
    ])
    expect(await evaluationsFor('check_run', { action: 'rerequested', check_run: run })).toMatchObject([
      [12, { kind: 'look' }],
    ])
    expect(await evaluationsFor('check_suite', { action: 'rerequested', check_suite: run })).toMatchObject([
      [12, { kind: 'look' }],
    ])
  })

  it('enqueues the merge group of a re-requested check (V8)', async () => {
    const run = { head_sha: 'grouped', app: { id: APP_ID } }
    const named = { ...run, external_id: 'rfc-alignment pr=0 rfc=0 notes=- shown=x' }
    const looks = [['grouped', { kind: 'look' }]]
    expect(await evaluationsFor('check_run', { action: 'rerequested', check_run: named })).toMatchObject(
      looks,
    )
    expect(await evaluationsFor('check_suite', { action: 'rerequested', check_suite: run })).toMatchObject(
      looks,
    )
  })

  it('reconciles the whole repository when the default branch changes (V1)', async () => {
    swept.length = 0
    await evaluationsFor('repository', { action: 'edited', changes: { description: { from: '' } } })
    expect(swept).toEqual([])
    await evaluationsFor('repository', { action: 'edited', changes: { default_branch: { from: 'master' } } })
    expect(swept).toEqual([
      { installationId: 9, repository: { repositoryId: 7, owner: 'acme', repo: 'rfcs' } },
    ])
  })

  it('reconciles an installation that is new or has new permissions', async () => {
    for (const action of ['created', 'unsuspend', 'new_permissions_accepted']) {
      swept.length = 0
      expect(await evaluationsFor('installation', { action })).toEqual([])
      expect(swept).toEqual([{ installationId: 9 }])
    }
  })

  it('reconciles added repositories, and all of them when one configures the others (D1)', async () => {
    const added = (...names: readonly string[]) => ({
      action: 'added',
      repositories_added: names.map((name, index) => ({ id: index + 7, full_name: `acme/${name}` })),
    })
    swept.length = 0
    expect(await evaluationsFor('installation_repositories', added('rfcs', 'design'))).toEqual([])
    expect(swept).toEqual([
      { installationId: 9, repository: { repositoryId: 7, owner: 'acme', repo: 'rfcs' } },
      { installationId: 9, repository: { repositoryId: 8, owner: 'acme', repo: 'design' } },
    ])
    for (const names of [['rfcs', '.github'], [], Array.from({ length: 21 }, (_, index) => `r${index}`)]) {
      swept.length = 0
      await evaluationsFor('installation_repositories', added(...names))
      expect(swept).toEqual([{ installationId: 9 }])
    }
  })

  it('updates the board when the visibility of a repository changes (§14)', async () => {
    const told = async (event: string, payload: object) => {
      shown.length = 0
      swept.length = 0
      await evaluationsFor(event, payload)
      return shown
    }
    const here = { installationId: 9, repositoryId: 7, owner: 'acme', repo: 'rfcs' }
    const secret = { repository: { ...repository, private: true } }
    expect(await told('repository', { ...secret, action: 'privatized' })).toEqual([
      { ...here, isPrivate: true },
    ])
    expect(await told('repository', { action: 'renamed' })).toEqual([{ ...here, isPrivate: false }])
    // GitHub may deliver it again after the repository became private, so it is looked up.
    expect(await told('repository', { action: 'publicized' })).toEqual([{ ...here, isPrivate: false }])
    expect(swept).toEqual([{ installationId: 9 }])
    expect(await told('repository', { action: 'deleted' })).toEqual([
      { installationId: 9, repositories: [7] },
    ])
    expect(await told('installation', { action: 'deleted' })).toEqual([{ installationId: 9 }])
    expect(await told('installation', { action: 'suspend' })).toEqual([{ installationId: 9 }])
    const removed = { action: 'removed', repositories_removed: [{ id: 7 }, { id: 8 }] }
    expect(await told('installation_repositories', removed)).toEqual([
      { installationId: 9, repositories: [7, 8] },
    ])
  })

  it('enqueues a merge group by its commit', async () => {
    const group = { head_sha: 'abc', head_ref: 'refs/heads/gh-readonly-queue/x', base_ref: 'refs/heads/main' }
    expect(await evaluationsFor('merge_group', { action: 'checks_requested', merge_group: group })).toEqual([
      ['abc', { kind: 'group', ref: 'refs/heads/gh-readonly-queue/x' }],
    ])
  })

  it.each([
    [
      'the App’s own comment',
      'issue_comment',
      { action: 'created', issue, comment: { ...comment, user: bot }, sender: bot },
    ],
    ['a comment on an issue', 'issue_comment', { action: 'created', issue: { number: 3 }, comment }],
    [
      'another App’s check',
      'check_run',
      { action: 'rerequested', check_run: { head_sha: 'known', app: { id: 1 } } },
    ],
    [
      'a merge group that is gone',
      'merge_group',
      { action: 'destroyed', merge_group: { head_sha: 'abc', base_ref: 'refs/heads/main' } },
    ],
    ['an event nobody listens to', 'star', { action: 'created' }],
    ['an action nobody listens to', 'pull_request', { action: 'assigned', pull_request: { number: 12 } }],
  ])('ignores %s and logs the reason', async (_, event, payload) => {
    said.length = 0
    expect(await evaluationsFor(event, payload)).toEqual([])
    expect(said.join('')).toMatch(/"why":"/)
  })

  it('enqueues an evaluation that restores the App’s comment after a person edited it (V4)', async () => {
    const edited = { action: 'edited', issue, comment: { ...comment, user: bot } }
    expect(await evaluationsFor('issue_comment', edited)).toMatchObject([[12, { kind: 'look' }]])
  })
})

describe('changes outside a pull request', () => {
  const look = (why: string, more = {}) => [[12, { kind: 'look', why, ...more }]]
  const organization = { login: 'acme' }

  it('evaluates what is based on a branch when a push changes an RFC or the configuration (F6, D1)', async () => {
    const push = { ref: 'refs/heads/main', forced: false, created: false }
    const commits = [{ added: [], modified: ['rfcs/0001.md'], removed: [] }]
    expect(await evaluationsFor('push', { ...push, commits })).toEqual(
      look('main changed', { changed: ['rfcs/0001.md'] }),
    )
    const config = [{ added: ['.github/rfc-alignment.yml'], modified: [], removed: [] }]
    expect(await evaluationsFor('push', { ...push, commits: config })).toEqual(
      look('main changed', { changed: ['.github/rfc-alignment.yml'] }),
    )
  })

  it('ignores a push of code only', async () => {
    const commits = [{ added: ['src/a.ts'], modified: [], removed: [] }]
    const push = { ref: 'refs/heads/main', forced: false, created: false, commits }
    expect(await evaluationsFor('push', push)).toEqual([])
  })

  it('evaluates after a push that does not list all files', async () => {
    expect(await evaluationsFor('push', { ref: 'refs/heads/main', forced: true, commits: [] })).toEqual(
      look('main changed', { changed: null }),
    )
  })

  it('evaluates after a team change, because members are read live (S3)', async () => {
    const left = { action: 'removed', organization, team: { slug: 'sre' }, member: person }
    const shown = { kind: 'membership', team: 'acme/sre', personId: person.id, state: 'absent' }
    expect(await evaluationsFor('membership', left)).toEqual([[12, shown]])
    expect(await evaluationsFor('team', { action: 'deleted', organization, team: {} })).toHaveLength(1)
  })

  it('evaluates after a change of access to the repository (S4)', async () => {
    expect(await evaluationsFor('member', { action: 'removed', member: person })).toEqual(
      look('access to the repository changed'),
    )
  })
})
