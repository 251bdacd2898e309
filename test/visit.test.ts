import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Write } from '../src/domain/publication.ts'
import type { PullRequestReference } from '../src/domain/reference.ts'
import type { Trigger } from '../src/domain/trigger.ts'
import { InstallationGone, RateLimited } from '../src/github/faults.ts'
import type { Memory } from '../src/memory.ts'
import { createVisit } from '../src/visit.ts'
import type { VisitParts } from '../src/visit-parts.ts'

const reference: PullRequestReference = {
  kind: 'pull-request',
  installationId: 9,
  repositoryId: 7,
  owner: 'acme',
  repo: 'rfcs',
  number: 12,
}
const pushed: Trigger = {
  kind: 'pull-request',
  at: '2026-03-02T10:00:00Z',
  head: 'abc',
  base: 'main',
  draft: false,
  state: 'open',
  labels: [],
  body: '',
}

/** A visit at a GitHub that answers as told; gives what it came to and what was written. */
async function visit(
  github: Partial<VisitParts['github']>,
  how: { last?: boolean; triggers?: readonly Trigger[] } = {},
): Promise<{ error: unknown; writes: readonly Write[] }> {
  const writes: Write[] = []
  const memories = new Map<string, Memory>()
  const make = createVisit({
    github: {
      readPullRequest: async () => null,
      readMore: async () => ({
        changesAt: new Map(),
        files: new Map(),
        people: new Map(),
        teams: new Map(),
        roles: new Map(),
      }),
      readGroup: async () => {
        throw new Error('no group was asked for')
      },
      remarkExists: async () => true,
      write: async (_, write) => {
        writes.push(write)
        return { kind: 'done' }
      },
      ...github,
    },
    parse: async () => [],
    memory: {
      recall: async (key) => memories.get(key) ?? null,
      remember: async (key, memory) => void memories.set(key, memory),
    },
    ring: async () => {},
    log: pino({ level: 'silent' }),
  })
  const { last = false, triggers = [pushed] } = how
  const error = await make({ reference, triggers, attempt: last ? 8 : 1, last }).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return { error, writes }
}

const down = async () => {
  throw new Error('GitHub is down')
}

describe('a visit that fails', () => {
  it('is tried again, and says nothing yet', async () => {
    expect(await visit({ readPullRequest: down })).toMatchObject({
      error: { message: 'GitHub is down' },
      writes: [],
    })
  })

  it('is made again and again while GitHub is so far down that the check cannot even say so: no event is lost', async () => {
    const { error } = await visit({ readPullRequest: down }, { last: true })
    expect(error).toMatchObject({ name: 'NotSaidYet', retryAfterSeconds: 120 })
  })

  it('waits when GitHub says so, without giving up', async () => {
    const limited = async () => {
      throw new RateLimited('slow down', 429, 60)
    }
    expect(await visit({ readPullRequest: limited }, { last: true })).toMatchObject({
      error: { retryAfterSeconds: 60 },
      writes: [],
    })
  })
})

describe('a pull request that GitHub does not show', () => {
  it('is asked for again while a webhook told of it (F12)', async () => {
    expect(await visit({})).toMatchObject({ error: { name: 'NotShownYet' }, writes: [] })
  })

  it('gets a failing check on the head the webhook told of, at the end of the tries', async () => {
    const { writes } = await visit({}, { last: true })
    expect(writes).toMatchObject([
      { kind: 'create run', commit: 'abc', run: { name: 'RFC alignment: main', conclusion: 'failure' } },
    ])
  })

  it('is left alone when nobody told of it', async () => {
    const triggers = [{ kind: 'look' as const, why: 'a sweep' }]
    expect(await visit({}, { triggers })).toEqual({ error: null, writes: [] })
  })

  it('is left alone when the App is no longer installed', async () => {
    const gone = async () => {
      throw new InstallationGone('not installed', 404)
    }
    expect(await visit({ readPullRequest: gone }, { last: true })).toEqual({ error: null, writes: [] })
  })
})
