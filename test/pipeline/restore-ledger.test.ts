import { aPullRequest } from '@rfc-alignment/emulator/test/stage.ts'
import type { Quirks } from '@rfc-alignment/emulator/world/quirks.ts'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { digest, NO_TRACE, shortDigest, type Trace, writeExternalId } from '../../src/facts/external-id.ts'
import type { CommitSha, RunId } from '../../src/facts/ids.ts'
import { append, type Ledger, NO_LEDGER } from '../../src/ledger/append.ts'
import { encode } from '../../src/ledger/encode.ts'
import { fold } from '../../src/ledger/fold.ts'
import type { EvaluationPorts } from '../../src/pipeline/evaluation-ports.ts'
import { restoredLedger } from '../../src/pipeline/restore-ledger.ts'
import { readMemory } from '../../src/pipeline/memory.ts'
import { StaleRead } from '../../src/pipeline/stale-read.ts'
import { writeUnread } from '../../src/pipeline/write-unreadable.ts'
import { doubtedCheck, NOT_READ } from '../../src/report/check.ts'
import { type RunLedger, runLedger } from '../../src/report/run-ledger.ts'
import { callsTo, referenceTo, roomFor } from '../github/stage.ts'
import { ADA, AUTHOR, consentsIn, ledgerOf, header, LINUS, post, SRE, time } from '../ledger/told.ts'

const YOUNG = ledgerOf(post(5, ADA, ['commit']))
const OBJECTED = append(YOUNG, [post(6, LINUS, ['object'])])
const HEARD = append(OBJECTED, [post(7, LINUS, ['heard'])])

const NAME = 'RFC alignment: main'

interface Written {
  readonly number?: number
  readonly commit?: CommitSha
  readonly trace?: Trace | null
  readonly text?: string | null
  readonly conclusion?: 'success' | 'failure'
}

async function aRestoring() {
  const world = await aPullRequest()
  const { github, repository, pull } = world
  const room = roomFor(github)
  const reference = referenceTo(github, repository, pull)
  const externalIdOf = (trace: Trace | null, number = pull.number) => {
    // A version before the ledger wrote longer digests.
    const shown = trace ? shortDigest('x') : digest('x')
    return writeExternalId({ number, wasRfc: true, kept: [], annotations: '-', shown, trace })
  }
  /** Writes a run that carries a ledger, or as much of it as is given. */
  const carry = (ledger: Ledger, written: Written = {}): RunId => {
    const copy = encode(ledger, new Set([SRE]))
    const {
      number,
      commit = pull.headOid,
      trace = copy.trace,
      text = copy.text,
      conclusion = 'failure',
    } = written
    const externalId = externalIdOf(trace, number)
    const facts = { name: NAME, conclusion, externalId, title: 'x', summary: 'x' } as const
    return github.createCheckRun(repository, github.app.id, commit, {
      ...facts,
      ...(text !== null && { text }),
    }).id
  }
  /** What the database remembers of the run that it wrote last, and of the copies it has all of. */
  const wrote = (ledger: Ledger, id: RunId, known: readonly Ledger[] = [ledger]) => {
    const traceOf = (each: Ledger) => encode(each, new Set([SRE])).trace
    const externalId = externalIdOf(traceOf(ledger))
    const memory = readMemory({
      title: '',
      state: '',
      head: pull.headOid,
      baseName: 'main',
      at: time(0),
      updatedAt: time(0),
      written: { commit: pull.headOid, externalId, conclusion: 'failure', own: 'unread', id },
      copies: known.map((each) => traceOf(each).digest),
      reacted: {},
      refusedReviewers: [],
    })
    if (!memory) throw new Error('no memory')
    return memory
  }
  const restore = async (own: Ledger | null = null, remembered: ReturnType<typeof wrote> | null = null) => {
    const facts = await room.readPullRequest(reference)
    if (!facts) throw new Error('there is no such pull request')
    callsTo(github)
    const ports = { github: room, log: pino({ level: 'silent' }) }
    const beginning = { at: time(100), rules: 1, author: AUTHOR, commits: facts.commits }
    const restored = await restoredLedger(ports, reference, facts, own, beginning, remembered)
    return { ...restored, reads: callsTo(github).map((call) => Number(call.split('/').at(-1))) }
  }
  return { ...world, carry, wrote, restore, externalIdOf, room, reference }
}

describe('L3: the ledger of a pull request', () => {
  it('is whole, and no run is read, where the database wrote the newest copy', async () => {
    const { carry, wrote, restore } = await aRestoring()
    carry(YOUNG)
    const id = carry(HEARD)
    expect(await restore(HEARD, wrote(HEARD, id))).toMatchObject({
      how: 'whole',
      ledger: HEARD,
      reads: [],
    })
    const longer = append(HEARD, [post(9, ADA, [])])
    expect(await restore(longer, wrote(HEARD, id))).toMatchObject({ how: 'whole', ledger: longer, reads: [] })
  })

  it('is restored from the newest copy where the database has none or a shorter one, wherever the run stands', async () => {
    const { github, repository, pull, carry, wrote, restore } = await aRestoring()
    const id = carry(HEARD)
    const hidden = pull.headOid
    github.forcePush(repository, 'billing', { 'rfcs/0001-billing.md': '# Other\n' }, { by: 'linus' })
    expect(pull.headOid).not.toBe(hidden)
    // What is shorter and newer may be of a database that did not know the longer one.
    const newer = carry(YOUNG)
    for (const own of [null, YOUNG]) {
      const { how, ledger, reads } = await restore(own, own && wrote(HEARD, id))
      expect([how, ledger.length, reads]).toEqual(['restored', HEARD.length, [id, newer]])
      expect(consentsIn(fold(ledger))).toEqual(consentsIn(fold(HEARD)))
    }
  })

  it('is joined with the copy of a database that diverged and has as many entries', async () => {
    const { carry, wrote, restore } = await aRestoring()
    const id = carry(OBJECTED)
    const own = append(YOUNG, [post(8, ADA, ['align'])])
    const { how, ledger, reads } = await restore(own, wrote(own, id))
    expect([how, reads]).toEqual(['joined', [id]])
    expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'open' }])
  })

  it('is joined with a shorter copy on a newer run, and reads no older one', async () => {
    const { carry, wrote, restore } = await aRestoring()
    const [, last, theirs] = [carry(YOUNG), carry(HEARD), carry(ledgerOf(post(9, LINUS, ['object'])))]
    const { how, ledger, reads } = await restore(HEARD, wrote(HEARD, last))
    expect([how, reads]).toEqual(['joined', [theirs]])
    expect(fold(ledger).objections.filter(({ state }) => state === 'open')).toHaveLength(1)
  })

  it('does not take for its own the copy that a run tells of which was written without a read', async () => {
    const { carry, wrote, restore } = await aRestoring()
    const id = carry(OBJECTED)
    const own = append(YOUNG, [post(8, ADA, ['align'])])
    expect((await restore(own, wrote(OBJECTED, id, [own]))).reads).toEqual([id])
    expect((await restore(own, wrote(OBJECTED, id))).reads).toEqual([])
  })

  it('is whole where the database has all of a copy that no run has: forgotten, or never written (GH-205)', async () => {
    const { carry, wrote, restore } = await aRestoring()
    const id = carry(HEARD, { text: null })
    expect(await restore(HEARD, wrote(HEARD, id))).toMatchObject({ how: 'whole', ledger: HEARD, reads: [] })
    expect(await restore(HEARD, wrote(HEARD, id, []))).toMatchObject({ how: 'lost', reads: [id] })
  })

  it('knows the copies that it was joined with, by what they are when they are read', async () => {
    const { github, carry, restore, externalIdOf } = await aRestoring()
    const trace = (ledger: Ledger) => encode(ledger, new Set([SRE])).trace
    const id = carry(OBJECTED)
    expect((await restore()).copies).toEqual([trace(OBJECTED).digest])
    const stop = github.onRequest(({ path }) => {
      if (!path.includes('/check-runs/')) return
      const run = github.world.state.checkRuns.get(id)
      Object.assign(run ?? {}, {
        externalId: externalIdOf(trace(HEARD)),
        text: encode(HEARD, new Set([SRE])).text,
      })
      return undefined
    })
    expect((await restore()).copies).toEqual([trace(HEARD).digest])
    stop()
    carry(NO_LEDGER, { trace: trace(append(HEARD, [post(9, ADA, [])])), text: null })
    expect((await restore()).copies).toEqual([trace(HEARD).digest])
  })

  it('is found on another run where the newest tells of it and has no text (GH-205)', async () => {
    const { carry, restore } = await aRestoring()
    const has = carry(HEARD)
    const lacks = carry(HEARD, { text: null })
    expect(await restore()).toMatchObject({ how: 'restored', reads: [lacks, has] })
  })

  it('is new where the App left nothing, or runs that tell of no ledger', async () => {
    const { carry, restore } = await aRestoring()
    expect(await restore()).toMatchObject({ how: 'new', reads: [] })
    carry(NO_LEDGER, { trace: NO_TRACE, text: null })
    expect(await restore()).toMatchObject({ how: 'new', reads: [] })
  })

  it('is former where every run is of a version before the ledger, though that left comments', async () => {
    const { github, pull, carry, restore, room, reference } = await aRestoring()
    carry(NO_LEDGER, { trace: null, text: null })
    await room.write(reference, { kind: 'create comment', body: 'Waiting for @ada' })
    const { how, ledger, reads } = await restore()
    expect([how, reads]).toEqual(['former', []])
    expect(fold(ledger).header?.consentsAfter).toBe(pull.createdAt)
    carry(NO_LEDGER, { trace: NO_TRACE, text: null })
    expect((await restore()).how).toBe('lost')
    expect(github.unknownRequests).toEqual([])
  })

  it('is not former where GitHub cuts what a run tells (GH-51)', async () => {
    const { github, repository, pull, externalIdOf, restore } = await aRestoring()
    const externalId = externalIdOf(NO_TRACE).replace(/\..*$/, '')
    github.createCheckRun(repository, github.app.id, pull.headOid, { name: NAME, externalId })
    expect((await restore()).how).toBe('new')
  })
})

describe('L3: where a success was taken away without a read (V7)', () => {
  const ledgerTold = runLedger([], encode(HEARD, new Set([SRE])))

  it.each<[string, Partial<Quirks>, RunLedger | null, string]>([
    ['stays in the run', {}, null, 'restored'],
    [
      'stays in the run that kept its success, and the one in its place tells of it',
      { ignoreConclusionPatch: true },
      null,
      'restored',
    ],
    ['is gone where GitHub forgets it (GH-205)', { forgetsText: true }, null, 'lost'],
    ['stays there, too, where the ledger was at hand', { forgetsText: true }, ledgerTold, 'restored'],
  ])('the copy %s', async (_, quirks, ledger, how) => {
    const { github, pull, carry, restore, room, reference } = await aRestoring()
    Object.assign(github.quirks, quirks)
    const commit = pull.headOid
    const id = carry(HEARD, { conclusion: 'success' })
    const { externalId } = github.world.state.checkRuns.get(id) ?? { externalId: '' }
    const run = doubtedCheck(pull.number, { id, commit, name: NAME, externalId }, ledger)
    const write = {
      kind: 'update run',
      id,
      commit,
      run,
      takesGreenAway: true,
      sendAnnotations: false,
    } as const
    await room.write(reference, write)
    expect((await restore()).how).toBe(how)
  })

  it('a run that says that GitHub cannot be read tells of the longest ledger', async () => {
    const { github, repository, carry, restore, room, reference } = await aRestoring()
    carry(HEARD)
    github.push(repository, 'billing', { 'rfcs/0001-billing.md': '# New\n' }, { by: 'linus' })
    const facts = await room.readPullRequest(reference)
    if (!facts) throw new Error('there is no such pull request')
    const memory = { groups: async () => [] }
    const parts = { github: room, memory } as unknown as EvaluationPorts
    await writeUnread(parts, reference, facts, null, 'retrying', NOT_READ)
    const { how, ledger, reads } = await restore()
    expect([how, ledger.length, reads.length]).toEqual(['restored', HEARD.length, 2])
  })
})

describe('L3: a copy that cannot be taken', () => {
  const { text, trace } = encode(HEARD, new Set([SRE]))
  const copy = text ?? ''

  it.each<[string, Written]>([
    ['was changed', { text: copy.replace('ledger=1 H', 'ledger=1 h') }],
    ['was cut', { text: copy.slice(0, -8) }],
    ['is gone', { text: 'nothing here' }],
    ['did not fit', { text: null, trace: { ...trace, digest: null } }],
    ['is older than its run says', { text: encode(YOUNG, new Set([SRE])).text }],
  ])(
    'loses the ledger where it %s: nothing consents, what blocks in an older one counts',
    async (_, written) => {
      const { carry, restore } = await aRestoring()
      carry(OBJECTED)
      carry(HEARD, written)
      const { how, ledger } = await restore()
      expect(how).toBe('lost')
      expect(consentsIn(fold(ledger))).toEqual([])
      expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'open' }])
      expect(fold(ledger).header?.begun).toBe('lost')
      // What is written next is longer, so that it is not lost twice.
      expect(ledger.length).toBeGreaterThan(HEARD.length)
    },
  )

  it('is left to a newer version: of the encoding, or of the rules (L4)', async () => {
    const newer = copy.replace('ledger=1', 'ledger=2')
    const rules = append(HEARD, [header({ rules: 2 })])
    for (const [ledger, written] of [
      [HEARD, { text: newer, trace: { ...trace, digest: shortDigest(newer) } }],
      [rules, {}],
    ] as const) {
      const { carry, restore } = await aRestoring()
      carry(ledger, written)
      for (const own of [null, YOUNG, HEARD]) {
        const { how } = await restore(own)
        expect(how).toBe('newer')
      }
    }
  })

  it('is of another pull request on the same commit', async () => {
    const { carry, restore } = await aRestoring()
    carry(HEARD, { number: 2 })
    expect(await restore()).toMatchObject({ how: 'new', reads: [] })
    // Not even where a run of this one tells of the very same copy.
    carry(HEARD, { text: null })
    expect((await restore()).how).toBe('lost')
  })

  it('is of another pull request in the answer itself', async () => {
    const { github, carry, restore, externalIdOf } = await aRestoring()
    const id = carry(HEARD)
    github.onRequest(({ path }) => {
      if (!path.endsWith(`/check-runs/${id}`)) return undefined
      return {
        alter: ({ status, body }) => ({
          status,
          body: { ...(body as object), external_id: externalIdOf(trace, 2) },
        }),
      }
    })
    await expect(restore()).rejects.toThrow(StaleRead)
  })

  it('is of another App, whatever its run says', async () => {
    const { github, repository, pull, restore, externalIdOf } = await aRestoring()
    const other = github.createApp('another', 15368)
    const theirs = { name: NAME, externalId: externalIdOf(trace), text: copy }
    github.createCheckRun(repository, other.id, pull.headOid, theirs)
    expect(await restore()).toMatchObject({ how: 'new', reads: [] })
  })

  it('is asked for again while GitHub shows the run as it was before (GH-112)', async () => {
    const { github, carry, restore, externalIdOf } = await aRestoring()
    const id = carry(HEARD)
    const before = encode(YOUNG, new Set([SRE]))
    let isStale = true
    github.onRequest(({ path }) => {
      if (!path.endsWith(`/check-runs/${id}`) || !isStale) return undefined
      return {
        alter: ({ status, body }) => ({
          status,
          body: {
            ...(body as object),
            external_id: externalIdOf(before.trace),
            output: { text: before.text },
          },
        }),
      }
    })
    await expect(restore()).rejects.toThrow('is not shown as it was listed')
    isStale = false
    expect((await restore()).how).toBe('restored')
  })
})
