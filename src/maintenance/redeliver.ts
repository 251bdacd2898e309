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
  /** Seconds to leave a delivery alone after it was asked for so many times, from 1. */
  readonly patienceSeconds: (asked: number) => number
}

/** An attempt shows in the list once it was answered: up to half a minute later on an Enterprise Server (GH-101). */
const OVERLAP_SECONDS = 600
/** The list goes back three days; after a long silence its oldest end is left to the sweep. */
const MOST_PAGES = 200
/** With a doubled wait after each, the tenth comes after most of a day; GitHub delivers again for three (GH-103). */
const MOST_ASKED = 10
const MOST_AT_ONCE = 500
/** So many faults in a row, and the round is broken off. */
const MOST_REFUSED = 3

/**
 * Makes a round of recovery: reads what GitHub tried to deliver since the last round, and asks for what did not arrive.
 * What arrives by it has the id it had before, so whatever was kept already is recognised and dropped (TH-10).
 */
export function createRedelivery(options: RedeliveryOptions): (round: PeriodicRun) => Promise<string | null> {
  return async (round) => {
    const newest = await readList(options, round)
    await rows.forgetKept(options.database)
    await askAgain(options, round)
    await rows.forgetOld(options.database)
    return newest ?? round.mark
  }
}

/** Notes what failed and forgets what arrived; gives the time of the newest attempt, for the next round to begin at. */
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
    // The newest first: an attempt that failed counts only where none came after it.
    for (const attempt of page) if (!newestOf.has(attempt.guid)) newestOf.set(attempt.guid, attempt)
    const oldest = page.at(-1)
    if (!oldest || oldest.deliveredAt < since) break
    if (++pages >= MOST_PAGES) {
      log.warn(
        { since, until: oldest.deliveredAt },
        'more deliveries than are read in a round; the sweep sees to the rest',
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
      log.warn({ delivery: guid, event }, 'GitHub does not deliver this again; the sweep finds what it told')
      await rows.giveUp(database, guid, MOST_ASKED)
      continue
    }
    await rows.asked(database, guid, patienceSeconds(asked + 1))
    counters.deliveriesAskedFor(1)
    log.info({ delivery: guid, event, time: asked + 1 }, 'asked for a delivery again')
    if (asked + 1 >= MOST_ASKED) {
      counters.deliveriesGivenUp(1)
      log.error({ delivery: guid, event }, 'a delivery does not arrive; it is not asked for any more')
    }
    // One that GitHub stumbles over must not hold up the others; a GitHub that is down must be left alone.
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
