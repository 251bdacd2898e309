import { format } from 'node:util'
import type { Logger } from 'pino'

/** Sends what packages print to the console to the log, so that it is one JSON record a line, without secrets. */
export function redirectConsole(log: Logger): void {
  for (const method of ['debug', 'info', 'warn', 'error'] as const) {
    console[method] = (...said) => log[method]({ from: 'console' }, format(...said))
  }
  console.log = console.info
}
