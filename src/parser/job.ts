import type { Readings, Request } from './message.ts'

export type Reading = Readings[keyof Readings]

/** The repository's id, or null for a text of none. */
export type Whose = number | null

/** A text to parse; concurrent requests for the same text of a repository share a job. */
export interface Job {
  readonly id: number
  readonly whose: Whose
  readonly key: string
  readonly request: Request
  readonly settle: (reading: Reading) => void
  readonly refuse: (error: Error) => void
  /** Runs a function in the requester's log context. */
  readonly asAsked: (say: () => void) => void
  /** Set once the text was cut off: then only its lines are scanned. */
  unread?: string
  crashes: number
}

/** Returns the log fields of a job. */
export function about({ key, request }: Job): { as: string; characters: number; key: string } {
  return { as: request.as, characters: request.text.length, key }
}

/** The logger of the parser; compatible with pino's. */
export interface ParserLog {
  warn(details: object, message: string): void
}
