import type { Logger } from 'pino'
import type { DeliveryAttempt } from '../github/deliveries.ts'
import { GitHubFault, RateLimited } from '../github/faults.ts'
import type { GitHub } from '../github/open-github.ts'
import type { Counters } from '../ops/counters.ts'
import type { Database } from '../store/database.ts'
import * as rows from '../store/redelivery-rows.ts'
import type { PeriodicRun } from './periodic-jobs.ts'

export interface RedeliveryOptions {
  readonly github: Pick<GitHub, 'deliveries' | 'redeliver'>
  readonly database: Database
  readonly counters: Counters
  readonly log: Logger
  /** Seconds until the next request, by the number of requests so far, from 1. */
  readonly patienceSeconds: (asked: number) => number
}

/** An attempt is listed once it was answered: up to half a minute later on an Enterprise Server (GH-101). */
const OVERLAP_SECONDS = 600
/** The list goes back three days; after a long outage its oldest part is left to reconciliation. */
const MOST_PAGES = 200
/**
 * The delay doubles after each request, so the tenth comes after most of a day; GitHub redelivers for three
 * days (GH-103).
 */
const MOST_ASKED = 10
const MOST_AT_ONCE = 500
/** The run is aborted after so many errors in a row. */
const MOST_REFUSED = 3

/**
 * Returns a run of the redelivery job: reads GitHub's attempts since the last run and requests what failed. A
 * redelivery keeps its id, so what is already stored is recognised and dropped (TH-10).
 */
export function createRedelivery(options: RedeliveryOptions): (run: PeriodicRun) => Promise<string | null> {
  return async (run) => {
    const newest = await readList(options, run)
    await rows.forgetKept(options.database)
    await askAgain(options, run)
    await rows.forgetOld(options.database)
    return newest ?? run.mark
  }
}

/**
 * Records failed deliveries and removes those that arrived. Returns the time of the newest attempt, where the
 * next run starts.
 */
async function readList(
  { github, database, counters, log }: RedeliveryOptions,
  { mark, goOn }: PeriodicRun,
): Promise<string | null> {
  const since = mark === null ? '' : earlier(mark, OVERLAP_SECONDS)
  const newestOf = new Map<string, DeliveryAttempt>()
  let newest: string | null = null
  let pages = 0
  for await (const page of github.deliveries()) {
    newest ??= page[0]?.deliveredAt ?? null
    // Newest first: a failed attempt counts only when none came after it.
    for (const attempt of page) if (!newestOf.has(attempt.guid)) newestOf.set(attempt.guid, attempt)
    const oldest = page.at(-1)
    if (!oldest || oldest.deliveredAt < since) break
    if (++pages >= MOST_PAGES) {
      log.warn(
        { since, until: oldest.deliveredAt },
        'too many deliveries to read in one run; reconciliation covers the rest',
      )
      break
    }
    await goOn()
  }
  const attempts = [...newestOf.values()]
  await rows.note(
    database,
    attempts.filter(({ isDelivered }) => !isDelivered),
  )
  const delivered = attempts.filter(({ isDelivered }) => isDelivered).map(({ guid }) => guid)
  counters.deliveriesRecovered(await rows.arrived(database, delivered))
  return newest
}

async function askAgain(
  { github, database, counters, log, patienceSeconds }: RedeliveryOptions,
  { goOn }: PeriodicRun,
): Promise<void> {
  const due = await rows.due(database, { mostAsked: MOST_ASKED, atMost: MOST_AT_ONCE })
  let refused = 0
  for (const { guid, id, event, asked } of due) {
    await goOn()
    const answer = await ask(github, id)
    if (answer === 'gone') {
      log.warn({ delivery: guid, event }, 'GitHub no longer redelivers this; reconciliation covers it')
      await rows.giveUp(database, guid, MOST_ASKED)
      continue
    }
    await rows.asked(database, guid, patienceSeconds(asked + 1))
    counters.deliveriesAskedFor(1)
    log.info({ delivery: guid, event, time: asked + 1 }, 'requested a redelivery')
    if (asked + 1 >= MOST_ASKED) {
      counters.deliveriesGivenUp(1)
      log.error({ delivery: guid, event }, 'a delivery failed repeatedly, max redeliveries exceeded')
    }
    // One bad delivery must not hold up the others, but a GitHub that is down must be left alone.
    refused = answer === 'asked' ? 0 : refused + 1
    if (refused >= MOST_REFUSED) throw answer
  }
}

async function ask(github: RedeliveryOptions['github'], id: string): Promise<'asked' | 'gone' | GitHubFault> {
  try {
    return (await github.redeliver(id)) ? 'asked' : 'gone'
  } catch (error) {
    if (error instanceof GitHubFault && !(error instanceof RateLimited)) return error
    throw error
  }
}

function earlier(time: string, seconds: number): string {
  return `${new Date(Date.parse(time) - seconds * 1000).toISOString().slice(0, 19)}Z`
}
