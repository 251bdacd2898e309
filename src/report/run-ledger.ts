import { NO_TRACE, type Trace } from '../facts/external-id.ts'
import type { Copy } from '../ledger/encode.ts'
import { words } from './escape.ts'

/** What a check run tells of the ledger (L3, L5). */
export interface RunLedger {
  readonly trace: Trace
  /** Null where a run is written without the ledger at hand: one that is updated keeps its text. */
  readonly told: Told | null
}

interface Told {
  /** For `output.text`: the history, and the copy below it. */
  readonly text: string
  /** Digest of what the run is written anew for (V4). */
  readonly news: string
}

/** What the run of a pull request tells that has no ledger, because it is no RFC. */
export const NO_LEDGER_TOLD: RunLedger = { trace: NO_TRACE, told: null }

/** GitHub counts bytes, whatever its documentation says (GH-142). */
const MOST_TEXT_BYTES = 65_535

/**
 * Returns what a run tells of a ledger: its history, of whose lines (oldest first, each with its time) the newest as many
 * as fit, and its copy at the end.
 */
export function runLedger(history: readonly string[], copy: Copy): RunLedger {
  const room = MOST_TEXT_BYTES - Buffer.byteLength(copy.text ?? '')
  const blocks = [historyBlock(history, room), copy.text].filter((block) => block !== null)
  return {
    trace: copy.trace,
    told: { text: blocks.join('\n\n'), news: copy.news },
  }
}

/** Returns what a run tells that is written without the ledger at hand: what another run told. */
export function traceAlone(trace: Trace | null): RunLedger | null {
  return trace && { trace, told: null }
}

/** Oldest first, as on the board; what does not fit is left out from the oldest on. Null without a line. */
function historyBlock(history: readonly string[], room: number): string | null {
  if (history.length === 0) return null
  // What stands before the lines when most of them are left out, and the blank line before the copy.
  let left = room - Buffer.byteLength(`${historyHead(history.length)}\n\n`)
  const lines: string[] = []
  for (const text of history.toReversed()) {
    const line = `\n- ${words(text)}`
    left -= Buffer.byteLength(line)
    if (left < 0) break
    lines.unshift(line)
  }
  return `${historyHead(history.length - lines.length)}${lines.join('')}`
}

function historyHead(earlier: number): string {
  return `**History**\n${earlier > 0 ? `\n- … and ${earlier} earlier` : ''}`
}
