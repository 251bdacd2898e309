import { type CheckRun, isNamed } from '../facts/check-run.ts'
import { MERGE_GROUP, readExternalId } from '../facts/external-id.ts'
import type { CommitSha } from '../facts/ids.ts'
import { UNJUDGED } from '../facts/former-notes.ts'
import { baseNameOf, evaluationKey, type Reference } from '../facts/reference.ts'
import { byTime } from '../facts/time.ts'
import type { Trigger } from '../facts/trigger.ts'
import { GitHubFault } from '../github/faults.ts'
import { checkName, NOT_READ, NOT_SHOWN, unreadCheck } from '../report/check.ts'
import { unreadGroupCheck, unresolvedGroupCheck } from '../report/group-check.ts'
import { type RunLedger, traceAlone } from '../report/run-ledger.ts'
import { couldTakeAway } from '../rules/could-take-away.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import { type Memory, passingOf } from './memory.ts'
import { StaleRead } from './stale-read.ts'
import { writeUnread } from './write-unreadable.ts'

type Parts = Pick<EvaluationPorts, 'github'> & {
  readonly memory: Pick<EvaluationPorts['memory'], 'recall' | 'remember'>
}

interface Place {
  readonly head: CommitSha
  readonly baseName: string
  readonly isDraft: boolean
}

type What = 'retrying' | 'gave up'

/**
 * Writes on the check that the pull request or merge group cannot be read, without reading it: on a group's
 * own commit; for a pull request on the head the events announced, else the remembered one, else the one REST
 * returns (V1, V8). Leaves a success alone, because taking it away is decided elsewhere
 * (`take-away-success.ts`), and a check that says so already. Returns the commit that has a check now; null
 * when none is known.
 */
export async function reportUnreadable(
  { github, memory }: Parts,
  reference: Reference,
  triggers: readonly Trigger[],
  what: What = 'retrying',
  why = NOT_READ,
): Promise<string | null> {
  const key = evaluationKey(reference)
  const remembered = await memory.recall(key)
  const told = newestMove(triggers)
  // A closed pull request needs no check, and has lost its success already (V7).
  if (told?.state === 'closed') return told.head
  const place = await placeOf({ github }, reference, told, remembered)
  if (!place) return null
  const written = remembered?.written?.commit === place.head ? remembered.written : null
  const current = written && remembered?.baseName === place.baseName ? written : null
  if (passes(remembered, place)) return place.head
  if (current) {
    const isSaid = what === 'retrying' && current.own === 'unread'
    if (isSaid || !triggers.some(couldTakeAway)) return place.head
  } else if (remembered === null && (await hasRun({ github }, reference, place, triggers))) return place.head
  const check = checkFor(reference, place, remembered, what, why)
  const id = current?.id ?? null
  const outcome = await github.write(
    reference,
    id === null
      ? { kind: 'create run', commit: place.head, run: check }
      : {
          kind: 'update run',
          id,
          commit: place.head,
          run: check,
          takesGreenAway: true,
          sendAnnotations: false,
        },
  )
  if (!remembered) return place.head
  const run = outcome.kind === 'done' ? (outcome.run ?? null) : null
  const { externalId, conclusion } = check
  const now = { commit: place.head, externalId, conclusion, own: 'unread', id: run }
  await memory.remember(key, { ...((await memory.recall(key)) ?? remembered), written: now })
  return place.head
}

/** Reports a failed last attempt on the check. Returns false when that could not be written and may be later. */
export async function reportFailure(
  parts: EvaluationPorts,
  request: EvaluationRequest,
  reference: Reference,
  cause: unknown,
): Promise<boolean> {
  const { github, memory, log } = parts
  const why = cause instanceof StaleRead ? NOT_SHOWN : NOT_READ
  let isGone = false
  try {
    if (reference.kind === 'pull-request') {
      const facts = await github.readPullRequest(reference).catch(() => undefined)
      isGone = facts === null
      if (facts) {
        await writeUnread(
          parts,
          reference,
          facts,
          await memory.recall(evaluationKey(reference)),
          'gave up',
          why,
        )
        return true
      }
    }
    await reportUnreadable(parts, reference, request.triggers, 'gave up', why)
    return true
  } catch (error) {
    log.error({ err: error }, 'could not report the failed evaluation on the check')
    return isGone || (reference.kind === 'merge-group' && isUnknownCommit(error))
  }
}

/** Whether GitHub has no such commit or repository: then nothing shows a check on it. */
export function isUnknownCommit(error: unknown): boolean {
  return error instanceof GitHubFault && [404, 410, 422].includes(error.status ?? 0)
}

async function placeOf(
  { github }: Pick<Parts, 'github'>,
  reference: Reference,
  told: ReturnType<typeof newestMove>,
  remembered: Memory | null,
): Promise<Place | null> {
  if (reference.kind === 'merge-group') {
    return { head: reference.headSha, baseName: baseNameOf(reference), isDraft: false }
  }
  if (told) return { head: told.head, baseName: told.base, isDraft: told.draft === true }
  return placeIn(remembered) ?? github.headOf(reference)
}

function checkFor(
  reference: Reference,
  place: Place,
  remembered: Memory | null,
  what: What,
  why: string,
): CheckRun {
  const { baseName } = place
  if (reference.kind === 'merge-group') {
    return what === 'retrying' ? unreadGroupCheck(baseName, why) : unresolvedGroupCheck(baseName, why)
  }
  const { ledger, ...notes } = notesFor(remembered, place)
  return unreadCheck(reference.number, { baseName, ...notes }, what, why, ledger)
}

/** Returns the newest state of the pull request that an event announced. */
function newestMove(triggers: readonly Trigger[]) {
  return triggers
    .filter((trigger) => trigger.kind === 'pull-request')
    .toSorted((a, b) => byTime(a.at, b.at))
    .at(-1)
}

function placeIn(remembered: Memory | null): Place | null {
  if (!remembered) return null
  const { head, baseName, outline } = remembered
  return { head: remembered.written?.commit ?? head, baseName, isDraft: outline?.isDraft ?? false }
}

/** Whether the last check that was written there is a success. */
function passes(remembered: Memory | null, { head, baseName }: Place): boolean {
  return passingOf(remembered).some((run) => run.commit === head && isNamed(run, checkName(baseName)))
}

/**
 * Whether a run is there that may stay as it is; assumes none when that cannot be read. A success counts,
 * except that of an RFC or a merge group when an event may take it away.
 */
async function hasRun(
  { github }: Pick<Parts, 'github'>,
  reference: Reference,
  { head, baseName }: Place,
  triggers: readonly Trigger[],
): Promise<boolean> {
  const isGroup = reference.kind === 'merge-group'
  const number = isGroup ? MERGE_GROUP : reference.number
  const runs = await github.runsOn(reference, head, checkName(baseName)).catch(() => [])
  const own = runs.map(({ externalId }) => readExternalId(externalId)).filter((id) => id?.number === number)
  if (own.length === 0) return false
  return !triggers.some(couldTakeAway) || !(isGroup || own.some((id) => id?.wasRfc))
}

/** Keeps the notes of earlier runs and the trace of the ledger, and that this head was not evaluated (D5). */
function notesFor(
  remembered: Memory | null,
  { isDraft }: Place,
): { wasRfc: boolean; kept: readonly string[]; ledger: RunLedger | null } {
  const before = readExternalId(remembered?.written?.externalId ?? '')
  const kept = (before?.kept ?? []).filter((note) => note !== UNJUDGED)
  const ledger = traceAlone(before?.trace ?? null)
  return { wasRfc: before?.wasRfc ?? false, kept: isDraft ? kept : [UNJUDGED, ...kept], ledger }
}
