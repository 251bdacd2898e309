import { Worker } from 'node:worker_threads'

/** Ends this process when it has been deaf for too long. */
export interface Watchdog {
  stop(): Promise<void>
}

export interface WatchdogOptions {
  /** Resolves or rejects when what is watched has answered; asked again each second. */
  readonly answers: () => Promise<unknown>
  /** After so many seconds without an answer the process is ended. */
  readonly deafSeconds?: number
  /** What is said on standard error then. */
  readonly lastWords: string
}

export const DEAF_SECONDS = 30
const HEAP_MEGABYTES = 32

/**
 * Watches this process from a thread of its own: a database that is embedded can hold the only thread for ever, for
 * example when its log finds no room on the disk, and then no timer and no signal is heard any more.
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
    // An answer is an answer, whatever it says.
    answers().then(beat, beat)
  }, 1_000).unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await worker.terminate()
    },
  }
}
