import { createRequire } from 'node:module'
import { PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
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
const handle = createApp({
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
})

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

/** As an App receives it: examples of repository webhooks name no installation. */
function received(body: Body): Body {
  return { installation: { id: 9 }, ...body }
}

function whyOf(trigger: object): string {
  return 'why' in trigger && typeof trigger.why === 'string' ? trigger.why : ''
}
