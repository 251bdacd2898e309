import type { Write } from '../facts/check-run.ts'
import { passingAfter } from '../facts/passing-runs.ts'
import { evaluationKey, type Reference } from '../facts/reference.ts'
import { append, NO_LEDGER } from '../ledger/append.ts'
import { type EvaluationRequest, LeaseLost } from '../queue/work-evaluations.ts'
import type { EvaluationPorts, UnleasedPorts } from './evaluation-ports.ts'
import { type Memory, passingOf } from './memory.ts'

/** Thrown instead of writing a success that a server with newer rules must decide on. */
export class OlderRules extends Error {
  override readonly name = 'OlderRules'
  /** At once: this server fetches no evaluation for a while (`newest-rules.ts`), and it counts as no attempt. */
  readonly retryAfterSeconds = 0

  constructor() {
    super('a server with newer rules is running; only that one may write a success')
  }
}

/**
 * Thrown instead of writing a success when an event arrived that may take it away: both are evaluated
 * together (V6).
 */
class Overtaken extends LeaseLost {
  constructor() {
    super('a newer event may take this success away')
  }
}

/** For so long a lease that was asked for is believed before comments and reactions; a third of what it lasts. */
const BELIEVED_MS = 4_000

/**
 * Returns ports that write only while the lease is held. A process that slept between reading and writing finds out
 * before its write: before a check it asks the database, before comments only after a while. One that slept during the
 * write finds out when the evaluation ends, or after a success at once, and the pull request is enqueued again, so that
 * an older verdict does not stay over a newer one. A success is also written only by the newest rules.
 */
export function leasedPorts(parts: UnleasedPorts, request: EvaluationRequest): EvaluationPorts {
  const { github, memory, records, rules } = parts
  const { standing, atEnd } = request
  const own = evaluationKey(request.reference)
  let believedUntil = Number.NEGATIVE_INFINITY
  const ask = async () => {
    const asked = performance.now()
    const now = await standing()
    if (now === 'lost') throw new LeaseLost('lease lost')
    believedUntil = asked + BELIEVED_MS
    return now
  }
  const writeSuccess = async (place: Reference, write: CheckWrite) => {
    if ((await ask()) === 'overtaken') throw new Overtaken()
    if (!(await rules.areNewest())) throw new OlderRules()
    atEnd.hasWritten = true
    try {
      return await github.write(place, write)
    } finally {
      if ((await standing()) === 'lost' || !(await rules.areNewest())) await mayBeOlder(parts, request, write)
    }
  }
  return {
    ...parts,
    github: {
      ...github,
      write: async (place, write) => {
        if (turnsGreen(write)) return await writeSuccess(place, write)
        if (isCheck(write) || performance.now() >= believedUntil) await ask()
        atEnd.hasWritten = true
        return await github.write(place, write)
      },
    },
    records: {
      ...records,
      keepAtEnd: (reference, isPrivate, record) => {
        atEnd.record = { kind: 'keep', reference, isPrivate, record }
      },
      forgetAtEnd: () => {
        atEnd.record = { kind: 'forget' }
      },
    },
    memory: {
      ...memory,
      recall: async (key) =>
        key === own && atEnd.memory !== undefined ? (atEnd.memory as Memory) : memory.recall(key),
      remember: async (key, value) => {
        if (!(await memory.rememberWithLease(key, value, request.fence))) throw new LeaseLost('lease lost')
        if (key === own) delete atEnd.memory
      },
      rememberAtEnd: (value) => {
        atEnd.memory = value
      },
    },
    ledger: leasedLedger(parts, request),
  }
}

/** An evaluation records only about its own pull request, for it has no other lease. */
function leasedLedger(
  { ledger }: UnleasedPorts,
  { reference, fence, atEnd }: EvaluationRequest,
): EvaluationPorts['ledger'] {
  const own = evaluationKey(reference)
  return {
    recall: async (key) => {
      if (key !== own) return await ledger.recall(key, null)
      const stored = await ledger.recall(own, fence)
      if (!atEnd.evidence) return stored
      const { entries } = atEnd.evidence
      return {
        isReadable: true,
        revision: 0,
        ...stored,
        ledger: append(stored?.ledger ?? NO_LEDGER, entries),
      }
    },
    record: async (key, entries, minimalLength = 0) => {
      if (key !== own) throw new Error(`could not record evidence about ${key}: ${own} is evaluated`)
      const stored = await ledger.recordWithLease(own, entries, fence, minimalLength)
      if (!stored) throw new LeaseLost('lease lost')
      return stored
    },
    recordAtEnd: (entries) => {
      const { evidence } = atEnd
      atEnd.evidence = {
        ...(evidence ?? ledger.collect(own, fence)),
        entries: [...(evidence?.entries ?? []), ...entries],
      }
    },
  }
}

/** A success was written that another verdict should stand over: it is remembered, so that it is taken away (V7). */
async function mayBeOlder(
  { memory, claim, enqueue }: UnleasedPorts,
  { reference }: EvaluationRequest,
  write: CheckWrite,
): Promise<void> {
  const key = evaluationKey(reference)
  // An evaluation that runs meanwhile does not know of it.
  await claim(key)
  const remembered = await memory.recall(key)
  if (remembered) {
    const id = write.kind === 'update run' ? write.id : null
    await memory.remember(key, { ...remembered, passing: passingAfter(passingOf(remembered), write, id) })
  }
  await enqueue([{ reference, trigger: { kind: 'look', why: 'an older verdict may have been written' } }])
}

type CheckWrite = Extract<Write, { readonly kind: 'create run' | 'update run' }>

function isCheck(write: Write): write is CheckWrite {
  return write.kind === 'create run' || write.kind === 'update run'
}

function turnsGreen(write: Write): write is CheckWrite {
  return isCheck(write) && write.run.conclusion === 'success'
}
