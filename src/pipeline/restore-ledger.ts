import { readExternalId, type Trace } from '../facts/external-id.ts'
import type { RunId } from '../facts/ids.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import { type TracedRun, tracedRuns } from '../facts/traces.ts'
import { type Ledger, NO_LEDGER } from '../ledger/append.ts'
import { type Decoded, decode } from '../ledger/decode.ts'
import { type Beginning, type Restored, restore } from '../ledger/restore.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { Memory } from './memory.ts'
import { StaleRead } from './stale-read.ts'

type Ports = Pick<EvaluationPorts, 'log'> & {
  readonly github: Pick<EvaluationPorts['github'], 'textOfRun'>
}

/** So many older copies are looked through for what blocks, when the newest cannot be read. */
const MOST_OLDER = 5

/**
 * Returns the ledger of a pull request: the database's own, joined with the copies in check runs that it may lack (L3),
 * and their digests. Reads no copy that the database has all of, as is `remembered`, while the database's is as long as
 * every trace: GitHub may have forgotten it, or never got it. Throws `StaleRead` while GitHub does not show the run that
 * it lists.
 */
export async function restoredLedger(
  { github, log }: Ports,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  own: Ledger | null,
  beginning: Omit<Beginning, 'opened'>,
  remembered: Memory | null,
): Promise<Restored & { readonly copies: readonly string[] }> {
  const traced = tracedRuns(facts)
  const copies: Decoded[] = []
  const joined: string[] = []
  const read = async (trace: Trace): Promise<Decoded> => {
    const { copy, digest } = await copyOf(github, reference, traced, trace)
    if (copy.kind !== 'ledger')
      log.warn({ why: copy.why, entries: trace.length }, 'a copy of the ledger cannot be read')
    else if (digest !== null) joined.push(digest)
    return copy
  }
  const { needed, newer, older } = toRead(traced, own ?? NO_LEDGER, remembered)
  for (const trace of needed) copies.push(await read(trace))
  // What is unreadable there cannot be needed: the database has a ledger as long as any other.
  for (const trace of newer) copies.push(...readable(await read(trace)))
  for (const trace of older.slice(0, MOST_OLDER)) {
    if (copies.some(({ kind }) => kind === 'ledger' || kind === 'newer')) break
    copies.push(...readable(await read(trace)))
  }
  const traces = [...traced.map(({ trace }) => trace), ...otherTraces(facts)]
  const found = { own, copies, traces: isFormer(facts) ? [] : traces, isFormer: isFormer(facts) }
  const restored = restore(found, { ...beginning, opened: facts.pullRequest.createdAt })
  const { how, ledger } = restored
  if (how !== 'whole')
    log.info({ how, entries: ledger.entries.length, length: ledger.length }, 'ledger restored')
  return { ...restored, copies: joined }
}

interface ToRead {
  /** The longest: without them the ledger is lost. */
  readonly needed: readonly Trace[]
  /** Shorter ones on newer runs: of a database that did not know the longer ones. */
  readonly newer: readonly Trace[]
  /** All others, the longest first. */
  readonly older: readonly Trace[]
}

/** Returns which copies the database may lack, each once. */
function toRead(traced: readonly TracedRun[], own: Ledger, remembered: Memory | null): ToRead {
  const known = remembered?.copies ?? []
  const longest = traced[0]?.trace.length ?? 0
  const isLong = own.length > 0 && own.length >= longest
  const inCopy = traced.filter(({ trace }) => trace.digest !== null)
  const unknown = inCopy.filter(({ trace }) => !isLong || !known.includes(trace.digest ?? ''))
  // Length is no proof of content: one that is as long may have been written by a database that diverged.
  const needed = unknown.filter(({ trace }) => trace.length === longest && longest >= own.length)
  const since = remembered?.written?.id ?? newestOf(inCopy) ?? 0
  const newer = unknown.filter((run) => run.id >= since && !needed.includes(run))
  const older = own.length >= longest ? [] : unknown.filter((run) => ![...needed, ...newer].includes(run))
  return { needed: tracesOf(needed), newer: tracesOf(newer), older: tracesOf(older) }
}

function newestOf(runs: readonly TracedRun[]): RunId | null {
  return runs.length > 0 ? Math.max(...runs.map(({ id }) => id)) : null
}

function tracesOf(runs: readonly TracedRun[]): readonly Trace[] {
  return [...new Map(runs.map(({ trace }) => [trace.digest, trace])).values()]
}

/**
 * Returns the copy that a trace tells of, and its digest: several runs may tell of one, and not all of them have it. A run
 * may have been written anew since it was listed.
 */
async function copyOf(
  github: Ports['github'],
  reference: PullRequestReference,
  traced: readonly TracedRun[],
  { digest }: Trace,
): Promise<{ readonly copy: Decoded; readonly digest: string | null }> {
  let copy: Decoded = { kind: 'none', why: 'no run has it' }
  for (const run of traced.filter(({ trace }) => trace.digest === digest)) {
    const found = await github.textOfRun(reference, run.id)
    const id = found && readExternalId(found.externalId)
    const now = id?.number === reference.number ? id.trace : null
    // A run that was listed is there: it is shown later, or as it was before (GH-112).
    if (!found || !now || now.length < run.trace.length) {
      throw new StaleRead(`the check run ${run.id} is not shown as it was listed`)
    }
    copy = decode(found.text, now)
    if (copy.kind === 'ledger' || copy.kind === 'newer') return { copy, digest: now.digest }
  }
  return { copy, digest: null }
}

/** Leaves out what cannot be read. */
function readable(copy: Decoded): readonly Decoded[] {
  return copy.kind === 'ledger' || copy.kind === 'newer' ? [copy] : []
}

/** Whether the App left runs here, and all of a version before the ledger: later ones tell even that there is none. */
function isFormer(facts: PullRequestFacts): boolean {
  const isOfFormer = (externalId: string) => {
    const id = readExternalId(externalId)
    // A trace may have been cut off, where GitHub does that (GH-51); earlier digests are longer than what is left.
    return id?.number === facts.pullRequest.number && /^[0-9a-f]{16}$/.test(id.shown)
  }
  return tracedRuns(facts).length === 0 && facts.runs.some(({ externalId }) => isOfFormer(externalId))
}

/** A comment or a review request of the App is a trace, too: it writes them for an RFC alone. */
function otherTraces({ ownComments, askedForReview }: PullRequestFacts): readonly Trace[] {
  const hasAsked = askedForReview.some(({ byAppAt }) => byAppAt !== null)
  return ownComments.length > 0 || hasAsked ? [{ length: 1, digest: null }] : []
}
