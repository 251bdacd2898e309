import type { Logger } from 'pino'
import { postOf } from '../commands/texts.ts'
import type { CheckRun, Write } from '../facts/check-run.ts'
import { type PassingRun, passingAfter } from '../facts/passing-runs.ts'
import { baseNameOf, evaluationKey, type PullRequestReference, type Reference } from '../facts/reference.ts'
import type { EvaluationJob, Trigger } from '../facts/trigger.ts'
import { withinSeconds } from '../queue/within-seconds.ts'
import { doubtedCheck, IN_DOUBT } from '../report/check.ts'
import { unreadGroupCheck } from '../report/group-check.ts'
import type { Basis } from '../rules/basis.ts'
import { mayTakeAway, textsToRead } from '../rules/takes-away.ts'
import type { UnleasedPorts } from './evaluation-ports.ts'
import { type Memory, passingOf } from './memory.ts'

export interface TakeAwayParts extends Pick<UnleasedPorts, 'github' | 'parse' | 'enqueue' | 'claim'> {
  readonly memory: Pick<UnleasedPorts['memory'], 'recall' | 'remember' | 'groups'>
  /** Returns the triggers that no evaluation has answered yet. */
  readonly openTriggers: (key: string) => Promise<readonly Trigger[]>
  readonly log: Logger
}

/** A hostile text must not delay a failure that is due; a text that was not parsed in time counts as doubt. */
const PARSE_SECONDS = 0.5

/**
 * Turns every success of a pull request or merge group into a failure, without a read, when an unanswered
 * event may take it away (V6): on any head and under any name, of pull requests on the same head, and of the
 * merge groups that contain it (V7, V8). Returns whether events are still open.
 */
export async function takeAway(parts: TakeAwayParts, reference: Reference): Promise<boolean> {
  const { memory, openTriggers, enqueue, log } = parts
  const key = evaluationKey(reference)
  const triggers = await openTriggers(key)
  if (triggers.length === 0) return false
  const remembered = await memory.recall(key)
  if (!remembered || !mayHoldSuccess(remembered)) return true
  if (!(await isInDoubt(parts, reference, triggers, remembered))) return true
  const own: Holder = { reference, memory: remembered, runs: passingOf(remembered) }
  const others = reference.kind === 'pull-request' ? await othersOf(parts, reference, remembered) : []
  const holders = [own, ...others].filter(({ runs }) => runs.length > 0)
  if (holders.length === 0) return true
  log.info(
    { triggers: triggers.map(({ kind }) => kind) },
    'a success is in doubt; taking it away until the next evaluation',
  )
  const taken = await Promise.allSettled(holders.map((holder) => takeFrom(parts, holder)))
  const failed = taken.find((each) => each.status === 'rejected')
  const why = 'an event may take its success away'
  const jobs = others.map(
    (other): EvaluationJob => ({ reference: other.reference, trigger: { kind: 'look', why } }),
  )
  // An evaluation may have ended before the lease was taken.
  if ((await openTriggers(key)).length === 0) jobs.push({ reference, trigger: { kind: 'look', why } })
  if (jobs.length > 0) await enqueue(jobs)
  if (failed) throw failed.reason
  return true
}

interface Holder {
  readonly reference: Reference
  readonly memory: Memory
  readonly runs: readonly PassingRun[]
}

/**
 * Whether it or one that depends on it may have a success. Its own may be gone already: when a write on another
 * failed or the process ended in between, the next call takes away the rest.
 */
function mayHoldSuccess(memory: Memory): boolean {
  return passingOf(memory).length > 0 || memory.written?.own === 'unread'
}

async function isInDoubt(
  { parse }: TakeAwayParts,
  { repositoryId }: Reference,
  triggers: readonly Trigger[],
  remembered: Memory,
): Promise<boolean> {
  const texts = [...new Set(triggers.flatMap(textsToRead))]
  const asked = texts.map((text) => ({ as: 'post' as const, text }))
  const read =
    texts.length === 0
      ? []
      : await withinSeconds(PARSE_SECONDS, 'parsing', parse(asked, repositoryId)).catch(() => [])
  const post = new Map(
    read.flatMap((reading, index) => {
      const isPost = reading.kind === 'post' || (reading.kind === 'unreadable' && 'mayBlock' in reading)
      return isPost ? [[texts[index] as string, reading] as const] : []
    }),
  )
  const parsed = { document: new Map(), post, config: new Map() }
  const { head, baseName } = remembered
  const success = { head, baseName, basis: basisIn(remembered) }
  return triggers.some((trigger) => mayTakeAway(trigger, success, (text) => postOf(parsed, text)))
}

/** A memory of an older version says only whether it was an RFC. */
function basisIn({ basis, state, outline }: Memory): Basis | null {
  if (basis || state !== 'not an RFC') return basis
  const labels = outline?.labels.map((name) => name.toLowerCase()) ?? []
  const nothing = { speakers: null, description: null, paths: null }
  return { ...nothing, isRfc: false, rfcLabels: ['rfc'], labels: labels.filter((name) => name === 'rfc') }
}

/**
 * Returns the successes that depend on a pull request: those on the same head (V7) and those of its merge
 * groups (V8).
 */
async function othersOf(
  { memory }: TakeAwayParts,
  reference: PullRequestReference,
  { siblings, written }: Memory,
): Promise<readonly Holder[]> {
  const beside = siblings.map(async (number): Promise<Holder | null> => {
    const sibling = { ...reference, number }
    const known = await memory.recall(evaluationKey(sibling))
    const runs = passingOf(known).filter(({ commit }) => commit === written?.commit)
    return known && runs.length > 0 ? { reference: sibling, memory: known, runs } : null
  })
  const groups = (await memory.groups(reference))
    .filter((group) => group.memory.members.includes(reference.number))
    .map((group): Holder => ({ ...group, runs: passingOf(group.memory) }))
    .filter(({ runs }) => runs.length > 0)
  return [...(await Promise.all(beside)).filter((holder) => holder !== null), ...groups]
}

/** Writes all failures concurrently and remembers those that were written. Throws when one could not be written. */
async function takeFrom(
  { github, memory, claim }: TakeAwayParts,
  { reference, memory: before, runs }: Holder,
): Promise<void> {
  const key = evaluationKey(reference)
  // A running evaluation does not know of these events.
  await claim(key)
  const made = await Promise.allSettled(
    runs.map(async (run) => {
      const write = failureOver(run, checkFor(reference, run))
      const outcome = await github.write(reference, write)
      return { write, id: outcome.kind === 'done' ? (outcome.run ?? null) : null }
    }),
  )
  const now = (await memory.recall(key)) ?? before
  let { written } = now
  let passing = passingOf(now)
  for (const each of made) {
    if (each.status === 'rejected') continue
    const { write, id } = each.value
    passing = passingAfter(passing, write, id)
    const { externalId, conclusion } = write.run
    if (written?.commit === write.commit) written = { ...written, externalId, conclusion, own: 'unread', id }
  }
  await memory.remember(key, { ...now, passing, written })
  const failed = made.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}

function checkFor(reference: Reference, run: PassingRun): CheckRun {
  if (reference.kind === 'pull-request') return doubtedCheck(reference.number, run)
  return unreadGroupCheck(baseNameOf(reference), IN_DOUBT)
}

function failureOver(
  { id, commit }: PassingRun,
  run: CheckRun,
): Extract<Write, { kind: 'create run' | 'update run' }> {
  if (id === null) return { kind: 'create run', commit, run }
  return { kind: 'update run', id, commit, run, takesGreenAway: true, sendAnnotations: false }
}
