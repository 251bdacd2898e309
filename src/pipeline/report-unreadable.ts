import { readExternalId } from '../facts/external-id.ts'
import { UNJUDGED } from '../facts/kept-notes.ts'
import { isNamed } from '../facts/check-run.ts'
import { type PullRequestReference, visitKey } from '../facts/reference.ts'
import { couldTakeAway } from '../rules/takes-away.ts'
import type { Trigger } from '../facts/trigger.ts'
import { type Memory, passingOf } from './memory.ts'
import { NotShownYet } from './stale-read.ts'
import { checkName, NOT_READ, NOT_SHOWN, unreadCheck } from '../report/check.ts'
import { writeUnread } from './write-unreadable.ts'
import type { Visit, VisitParts } from './evaluation-ports.ts'

type Parts = Pick<VisitParts, 'github' | 'memory'>

interface Place {
  readonly head: string
  readonly baseName: string
  readonly isDraft: boolean
}

/**
 * Says on the check that the pull request cannot be read, without reading it: on the head the events told of, else the
 * one remembered, else the one REST names (V1). A success is left alone, for taking it away is decided elsewhere
 * (`take-away-success.ts`), and so is what says so already. Returns the head that has a check now; null where none is known.
 */
export async function sayUnread(
  { github, memory }: Parts,
  reference: PullRequestReference,
  triggers: readonly Trigger[],
  what: 'retrying' | 'gave up' = 'retrying',
  why = NOT_READ,
): Promise<string | null> {
  const key = visitKey(reference)
  const remembered = await memory.recall(key)
  const told = newestMove(triggers)
  // What is closed needs no check, and has lost its success already (V7).
  if (told?.state === 'closed') return told.head
  const place = told
    ? { head: told.head, baseName: told.base, isDraft: told.draft === true }
    : (placeIn(remembered) ?? (await github.headOf(reference)))
  if (!place) return null
  const written = remembered?.written?.commit === place.head ? remembered.written : null
  const current = written && remembered?.baseName === place.baseName ? written : null
  if (passes(remembered, place)) return place.head
  if (current) {
    const isSaid = what === 'retrying' && current.own === 'unread'
    if (isSaid || !triggers.some(couldTakeAway)) return place.head
  } else if (remembered === null && (await hasRun({ github }, reference, place))) return place.head
  const check = unreadCheck(
    reference.number,
    { baseName: place.baseName, ...notesFor(remembered, place) },
    what,
    why,
  )
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

/** At the last try the check says so. False when it could not be said and may be later. */
export async function sayThatItFailed(
  parts: VisitParts,
  visit: Visit,
  reference: PullRequestReference,
  cause: unknown,
): Promise<boolean> {
  const { github, memory, log } = parts
  const why = cause instanceof NotShownYet ? NOT_SHOWN : NOT_READ
  let isGone = false
  try {
    const facts = await github.readPullRequest(reference).catch(() => undefined)
    isGone = facts === null
    if (facts)
      await writeUnread(parts, reference, facts, await memory.recall(visitKey(reference)), 'gave up', why)
    else await sayUnread(parts, reference, visit.triggers, 'gave up', why)
    return true
  } catch (error) {
    log.error({ err: error }, 'could not write on the check that the evaluation failed')
    return isGone
  }
}

/** The newest state of the pull request that an event told of. */
function newestMove(triggers: readonly Trigger[]) {
  return triggers
    .filter((trigger) => trigger.kind === 'pull-request')
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1)
}

function placeIn(remembered: Memory | null): Place | null {
  if (!remembered) return null
  const { head, baseName, outline } = remembered
  return { head: remembered.written?.commit ?? head, baseName, isDraft: outline?.isDraft ?? false }
}

/** Whether a success stands there, for all that is known. */
function passes(remembered: Memory | null, { head, baseName }: Place): boolean {
  return passingOf(remembered).some((run) => run.commit === head && isNamed(run, checkName(baseName)))
}

/** Whether a run of this pull request stands there; where that cannot be read, none is taken to. */
async function hasRun(
  { github }: Pick<Parts, 'github'>,
  reference: PullRequestReference,
  { head, baseName }: Place,
): Promise<boolean> {
  const runs = await github.runsOn(reference, head, checkName(baseName)).catch(() => [])
  return runs.some(({ externalId }) => readExternalId(externalId)?.number === reference.number)
}

/** What earlier runs noted stays noted, and that nobody could say of this head whether it is an RFC (D5). */
function notesFor(
  remembered: Memory | null,
  { isDraft }: Place,
): { wasRfc: boolean; kept: readonly string[] } {
  const before = readExternalId(remembered?.written?.externalId ?? '')
  const kept = (before?.kept ?? []).filter((note) => note !== UNJUDGED)
  return { wasRfc: before?.wasRfc ?? false, kept: isDraft ? kept : [UNJUDGED, ...kept] }
}
