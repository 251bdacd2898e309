import { describe, expect, it } from 'vitest'
import type { PullRequestReference } from '../../src/facts/reference.ts'
import type { GitHub } from '../../src/github/open-github.ts'
import { readText } from '../../src/parser/read-text.ts'
import type { Memory } from '../../src/pipeline/memory.ts'
import { readFacts } from '../../src/pipeline/read-facts.ts'
import { aReading, callsTo } from '../github/stage.ts'

type Changes = Parameters<Awaited<ReturnType<typeof aReading>>['github']['push']>[2]
const CODE = { 'rfcs/0001-billing.md': null, 'src/a.ts': 'export {}' }

/** A pull request that changes code only; `read` reads it as an evaluation does, without a database. */
async function aCodeChange(changes: Changes = CODE) {
  const world = await aReading()
  const { github, repository, pull, reference, room } = world
  github.push(repository, 'billing', changes, { by: 'linus' })
  callsTo(github)
  return { ...world, read: () => readAt(room, reference), says: (rfc: 0 | 1, kept = '') => says(rfc, kept) }

  async function says(wasRfc: 0 | 1, kept: string) {
    const notes = kept === '' ? '' : ` kept=${kept}`
    await room.write(reference, {
      kind: 'create run',
      commit: pull.headOid,
      run: {
        name: 'RFC alignment: main',
        conclusion: wasRfc === 1 ? 'failure' : 'success',
        title: 'x',
        summary: 'x',
        annotations: [],
        externalId: `rfc-alignment pr=${pull.number} rfc=${wasRfc}${notes} notes=- shown=1`,
      },
    })
    callsTo(github)
  }
}

async function readAt(room: GitHub, reference: PullRequestReference, remembered: Memory | null = null) {
  const parse = async (texts: Parameters<typeof readText>[0][]) => texts.map(readText)
  const facts = await readFacts({ github: room, parse: parse as never }, reference, remembered)
  if (!facts) throw new Error('there is no such pull request')
  return facts
}

describe('a pull request without a memory (D5)', () => {
  it('is read in one call when that proves that it never was an RFC', async () => {
    const { github, pull, read } = await aCodeChange()
    const { brief, changes, commits } = await read()
    expect(callsTo(github)).toEqual(['POST /graphql'])
    expect(brief).toEqual({
      hasAllCommits: true,
      draftChangedAt: null,
      labelChangedAt: null,
      forcePush: null,
    })
    expect(changes).toMatchObject({ kind: 'complete', files: [{ path: 'src/a.ts' }] })
    expect(commits.at(-1)).toBe(pull.headOid)
  })

  it('is read completely when it is an RFC', async () => {
    const { github, pull, read } = await aCodeChange({ 'src/a.ts': 'export {}' })
    github.comment(pull, 'grace', '/object')
    const { brief, posts } = await read()
    expect(callsTo(github)).toEqual(['POST /graphql', 'POST /graphql'])
    expect([brief, posts.map(({ text }) => text)]).toEqual([undefined, ['/object']])
  })

  it.each([
    ['was an RFC on an earlier head', 1, ''],
    ['could not be judged on an earlier head', 0, 'u'],
  ] as const)('is read completely when it %s', async (_, wasRfc, kept) => {
    const { github, repository, read, says } = await aCodeChange()
    await says(wasRfc, kept)
    github.push(repository, 'billing', { 'src/b.ts': 'export {}' }, { by: 'linus' })
    expect((await read()).brief).toBeUndefined()
    github.forcePush(repository, 'billing', { 'src/c.ts': 'export {}' }, { by: 'linus' })
    expect((await read()).brief).toBeUndefined()
  })

  it('is read completely when a force-push hid a head that was not evaluated', async () => {
    const { github, repository, read, says } = await aCodeChange()
    await says(0)
    github.clock.advance(60)
    github.forcePush(repository, 'billing', { 'rfcs/2.md': '# Two' }, { by: 'linus' })
    github.forcePush(repository, 'billing', { 'src/c.ts': 'export {}' }, { by: 'linus' })
    expect((await read()).brief).toBeUndefined()
  })

  it('is read with the small read after a force-push that hid an evaluated head', async () => {
    const { github, repository, read, says } = await aCodeChange()
    await says(0)
    github.clock.advance(60)
    github.forcePush(repository, 'billing', { 'src/c.ts': 'export {}' }, { by: 'linus' })
    expect((await read()).brief).toMatchObject({ forcePush: { at: '2026-03-02T10:01:00Z' } })
  })

  it('is read completely when the newest commits are not enough', async () => {
    const { github, repository, read } = await aCodeChange()
    for (let i = 0; i < 30; i++) github.push(repository, 'billing', { 'src/b.ts': `${i}` }, { by: 'linus' })
    expect((await read()).brief).toBeUndefined()
  })

  it('is read completely when GitHub does not return all runs of a commit', async () => {
    const { github, read } = await aCodeChange()
    github.onRequest(() => ({
      alter: ({ status, body }) => {
        // biome-ignore lint/suspicious/noExplicitAny: an answer is bent on its way
        const bent = structuredClone(body) as any
        for (const { commit } of bent.data?.repository?.pullRequest?.recent?.nodes ?? []) {
          commit.checkSuites.pageInfo.hasNextPage = true
        }
        return { status, body: bent }
      },
    }))
    expect((await read()).brief).toBeUndefined()
  })
})
