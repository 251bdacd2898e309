import { aPullRequest } from '@rfc-alignment/emulator/test/stage.ts'
import { describe, expect, it } from 'vitest'
import { NO_TRACE, readExternalId, type Trace, writeExternalId } from '../../src/facts/external-id.ts'
import type { CheckRun } from '../../src/facts/check-run.ts'
import { bend, callsTo, referenceTo, roomFor } from './stage.ts'

const TRACE: Trace = { length: 12, digest: 'abcd-_12' }

function runWith(whole: string | null, trace = TRACE): CheckRun {
  const id = { number: 1, wasRfc: true, kept: [], annotations: '-', shown: 'x', trace }
  return {
    name: 'RFC alignment: main',
    conclusion: 'failure',
    title: 'Waiting for @ada',
    summary: 'For @ada.',
    annotations: [],
    externalId: writeExternalId(id),
    ...(whole !== null && { text: { whole, news: '' } }),
  }
}

async function aRun(whole: string, options: Parameters<typeof aPullRequest>[0] = {}) {
  const world = await aPullRequest(options)
  const { github, repository, pull } = world
  const room = roomFor(github)
  const reference = referenceTo(github, repository, pull)
  const outcome = await room.write(reference, {
    kind: 'create run',
    commit: pull.headOid,
    run: runWith(whole),
  })
  const id = outcome.kind === 'done' ? (outcome.run ?? 0) : 0
  const update = (run: CheckRun) =>
    room.write(reference, {
      kind: 'update run',
      id,
      commit: pull.headOid,
      run,
      takesGreenAway: false,
      sendAnnotations: false,
    })
  callsTo(github)
  return { ...world, room, reference, id, update, read: () => room.textOfRun(reference, id) }
}

describe('the text of a check run (L3)', () => {
  it('is read with the external id of the same moment, in one call', async () => {
    const { github, id, read } = await aRun('**History**\n\n<!-- a copy -->')
    expect(await read()).toEqual({
      text: '**History**\n\n<!-- a copy -->',
      externalId: runWith(null).externalId,
    })
    expect(callsTo(github)).toEqual([`GET /repos/acme/rfcs/check-runs/${id}`])
  })

  it('stays when a run is written without one, unless GitHub forgets it (GH-202)', async () => {
    const { github, update, read } = await aRun('a copy')
    await update(runWith(null))
    expect((await read())?.text).toBe('a copy')
    github.quirks.forgetsText = true
    await update(runWith(null))
    expect((await read())?.text).toBe('')
  })

  it('is none where no run of this App has that id', async () => {
    const { github, repository, pull, room, reference, read } = await aRun('a copy')
    const other = github.createApp('another', 15368)
    const theirs = github.createCheckRun(repository, other.id, pull.headOid, { name: 'RFC alignment: main' })
    expect(await room.textOfRun(reference, theirs.id)).toBeNull()
    expect(await room.textOfRun(reference, 999_999)).toBeNull()
    bend(github, (body) => {
      if (body?.app) delete body.app
    })
    expect(await read()).toBeNull()
  })

  it('is left out when GitHub rejects it, and the run says that it has no copy (V3)', async () => {
    const { room, reference, pull, github } = await aRun('a copy')
    const whole = 'ü'.repeat(40_000)
    await room.write(reference, { kind: 'create run', commit: pull.headOid, run: runWith(whole) })
    const written = [...github.world.state.checkRuns.values()].at(-1)
    expect(written).toMatchObject({ summary: 'For @ada.', text: null })
    expect(readExternalId(written?.externalId ?? '')?.trace).toEqual({ length: 12, digest: null })
  })

  it('costs a run without one no other attempt', async () => {
    const { room, reference, pull, github } = await aRun('a copy')
    const run = { ...runWith(null, NO_TRACE), summary: 'x'.repeat(70_000) }
    await room.write(reference, { kind: 'create run', commit: pull.headOid, run })
    expect(callsTo(github)).toHaveLength(2)
  })
})
