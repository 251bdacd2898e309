import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { describe, expect, it } from 'vitest'
import { aReading } from './stage.ts'

/** Notes what each query asked for: the parts of a pull request, or the one part with the size of its pages. */
function noted(github: LocalGitHub): () => readonly string[] {
  const said: string[] = []
  github.onRequest(({ path, body }) => {
    if (path !== '/graphql') return
    const { variables } = body as { readonly variables: Readonly<Record<string, unknown>> }
    const parts = Object.keys(variables).filter((name) => variables[name] === true)
    const [only = ''] = parts
    said.push(parts.length > 1 ? `${parts.length} parts` : `${only} ${variables[`${only}Size`] ?? ''}`.trim())
  })
  return () => said.splice(0)
}

const ONE_BY_ONE = ['facts', 'files 11', 'commits 11', 'comments', 'reviews', 'timeline', 'forcePushes']

/** Answers queries that ask for more than `most` entries in a page, or for more than one part, with an error. */
function refuse(github: LocalGitHub, most: number, error: 'resources' | 502 | 504 | 'words') {
  return github.onRequest(({ path, body }) => {
    if (path !== '/graphql') return undefined
    const { variables } = body as { readonly variables: Readonly<Record<string, unknown>> }
    const parts = Object.keys(variables).filter((name) => variables[name] === true)
    const isLarge = parts.some((name) => Number(variables[`${name}Size`] ?? 0) > most)
    if (parts.length < 2 && !isLarge) return undefined
    if (typeof error === 'number') return { answer: { status: error, body: { message: 'Bad Gateway' } } }
    const problem =
      error === 'resources'
        ? { type: 'RESOURCE_LIMITS_EXCEEDED', path: ['repository'], message: 'Resource limits exceeded.' }
        : { message: 'Something went wrong. This may be the result of a timeout.' }
    return { answer: { status: 200, body: { data: { repository: null }, errors: [problem] } } }
  })
}

describe('a pull request that is too large for one query (GH-40)', () => {
  it.each([['resources'], [502], [504], ['words']] as const)(
    'is read in parts (%s), also the next times (A5, V6)',
    async (error) => {
      const { github, pull, facts, read } = await aReading()
      github.comment(pull, 'grace', '/object')
      refuse(github, 100, error)
      const calls = noted(github)
      const again = await read()
      expect(again.posts.map(({ text }) => text)).toEqual(['/object'])
      expect(again).toMatchObject({ changes: facts.changes, commits: facts.commits, gaps: [] })
      expect(calls().map((call) => call.split(' ')[0])).toEqual(['7', ...names(ONE_BY_ONE)])
      await read()
      expect(calls().map((call) => call.split(' ')[0])).toEqual(names(ONE_BY_ONE))
    },
  )

  it.each([
    [60, [50]],
    [30, [50, 25]],
    [12, [50, 25, 10]],
  ])('is read in smaller pages when %i entries are the maximum', async (most, sizes) => {
    const { github, pull, read } = await aReading()
    for (let i = 0; i < 70; i++) github.comment(pull, 'grace', `word ${i}`)
    await read()
    refuse(github, most, 'resources')
    const calls = noted(github)
    const { posts } = await read()
    expect(new Set(posts.map(({ text }) => text)).size).toBe(70)
    const pages = calls().flatMap((call) =>
      call.startsWith('comments ') ? [Number(call.split(' ')[1])] : [],
    )
    const last = sizes.at(-1) as number
    expect(pages).toEqual([80, ...sizes, ...Array.from({ length: Math.ceil(70 / last) - 1 }, () => last)])
  })

  it.each([
    [5, 3],
    [2, 1],
  ])('is read in pages of a few entries when %i entries are the maximum', async (most, size) => {
    const { github, pull, read } = await aReading()
    for (let i = 0; i < 7; i++) github.comment(pull, 'grace', `word ${i}`)
    refuse(github, most, 'resources')
    const calls = noted(github)
    expect((await read()).posts).toHaveLength(7)
    expect(calls().filter((call) => call.startsWith('comments '))).toEqual(
      Array.from({ length: Math.ceil(7 / size) }, () => `comments ${size}`),
    )
  })

  it('fails when not even the smallest page is answered, after a limited number of calls', async () => {
    const { github, read } = await aReading()
    refuse(github, 0, 'resources')
    await expect(read()).rejects.toThrow('Resource limits exceeded')
    expect(github.requests.length).toBeLessThan(12)
  })

  it('fails at the second call when GitHub does not answer', async () => {
    const { github, read } = await aReading()
    github.requests.length = 0
    github.onRequest(() => ({ answer: { status: 502, body: 'Unicorn!' } }))
    await expect(read()).rejects.toMatchObject({ status: 502 })
    expect(github.requests).toHaveLength(2)
  })

  it.each([['html'], ['json']] as const)(
    'is read in queries of less than ten seconds (%s, GH-40)',
    async (timeoutForm) => {
      const { github, pull, read } = await aReading()
      for (let i = 0; i < 30; i++) github.comment(pull, 'grace', `word ${i}`)
      Object.assign(github.quirks, { timesOutAbove: 2_000, timeoutForm })
      expect((await read()).posts).toHaveLength(30)
    },
  )

  it.each([[60], [10]])('is read when GitHub allows %i nodes per query (GH-40)', async (resourceLimit) => {
    const { github, pull, read } = await aReading()
    for (let i = 0; i < 80; i++) {
      const comment = github.comment(pull, 'grace', `word ${i}`)
      // Edits are nodes too, so a page of ten edited comments holds more than ten.
      if (i % 20 === 0) github.editComment(comment, 'grace', `words ${i}`)
    }
    github.quirks.resourceLimit = resourceLimit
    const { posts, gaps } = await read()
    expect([posts.length, gaps]).toEqual([80, []])
  })
})

function names(calls: readonly string[]): readonly (string | undefined)[] {
  return calls.map((call) => call.split(' ')[0])
}
