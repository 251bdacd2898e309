import type { Readings, Request } from './message.ts'

export type Reading = Readings[keyof Readings]

/** Whose texts they are: a repository's id, or null for what belongs to none. */
export type Whose = number | null

/** One text to be read; whoever asks for the same text of the same repository meanwhile waits for the same job. */
export interface Job {
  readonly id: number
  readonly whose: Whose
  readonly key: string
  readonly request: Request
  readonly settle: (reading: Reading) => void
  readonly refuse: (error: Error) => void
  /** Runs something as who asked would: the log then says for whom. */
  readonly asAsked: (say: () => void) => void
  /** Set once it was cut off: then only its lines are looked over. */
  unread?: string
  crashes: number
}

/** What the log says of a job. */
export function about({ key, request }: Job): { as: string; characters: number; key: string } {
  return { as: request.as, characters: request.text.length, key }
}

/** Where the parser says what went wrong; pino's loggers fit. */
export interface ParserLog {
  warn(details: object, message: string): void
}
