import { describe, expect, it } from 'vitest'
import { type CheckRun, isNamed, type Write } from '../../src/facts/check-run.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { aPullRequest } from '@rfc-alignment/emulator/test/stage.ts'
import { all, callsTo, referenceTo, roomFor } from './stage.ts'

const RUN: CheckRun = {
  name: 'RFC alignment: main',
  conclusion: 'action_required',
  title: 'Waiting for @ada',
  summary: 'For @ada.',
  annotations: [{ path: 'rfcs/0001-billing.md', line: 1, level: 'failure', message: 'Name somebody.' }],
  externalId: 'rfc-alignment pr=1 rfc=1 notes=- shown=1',
}

interface Sent {
  readonly name: string
  readonly external_id: string
  readonly details_url?: string
  readonly output: { readonly annotations?: unknown }
}

/** A GitHub that refuses some check runs for what they hold. */
function refusing(github: LocalGitHub, refuses: (sent: Sent) => boolean): void {
  github.onRequest(({ path, kind, body }) =>
    kind === 'write' && path.includes('/check-runs') && refuses(body as Sent)
      ? { answer: { status: 422, body: { message: 'Invalid request' } } }
      : undefined,
  )
}

async function aWriting(options: Parameters<typeof aPullRequest>[0] = {}) {
  const world = await aPullRequest(options)
  const room = roomFor(world.github)
  const reference = referenceTo(world.github, world.repository, world.pull)
  const write = (one: Write) => room.write(reference, one)
  const createRun = async (run: CheckRun) => {
    await write({ kind: 'create run', commit: world.pull.headOid, run })
    return runs().at(-1)!
  }
  const runs = () => [...world.github.world.state.checkRuns.values()]
  const updateOf = (id: number, run: CheckRun): Extract<Write, { kind: 'update run' }> => ({
    kind: 'update run',
    id,
    commit: world.pull.headOid,
    run,
    takesGreenAway: true,
    sendAnnotations: true,
  })
  return { ...world, room, reference, write, createRun, runs, updateOf }
}

describe('a check run', () => {
  it('is created completed, at a time that GitHub sets (V1, F1)', async () => {
    const { github, createRun } = await aWriting()
    github.clock.advance(9)
    expect(await createRun(RUN)).toMatchObject({
      name: RUN.name,
      status: 'completed',
      conclusion: 'action_required',
      externalId: RUN.externalId,
      startedAt: '2026-03-02T10:00:09Z',
    })
  })

  it('is never neutral, skipped or in progress (V1)', async () => {
    const { github, write, pull } = await aWriting()
    for (const conclusion of ['neutral', 'skipped'] as unknown as CheckRun['conclusion'][]) {
      const write1 = write({ kind: 'create run', commit: pull.headOid, run: { ...RUN, conclusion } })
      await expect(write1).rejects.toThrow(`a check is never ${conclusion}`)
    }
    expect(callsTo(github)).toEqual([])
  })

  it('is written without its text when GitHub rejects that (V3)', async () => {
    const { createRun } = await aWriting()
    const run = await createRun({ ...RUN, summary: 'x'.repeat(70_000) })
    expect(run).toMatchObject({ conclusion: 'action_required' })
  })

  it('leads to an address of ours, and goes without it where GitHub refuses that', async () => {
    const { github, createRun } = await aWriting()
    const linked = { ...RUN, detailsUrl: 'https://rfcs.test/rfcs/acme/rfcs/1' }
    expect((await createRun(linked)).detailsUrl).toBe(linked.detailsUrl)
    refusing(github, ({ details_url }) => details_url !== undefined)
    expect(await createRun(linked)).toMatchObject({ summary: RUN.summary, detailsUrl: null })
  })

  it('is written without its annotations when GitHub rejects those, and keeps its text', async () => {
    const { github, createRun } = await aWriting()
    refusing(github, ({ output }) => output.annotations !== undefined)
    expect(await createRun(RUN)).toMatchObject({ summary: RUN.summary, annotations: [] })
  })

  it('has the name of a branch of 244 bytes in full, or shortened when GitHub rejects that (V1)', async () => {
    const { github, createRun } = await aWriting()
    const name = `RFC alignment: ${'release/'.repeat(30)}main`
    expect(await createRun({ ...RUN, name })).toMatchObject({ name })
    refusing(github, (body) => body.name.length > 255)
    const shorter = await createRun({ ...RUN, name })
    expect(shorter).toMatchObject({ conclusion: RUN.conclusion })
    expect(isNamed(shorter, name)).toBe(true)
    expect(isNamed(shorter, `${name}2`)).toBe(false)
  })

  it('is tried once when GitHub does not know the commit', async () => {
    const { github, write } = await aWriting()
    callsTo(github)
    const written = write({ kind: 'create run', commit: 'f'.repeat(40), run: RUN })
    await expect(written).rejects.toThrow(/No commit found/)
    expect(callsTo(github)).toHaveLength(1)
  })

  it('is read back when it loses its success (V7)', async () => {
    const { github, createRun, runs, write, updateOf } = await aWriting()
    const green = await createRun({ ...RUN, conclusion: 'success' })
    callsTo(github)
    await write(updateOf(green.id, RUN))
    expect(runs().map(({ conclusion }) => conclusion)).toEqual(['action_required'])
    expect(callsTo(github)).toEqual([
      `PATCH /repos/acme/rfcs/check-runs/${green.id}`,
      `GET /repos/acme/rfcs/check-runs/${green.id}`,
    ])
  })

  it('is replaced by a new one when it keeps its success (V7, GH-138)', async () => {
    const { github, pull, createRun, write, updateOf } = await aWriting({
      quirks: { ignoreConclusionPatch: true },
    })
    const green = await createRun({ ...RUN, conclusion: 'success' })
    await write(updateOf(green.id, RUN))
    expect(github.checkRuns(pull)).toMatchObject([{ conclusion: 'action_required' }])
  })

  it('is created again when it is gone', async () => {
    const { createRun, runs, write, updateOf } = await aWriting()
    const run = await createRun(RUN)
    await write(updateOf(run.id + 1000, RUN))
    expect(runs()).toHaveLength(2)
  })

  it('throws when it cannot be written, so that it is retried', async () => {
    const { github, write, pull } = await aWriting()
    github.onRequest(({ path }) =>
      path.includes('check-runs') ? { answer: { status: 502, body: '' } } : undefined,
    )
    const written = write({ kind: 'create run', commit: pull.headOid, run: RUN })
    await expect(written).rejects.toThrow(/^could not write the check on acme\/rfcs@[0-9a-f]{7}: .*502/)
  })

  it('is written for a merge group, which has no number', async () => {
    const { room, reference, pull, runs } = await aWriting()
    const { installationId, repositoryId, owner, repo } = reference
    await room.write(
      {
        kind: 'merge-group',
        installationId,
        repositoryId,
        owner,
        repo,
        headSha: pull.headOid,
        baseRef: 'refs/heads/main',
      },
      { kind: 'create run', commit: pull.headOid, run: RUN },
    )
    expect(runs()).toHaveLength(1)
  })
})

describe('comments and reactions', () => {
  it('is written, edited and deleted', async () => {
    const { github, pull, write } = await aWriting()
    expect(await write({ kind: 'create comment', body: 'one' })).toEqual({ kind: 'done' })
    const id = String(github.comments(pull)[0]!.id)
    await write({ kind: 'update comment', id, body: 'two' })
    expect(github.comments(pull).map(({ body }) => body)).toEqual(['two'])
    await write({ kind: 'delete comment', id })
    expect(github.comments(pull)).toEqual([])
  })

  it('returns a rejection by GitHub', async () => {
    const { write } = await aWriting()
    expect(await write({ kind: 'update comment', id: '12345', body: 'two' })).toMatchObject({
      kind: 'refused',
      status: 404,
    })
    expect(await write({ kind: 'create comment', body: 'x'.repeat(70_000) })).toMatchObject({
      kind: 'refused',
      status: 422,
    })
    const reaction = { kind: 'unreact', nodeId: 'gone', reaction: '+1' } as const
    expect(await write(reaction)).toMatchObject({ kind: 'refused' })
  })

  it('throws at a limit or a server error, so that it is retried', async () => {
    const { github, write } = await aWriting()
    for (const status of [500, 429]) {
      const stop = github.onRequest(({ kind }) =>
        kind === 'write' ? { answer: { status, body: {} } } : undefined,
      )
      await expect(write({ kind: 'create comment', body: 'one' })).rejects.toThrow(`${status}`)
      stop()
    }
  })

  it('minimizes a comment of the App and shows it again, idempotently (C4)', async () => {
    const { github, pull, room, reference, write } = await aWriting()
    await write({ kind: 'create comment', body: '<!-- rfc-alignment reply to=comment-1 rev=1 -->' })
    const own = async () => (await room.readPullRequest(reference))?.ownComments[0]
    const { nodeId = '' } = (await own()) ?? {}
    for (const kind of ['minimize', 'unminimize'] as const) {
      expect(await write({ kind, nodeId })).toEqual({ kind: 'done' })
      expect(await write({ kind, nodeId })).toEqual({ kind: 'done' })
      expect(await own()).toMatchObject({ isMinimized: kind === 'minimize', editedByOthers: false })
    }
    github.editComment(github.comments(pull)[0]!, 'mallory', 'other words')
    expect(await own()).toMatchObject({ editedByOthers: true })
  })

  it('is rejected for good when GitHub does not know the mutation (C4, GH-32)', async () => {
    const { github, write } = await aWriting()
    const message = "Field 'minimizeComment' doesn't exist on type 'Mutation'"
    const extensions = { code: 'undefinedField', typeName: 'Mutation', fieldName: 'minimizeComment' }
    github.onRequest(() => ({ answer: { status: 200, body: { errors: [{ message, extensions }] } } }))
    expect(await write({ kind: 'minimize', nodeId: 'IC_1' })).toMatchObject({ kind: 'refused' })
  })

  it('reacts idempotently', async () => {
    const { github, pull, write } = await aWriting()
    const said = github.comment(pull, 'grace', '/commit')
    const react = { kind: 'react', on: 'comment', id: String(said.id), nodeId: '', reaction: '+1' } as const
    expect(await write(react)).toEqual({ kind: 'done' })
    expect(await write(react)).toEqual({ kind: 'done' })
  })
})

describe('review requests (V5)', () => {
  it('are sent together', async () => {
    const { github, write } = await aWriting()
    expect(await write({ kind: 'ask for review', logins: ['ada', 'grace'] })).toMatchObject({ kind: 'done' })
    expect(callsTo(github)).toHaveLength(1)
  })

  it('asks one by one when GitHub rejects the request, and returns the rejected logins', async () => {
    const { room, reference, write, pull } = await aWriting()
    // @linus is the author.
    expect(await write({ kind: 'ask for review', logins: ['ada', 'linus', 'grace'] })).toEqual({
      kind: 'done',
      refusedReviewers: ['linus'],
    })
    await room.write(reference, { kind: 'create run', commit: pull.headOid, run: RUN })
    expect((await room.readPullRequest(reference))?.askedForReview).toMatchObject([
      { person: { login: 'ada' }, byAppAt: expect.any(String) },
      { person: { login: 'grace' }, byAppAt: expect.any(String) },
    ])
  })
})

describe('listing pull requests', () => {
  it('lists open pull requests in all repositories or in one', async () => {
    const { github, repository, pull, room, reference } = await aWriting()
    const second = github.createRepository({ owner: 'acme', name: 'more', collaborators: { linus: 'write' } })
    github.push(second, 'x', { 'a.md': 'a' }, { by: 'linus' })
    const other = github.openPullRequest(second, { author: 'linus', head: 'x' })
    const [installation] = github.world.state.installations.values()
    const open = await all(room.openPullRequests(installation!.id))
    expect(open).toEqual([reference, referenceTo(github, second, other)])
    const { kind: _, number: __, ...place } = reference
    expect(await all(room.openPullRequests(installation!.id, { repository: place }))).toEqual([reference])
    github.closePullRequest(pull, 'linus')
    expect(await all(room.openPullRequests(installation!.id, { repository: place }))).toEqual([])
    expect(await all(room.installations())).toEqual([installation!.id])
    expect(repository.name).toBe('rfcs')
  })

  it('finds the pull requests whose head is a commit, not those that contain it', async () => {
    const { github, repository, pull, room, reference } = await aWriting()
    github.forcePush(repository, 'further', pull.headOid, { by: 'linus' })
    github.push(repository, 'further', { 'b.md': 'b' }, { by: 'linus' })
    github.openPullRequest(repository, { author: 'linus', head: 'further' })
    expect(await room.pullRequestsWithHead(reference, pull.headOid)).toEqual([reference])
  })
})
