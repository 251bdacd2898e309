import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { contextHere } from './log-context.ts'
import { createScrub } from './scrub.ts'
import { serializeError } from './serialize-error.ts'

export interface LogOptions {
  readonly level: NonNullable<LoggerOptions['level']>
  /** Removed from every line. */
  readonly secrets: readonly string[]
  /** Standard output by default. */
  readonly destination?: DestinationStream
}

/**
 * Opens the log: one JSON record a line, whatever user text it holds (TH-154), with the fields of the log
 * context and without secrets.
 */
export function openLog({ level, secrets, destination }: LogOptions): Logger {
  const scrub = createScrub(secrets)
  const options: LoggerOptions = {
    level,
    mixin: contextHere,
    serializers: { err: serializeError, error: serializeError },
    hooks: { streamWrite: scrub },
  }
  return destination ? pino(options, destination) : pino(options)
}
