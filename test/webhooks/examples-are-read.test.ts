import { createRequire } from 'node:module'
import { PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { readTrigger } from '../../src/facts/stored-trigger.ts'
import { NO_LEDGER } from '../../src/ledger/append.ts'
import { readEntry } from '../../src/ledger/entry-schema.ts'
import { toldBy } from '../../src/ledger/told.ts'
import type { ToldContext } from '../../src/ledger/told-context.ts'
import { createApp } from '../../src/webhooks/event-table.ts'
import { whyItDisagrees } from '../../src/webhooks/payload-agreement.ts'
import { payloads } from '../../src/webhooks/payloads.ts'
import { reference } from '../reference.ts'

type Body = Readonly<Record<string, unknown>>

// The package is JSON, which `require` reads without further ado.
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly {
  readonly name: string
  readonly examples: readonly Body[]
}[]

/** The events that `app.yml` subscribes to, and those that every App is sent. */
const OURS = new Set([
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'issue_comment',
  'check_run',
  'check_suite',
  'merge_group',
  'push',
  'repository',
  'member',
  'membership',
  'team',
  'installation',
  'installation_repositories',
])

const ours = examples
  .filter(({ name }) => OURS.has(name))
  .flatMap(({ name, examples: bodies }) => bodies.map((body) => ({ name, body: received(body) })))

const told: { readonly why?: string }[] = []
const options: Parameters<typeof createApp>[0] = {
  appId: 29310,
  privateKey: PRIVATE_KEY,
  secret: 's'.repeat(32),
  directory: {
    async *openPullRequests() {
      yield reference
    },
    recall: async () => null,
    passingInto: async () => [],
    pullRequestsWithHead: async () => [reference],
    forgetAccess: () => {},
    groups: async () => [],
    reconcile: async () => {},
    visibility: { tell: async () => {}, hide: async () => {} },
  },
  log: pino({ level: 'info' }, { write: (line) => told.push(JSON.parse(line)) }),
}
const handle = createApp(options)

describe('the official webhook examples of our events (GH-72)', () => {
  it('exist for each event that has examples', () => {
    expect(ours.length).toBeGreaterThan(100)
    expect(OURS.size - new Set(ours.map(({ name }) => name)).size).toBe(0)
  })

  it('match their declared event (TH-13)', () => {
    const disagreeing = ours.map(({ name, body }) => whyItDisagrees(name, body)).filter((why) => why !== null)
    expect(disagreeing).toEqual([])
  })

  it('have all required fields', async () => {
    const unread: unknown[] = []
    for (const [index, { name, body }] of ours.entries()) {
      told.length = 0
      const evaluationJobs = await handle({ id: `example-${index}`, event: name, payload: body })
      const whys = [
        ...told.map(({ why = '' }) => why),
        ...evaluationJobs.map(({ trigger }) => whyOf(trigger)),
      ]
      const why = whys.find((each) => /lacks required fields|cannot read/.test(each))
      if (why !== undefined) unread.push({ name, action: body.action, why })
    }
    expect(unread).toEqual([])
  })

  it('have the expected shape for every action', () => {
    const shapes: Readonly<Record<string, { safeParse(body: unknown): { error?: { issues: unknown } } }>> =
      payloads
    const unread = ours.flatMap(({ name, body }) => {
      const issues = shapes[name]?.safeParse(body).error?.issues
      return issues === undefined ? [] : [{ name, action: body.action, issues }]
    })
    expect(unread).toEqual([])
    expect(ours.filter(({ name }) => name in shapes).length).toBeGreaterThan(60)
  })

  it('are stored and read again whole, with evidence that a ledger can hold (L2)', async () => {
    const kinds: Record<string, readonly string[]> = {}
    for (const [index, { name, body }] of ours.entries()) {
      // A new App each time: it evaluates only so many posts without commands at once.
      const jobs = await createApp(options)({ id: `told-${index}`, event: name, payload: onPull(body) })
      for (const { trigger } of jobs) {
        expect(readTrigger(JSON.stringify(trigger))).toEqual(trigger)
        const entries = toldBy(trigger, context)
        expect(entries.map(readEntry)).toEqual(entries)
        if (entries.length > 0) kinds[`${name} ${body.action}`] = entries.map(({ kind }) => kind)
      }
    }
    expect(kinds).toEqual({
      'issue_comment created': ['post'],
      'issue_comment edited': ['edit', 'edit'],
      'issue_comment deleted': ['edit', 'removal'],
      'pull_request_review submitted': ['tip', 'post'],
      'pull_request_review dismissed': ['tip', 'edit', 'dismissal'],
      'pull_request_review_comment created': ['tip', 'edit'],
      'pull_request_review_comment edited': ['tip', 'edit', 'edit'],
      'pull_request_review_comment deleted': ['tip', 'edit', 'removal'],
      'pull_request opened': ['tip', 'state', 'base'],
      'pull_request synchronize': ['tip'],
      'pull_request converted_to_draft': ['tip', 'state'],
      'pull_request ready_for_review': ['tip', 'state'],
      'pull_request labeled': ['tip', 'label'],
      'pull_request unlabeled': ['tip', 'label'],
      'pull_request closed': ['tip', 'state'],
      'pull_request reopened': ['tip', 'state'],
      'membership removed': ['membership'],
    })
  })

  it('tell what their text says (L2)', async () => {
    const evidence = async (event: string, action: string) => {
      const body = ours.find(({ name, body }) => name === event && body.action === action)?.body ?? {}
      const jobs = await createApp(options)({ id: 'one', event, payload: onPull(body) })
      return jobs.flatMap(({ trigger }) => toldBy(trigger, context))
    }
    const head = 'ec26c3e57ca3a959ca5aad62de7213c562f8c821'
    const before = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e'
    expect(await evidence('pull_request', 'synchronize')).toMatchObject([
      { kind: 'tip', at: '2019-05-15T15:20:33Z', commit: head, before, how: 'shown', isReady: true },
    ])
    expect(await evidence('issue_comment', 'edited')).toMatchObject([
      { kind: 'edit', at: '2019-05-15T15:20:21Z', by: 21031067 },
      { kind: 'edit', at: '2019-05-15T15:20:22Z', by: 21031067, written: '2019-05-15T15:20:21Z' },
    ])
    expect(await evidence('pull_request_review', 'submitted')).toMatchObject([
      { kind: 'tip', at: '2019-05-15T15:20:38Z', commit: head },
      { kind: 'post', at: '2019-05-15T15:20:38Z', author: 21031067, tip: head, firstSight: null },
    ])
  })

  it('are reported when one cannot be read', async () => {
    told.length = 0
    const body = ours.find(({ name }) => name === 'check_run')?.body
    await handle({
      id: 'broken',
      event: 'check_run',
      payload: { ...body, action: 'rerequested', check_run: {} },
    })
    expect(told.map(({ why }) => why)).toEqual([expect.stringContaining('lacks required fields')])
  })
})

/** Every text of the examples blocks here, so that whatever is evidence is told. */
const context: ToldContext = {
  seen: '2026-03-02T10:00:00Z',
  ledger: NO_LEDGER,
  commandsIn: () => [{ word: 'object', line: '0', names: [], about: [] }],
  firstSight: null,
  digest: () => '0',
}

/** As on a pull request: the examples of comments are on an issue. */
function onPull(body: Body): Body {
  return body.issue === undefined ? body : { ...body, issue: { ...body.issue, pull_request: {} } }
}

/** As an App receives it: examples of repository webhooks name no installation. */
function received(body: Body): Body {
  return { installation: { id: 9 }, ...body }
}

function whyOf(trigger: object): string {
  return 'why' in trigger && typeof trigger.why === 'string' ? trigger.why : ''
}
