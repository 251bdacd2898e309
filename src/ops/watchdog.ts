import { Worker } from 'node:worker_threads'

/** Ends this process when the watched component stops answering. */
export interface Watchdog {
  stop(): Promise<void>
}

export interface WatchdogOptions {
  /** Settles when the watched component answers; called every second. */
  readonly answers: () => Promise<unknown>
  /** Seconds without an answer before the process is killed. */
  readonly deafSeconds?: number
  /** The message on standard error before the kill. */
  readonly lastWords: string
}

export const DEAF_SECONDS = 30
const HEAP_MEGABYTES = 32

/**
 * Watches this process from a thread of its own: the embedded database can block the main thread forever, for
 * example when its log finds no disk space, and then no timer and no signal handler runs.
 */
export function startWatchdog({ answers, deafSeconds = DEAF_SECONDS, lastWords }: WatchdogOptions): Watchdog {
  const beats = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('./watchdog-thread.js', import.meta.url), {
    workerData: { beats, deafSeconds, lastWords },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    execArgv: [],
  })
  worker.unref()
  let isAsking = false
  const beat = () => {
    isAsking = false
    Atomics.add(beats, 0, 1)
  }
  const timer = setInterval(() => {
    if (isAsking) return
    isAsking = true
    // Rejections count as answers.
    answers().then(beat, beat)
  }, 1_000).unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await worker.terminate()
    },
  }
}
