import type { Logger } from 'pino'
import type { Metrics } from '../ops/open-metrics.ts'
import type { Settings } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'
import type { ServerOptions } from './server-options.ts'

/** What the workers are built on. */
export interface WorkerParts {
  readonly settings: Settings
  readonly options: ServerOptions
  readonly database: Database
  readonly metrics: Metrics
  readonly log: Logger
}
