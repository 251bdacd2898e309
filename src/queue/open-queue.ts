import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { NewDelivery, OpenDelivery, SettledDelivery } from '../facts/delivery.ts'
import type { LeftToDo, MayTake, Place, TakenEvaluation } from '../facts/evaluation.ts'
import { defaultBackoffSeconds } from '../facts/failure.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import type { EndedEvaluation } from '../report/ended-evaluation.ts'
import { Dispatcher } from './dispatcher.ts'
import { groupCommit } from './group-commit.ts'
import { keeping } from './inbox-channel.ts'
import { InstallationTurns } from './installation-turns.ts'
import { Intake } from './intake.ts'
import type { QueueStore } from './queue-store.ts'
import { Timers } from './timers.ts'
import { withinSeconds } from './within-seconds.ts'
import { attemptDelivery, type DeliveryWork } from './work-deliveries.ts'
import {
  attemptEvaluation,
  type EvaluationWork,
  newestReference,
  type Watching,
  watchedFor,
} from './work-evaluations.ts'

export interface QueueOptions {
  readonly store: QueueStore
  readonly log: Logger
  readonly work: {
    /**
     * Returns the evaluations a delivery asks for; with none the delivery is ignored, and the function has
     * logged why.
     */
    readonly delivery: DeliveryWork['work']
    /** Runs one evaluation. An error with `retryAfterSeconds` sets its own delay and does not count as an attempt. */
    readonly visit: EvaluationWork['work']
  }
  /** Whether a delayed evaluation comes before the other delayed ones. */
  readonly isUrgent?: EvaluationWork['isUrgent']
  /** Whether another server is to take evaluations first, and the wait for it. */
  readonly yielding?: { readonly isYielding: () => boolean; readonly yieldToNewer: () => Promise<void> }
  /** Watches keys with open triggers, independently of their evaluations. */
  readonly watching?: Watching
  /** Seconds to wait after a failed attempt, by its number from 1. */
  readonly backoffSeconds?: (attempt: number) => number
  /** Called when something was given up after its last attempt. */
  readonly gaveUp?: (what: 'delivery' | 'visit') => void
  /** The maximum number of concurrent evaluations of all installations, each of a different key. */
  readonly evaluationsAtOnce?: number
  readonly maxTries?: number
}

export interface Queue {
  /** Takes over what the process before left, and starts working. */
  start(): Promise<void>
  /**
   * Stores a delivery so that a power cut does not lose it; resolves then. A delivery that is already stored
   * is ignored, unless it is a dead letter. Rejects when it is not known to be stored.
   */
  accept(delivery: NewDelivery): Promise<void>
  /** Enqueues evaluations that no delivery asked for; `behind` runs them when nothing else is due. */
  enqueue(evaluationJobs: readonly EvaluationJob[], place?: Place): Promise<void>
  /** Whether the queue accepts and processes work. */
  ready(): boolean
  /** Resolves when no delivery and no trigger is open, in any process (for tests). */
  idle(): Promise<void>
  /** Stops taking work, waits up to 10 s for what runs and gives back the rest. Close the database after it. */
  stop(): Promise<void>
}

const HOUR = 3_600
// GitHub waits 10 s for an answer.
const ACCEPT_SECONDS = 8
// 200 deliveries, fewer when they are large: several copies are in memory during the write.
const HEAVIEST_GROUP = 8_000_000
const SMALLEST_WEIGHT = 40_000
const MOST_IN_GROUP = 100
const DELIVERIES_AT_ONCE = 200
/** Of all installations; each has a limit of its own. */
const EVALUATIONS_AT_ONCE = 256
/** So that those of one installation that wait for their turn leave room for others. */
const MOST_TAKEN_AT_ONCE = 32
const STOP_SECONDS = 10
/** A third of the lease. */
const RENEW_SECONDS = 4
/** Finds what nobody woke this process for: a process died, or a notification was lost. */
const LOOK_SECONDS = { alone: 1, shared: 2 } as const

/** Creates the queue on an open store; nothing happens before `start`. */
export function openQueue(options: QueueOptions): Queue {
  const queue = new RowQueue(options)
  return {
    start: () => queue.start(),
    accept: (delivery) => queue.accept(delivery),
    enqueue: (jobs, place) => queue.enqueue(jobs, place),
    ready: () => queue.ready(),
    idle: () => queue.idle(),
    stop: () => queue.stop(),
  }
}

/**
 * Works on the rows: what it stores itself it starts from memory, and what others left it takes from the rows when it
 * has room (ADR 58). Rows are the truth: whatever is lost in memory is found there.
 */
class RowQueue implements Queue {
  readonly #options: QueueOptions
  readonly #store: QueueStore
  readonly #log: Logger
  readonly #watching: Watching
  readonly #timers = new Timers()
  readonly #intake = new Intake()
  readonly #turns = new InstallationTurns(() => this.#evaluations.wake())
  readonly #deliveries: Dispatcher<OpenDelivery>
  readonly #evaluations: Dispatcher<TakenEvaluation>
  readonly #keep: (delivery: NewDelivery) => Promise<void>
  readonly #settle: (settled: SettledDelivery) => Promise<void>
  readonly #finish: (ended: EndedEvaluation) => Promise<void>
  #listening: { close(): Promise<void> } | undefined
  #isReady = false

  constructor(options: QueueOptions) {
    const { store, log, work, backoffSeconds = defaultBackoffSeconds, maxTries = 8 } = options
    const {
      gaveUp = () => {},
      isUrgent = async () => false,
      evaluationsAtOnce = EVALUATIONS_AT_ONCE,
    } = options
    this.#options = options
    this.#store = store
    this.#log = log
    this.#watching = options.watching ?? { notice: () => {}, settle: () => {} }
    const shared = { store, log, backoffSeconds, maxTries, gaveUp }
    this.#deliveries = new Dispatcher<OpenDelivery>({
      keyOf: ({ id }) => id,
      take: (most) => store.takeDeliveries(most),
      run: (taken) =>
        taken.map((delivery) =>
          this.#unlessLost(async () => {
            await this.#intake.calm()
            await this.#settle(await attemptDelivery(delivery, { ...shared, work: work.delivery }))
          }),
        ),
      onTakeError: (error) => this.#couldNotTake(error, 'delivery'),
      limit: DELIVERIES_AT_ONCE,
    })
    this.#evaluations = new Dispatcher<TakenEvaluation>({
      keyOf: ({ key }) => key,
      before: async () => await options.yielding?.yieldToNewer(),
      take: (most) => store.takeEvaluations(Math.min(most, MOST_TAKEN_AT_ONCE), this.#turns.full()),
      run: (taken) => {
        this.#watching.notice(taken.map(({ triggers }) => newestReference(triggers)))
        return taken.map((each) =>
          this.#unlessLost(async () => {
            await this.#intake.calm()
            await this.#finish(await this.#evaluate(each, { ...shared, work: work.visit, isUrgent }))
          }),
        )
      },
      onTakeError: (error) => this.#couldNotTake(error, 'visit'),
      limit: evaluationsAtOnce,
    })
    this.#keep = groupCommit(
      (group) => this.#keepGroup(group),
      HEAVIEST_GROUP,
      ({ body }) => Math.max(SMALLEST_WEIGHT, body.length),
    )
    this.#settle = groupCommit((group) => this.#settleGroup(group), MOST_IN_GROUP)
    this.#finish = groupCommit((group) => this.#finishGroup(group), MOST_IN_GROUP)
  }

  async start(): Promise<void> {
    await this.#store.release()
    // A postponed evaluation may hold a trigger that takes a success away, and the process that watched it is gone.
    const open = await this.#store.openTriggers(await this.#store.openEvaluations())
    this.#watching.notice(watchedFor(open))
    await this.#listen()
    const { channel } = this.#store
    this.#timers.every(channel ? LOOK_SECONDS.shared : LOOK_SECONDS.alone, () => this.#wakeAll())
    this.#timers.every(RENEW_SECONDS, () => this.#renew())
    this.#timers.every(HOUR, () => this.#forgetOld())
    this.#isReady = true
    this.#wakeAll()
  }

  async accept(delivery: NewDelivery): Promise<void> {
    if (!this.#isReady) throw new Error('the queue is not ready')
    await this.#intake.during(() => withinSeconds(ACCEPT_SECONDS, 'storing a delivery', this.#keep(delivery)))
  }

  async enqueue(evaluationJobs: readonly EvaluationJob[], place: Place = 'in line'): Promise<void> {
    await this.#taking((mayTake) => this.#store.enqueue(evaluationJobs, place, mayTake))
    this.#watching.notice(watchedFor(evaluationJobs))
  }

  ready(): boolean {
    return this.#isReady
  }

  async idle(): Promise<void> {
    while (!(await this.#store.isEmpty())) await delay(10)
  }

  async stop(): Promise<void> {
    this.#isReady = false
    this.#timers.stop()
    const ended = Promise.all([this.#deliveries.stop(), this.#evaluations.stop()])
    await withinSeconds(STOP_SECONDS, 'the work under way', ended).catch((error: unknown) =>
      this.#log.warn(
        { err: error },
        'stopped before the work under way had ended; the next start does it again',
      ),
    )
    await this.#listening?.close()
    await this.#store
      .release()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'could not give back the work under way'))
  }

  async #keepGroup(group: readonly NewDelivery[]): Promise<void> {
    const reserved = this.#deliveries.reserve(group.map(({ id }) => id)).length
    const isHeld = reserved === group.length
    let kept: readonly OpenDelivery[] = []
    try {
      kept = await keeping.tracePromise(() => this.#store.keep(group, isHeld))
    } finally {
      this.#deliveries.start(isHeld ? kept : [], reserved)
    }
    if (!isHeld && kept.length > 0) this.#wake('delivery')
  }

  async #settleGroup(group: readonly SettledDelivery[]): Promise<void> {
    await this.#taking((mayTake) => this.#store.settle(group, mayTake))
    for (const each of group) if (each.kind === 'postponed') this.#wakeIn('delivery', each.seconds)
    this.#watching.notice(watchedFor(group.flatMap(({ evaluationJobs }) => evaluationJobs)))
  }

  async #finishGroup(group: readonly EndedEvaluation[]): Promise<void> {
    const left = await this.#finished(group)
    const references = new Map(group.map(({ taken: { key, triggers } }) => [key, newestReference(triggers)]))
    const isOpen = ({ isOpen: open }: LeftToDo) => open
    this.#watching.settle(left.filter((each) => !isOpen(each)).map(({ key }) => key))
    this.#watching.notice(left.filter(isOpen).flatMap(({ key }) => references.get(key) ?? []))
    for (const { seconds } of left) if (seconds !== null) this.#wakeIn('visit', seconds)
  }

  /** What one leaves may be impossible to store; the others of its group are then stored without it. */
  async #finished(group: readonly EndedEvaluation[]): Promise<readonly LeftToDo[]> {
    try {
      return await this.#store.finish(group)
    } catch (error) {
      if (group.length === 1) throw error
      const alone = await Promise.allSettled(group.map((each) => this.#store.finish([each])))
      for (const each of alone)
        if (each.status === 'rejected')
          this.#log.error({ err: each.reason }, 'could not store the result of a job; it will run again')
      return alone.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
    }
  }

  async #evaluate(taken: TakenEvaluation, work: EvaluationWork): Promise<EndedEvaluation> {
    const { installationId } = newestReference(taken.triggers)
    await this.#turns.begin(installationId)
    const began = performance.now()
    let isRefused = true
    try {
      const ended = await attemptEvaluation(taken, work)
      isRefused = ended.kind === 'postponed' && !ended.isAnswered
      return ended
    } finally {
      this.#turns.end(installationId, { milliseconds: performance.now() - began, isRefused })
    }
  }

  /** Stores something, and starts the evaluations that it asks for as far as there is room. */
  async #taking(store: (mayTake: MayTake) => Promise<readonly TakenEvaluation[]>): Promise<void> {
    let reserved = 0
    let isOneLeft = false
    let taken: readonly TakenEvaluation[] = []
    try {
      taken = await store((waiting) => {
        const mine = this.#options.yielding?.isYielding() ? [] : this.#withRoom(waiting)
        const keys = this.#evaluations.reserve(mine)
        reserved += keys.length
        isOneLeft = keys.length < waiting.length
        return keys
      })
    } finally {
      this.#evaluations.start(taken, reserved)
    }
    if (isOneLeft) this.#wake('visit')
  }

  /** The evaluations whose installations bear another one. */
  #withRoom(waiting: Parameters<MayTake>[0]): readonly string[] {
    const room = new Map<number, number>()
    return waiting.flatMap(({ key, installationId }) => {
      const left = room.get(installationId) ?? this.#turns.room(installationId)
      room.set(installationId, left - 1)
      return left > 0 ? [key] : []
    })
  }

  /** What could not be written stays held until the lease ends; then it is taken again. */
  async #unlessLost(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#log.error({ err: error }, 'could not store the result of a job; it will run again')
    }
  }

  #couldNotTake(error: unknown, queue: What): void {
    this.#log.error({ err: error, queue }, 'could not fetch jobs')
  }

  /** Takes what is due, here and in other processes. */
  #wake(what: What): void {
    this.#wakeHere(what)
    this.#store.channel
      ?.notify(what)
      .catch((error: unknown) =>
        this.#log.warn({ err: error }, 'could not wake the other servers; they look every 2 s'),
      )
  }

  #wakeHere(what: string): void {
    if (what === 'delivery') this.#deliveries.wake()
    if (what === 'visit') this.#evaluations.wake()
  }

  #wakeAll(): void {
    this.#deliveries.wake()
    this.#evaluations.wake()
  }

  /** Later work is found by looking. */
  #wakeIn(what: What, seconds: number): void {
    if (seconds === 0) this.#wake(what)
    else if (seconds <= HOUR) this.#timers.after(seconds, () => this.#wakeHere(what))
  }

  async #listen(): Promise<void> {
    try {
      this.#listening = await this.#store.channel?.listen(
        (what) => this.#wakeHere(what),
        () => this.#wakeAll(),
      )
    } catch (error) {
      this.#log.warn({ err: error }, 'LISTEN failed; polling for new jobs every 2 s')
    }
  }

  #renew(): void {
    const [deliveries, evaluations] = [this.#deliveries.active(), this.#evaluations.active()]
    if (deliveries.length === 0 && evaluations.length === 0) return
    this.#store
      .renew(deliveries, evaluations)
      .catch((error: unknown) =>
        this.#log.error({ err: error }, 'could not renew the leases of running jobs'),
      )
  }

  #forgetOld(): void {
    this.#store
      .forgetOld()
      .catch((error: unknown) => this.#log.error({ err: error }, 'hourly maintenance failed'))
  }
}

type What = 'delivery' | 'visit'
