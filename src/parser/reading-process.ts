import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Answer, isAnswer, type Question } from './message.ts'

/** How a parser process ended. */
export interface Ending {
  readonly wasReady: boolean
  readonly signal: NodeJS.Signals | null
  readonly code: number | null
  /** The end of its stderr output. */
  readonly lastWords: string
}

/** The heap limit of the child: 1 MiB of real text needs about 150 MB, and hostile text any amount. */
const HEAP_MEGABYTES = 256

/**
 * A forked process that parses texts. It gets no environment, never keeps this process alive, and ends with
 * it. `onEnd` is called once, whatever the reason.
 */
export class ReadingProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  #wasReady = false
  #lastWords = ''

  constructor(on: { answer: (answer: Answer) => void; end: (ending: Ending) => void }) {
    this.#child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [], {
      execPath: process.execPath,
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#ended = once(this.#child, 'close')
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#lastWords = (this.#lastWords + data.toString()).slice(-2_000)
    })
    this.#child.on('message', (message) => {
      if (isAnswer(message)) {
        if (message.kind === 'ready') this.#wasReady = true
        on.answer(message)
      } else this.kill()
    })
    // Without a listener, a failed fork or a send to a dead child would end this process.
    this.#child.on('error', (error) => {
      this.#lastWords += error.message
      if (this.#child.pid === undefined) on.end(this.#ending(null, null))
      else this.kill()
    })
    this.#child.on('exit', (code, signal) => on.end(this.#ending(code, signal)))
    this.#child.unref()
    this.#child.channel?.unref()
    if (this.#child.stderr && 'unref' in this.#child.stderr) (this.#child.stderr.unref as () => void)()
  }

  get isReady(): boolean {
    return this.#wasReady
  }

  /** Sends a text. Answers come in the order of the requests, or the process ends. */
  ask(question: Question): void {
    this.#child.send(question)
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  /** Kills the process and resolves when it has ended. */
  async end(): Promise<void> {
    if (this.#child.pid === undefined) return
    this.#child.ref()
    this.kill()
    await this.#ended
  }

  #ending(code: number | null, signal: NodeJS.Signals | null): Ending {
    return { wasReady: this.#wasReady, code, signal, lastWords: this.#lastWords.trim() }
  }
}
