import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'

// The watchdog thread: sleeps a second at a time and counts the seconds without a sign of life. JavaScript,
// because stripping types would take more memory than all else in this thread. It counts seconds instead of
// measuring them, so that a process that was frozen as a whole does not end when it resumes.

/** @type {{ beats: Int32Array, deafSeconds: number, lastWords: string }} */
const { beats, deafSeconds, lastWords } = workerData
const nobody = new Int32Array(new SharedArrayBuffer(4))
let seen = Atomics.load(beats, 0)
for (let deaf = 0; deaf < deafSeconds; deaf += 1) {
  Atomics.wait(nobody, 0, 0, 1_000)
  const now = Atomics.load(beats, 0)
  if (now !== seen) deaf = 0
  seen = now
}
writeSync(2, `${lastWords}\n`)
// The main thread is blocked, so it cannot be asked to exit.
process.kill(process.pid, 'SIGKILL')
