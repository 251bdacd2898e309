import { format } from 'node:util'
import type { Logger } from 'pino'

/** What packages print past us becomes records like all others, without secrets and one a line. */
export function takeOverConsole(log: Logger): void {
  for (const method of ['debug', 'info', 'warn', 'error'] as const) {
    console[method] = (...said) => log[method]({ from: 'console' }, format(...said))
  }
  console.log = console.info
}
