import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { contextHere } from './log-context.ts'
import { createScrub } from './scrub.ts'
import { tellError } from './tell-error.ts'

export interface LogOptions {
  readonly level: NonNullable<LoggerOptions['level']>
  /** Never written, wherever they turn up. */
  readonly secrets: readonly string[]
  /** Standard output, unless said otherwise. */
  readonly destination?: DestinationStream
}

/**
 * Opens the log: one record of JSON a line, whatever people write into titles and names (TH-154); each line
 * of a visit says which pull request and which deliveries it is about; no secret ever.
 */
export function openLog({ level, secrets, destination }: LogOptions): Logger {
  const scrub = createScrub(secrets)
  const options: LoggerOptions = {
    level,
    mixin: contextHere,
    serializers: { err: tellError, error: tellError },
    hooks: { streamWrite: scrub },
  }
  return destination ? pino(options, destination) : pino(options)
}
