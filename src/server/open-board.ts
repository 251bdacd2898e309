import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import { Changes } from '../board/live-changes.ts'
import { webPages } from '../board/web-app.ts'
import type { Settings } from '../settings/settings.ts'
import { readStamp } from '../store/board-rows.ts'
import type { Database } from '../store/database.ts'
import { boardStore, visitorsOf } from './board-parts.ts'
import type { ServerOptions } from './server-options.ts'

/** The pages for browsers. */
export interface Board {
  readonly pages: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** Ends the pages that wait for changes. */
  readonly close: () => void
}

export interface BoardParts {
  readonly settings: Settings
  readonly log: Logger
  readonly options: ServerOptions
  readonly database: Database
  readonly publicUrl: () => string
  readonly isReady: () => Promise<boolean>
}

/** Opens the board. */
export function openBoard({ settings, log, options, database, publicUrl, isReady }: BoardParts): Board {
  const changes = new Changes({
    look: () => readStamp(database, null),
    ...(options.changesEveryMs !== undefined && { everyMs: options.changesEveryMs }),
  })
  const app = webPages({
    store: boardStore(database),
    visitors: visitorsOf(settings, database, publicUrl, options.readableMs),
    isPublicToo: settings.isBoardPublic,
    publicUrl,
    changes,
    isReady,
    ...(options.pages && { more: options.pages }),
    log,
  })
  const listener = getRequestListener(app.fetch)
  return {
    pages: async (request, response) => void (await listener(request, response)),
    close: () => changes.close(),
  }
}
