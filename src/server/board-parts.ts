import type { BoardStore } from '../board/pages.ts'
import { createSeal } from '../board/seal.ts'
import { Visitors } from '../board/visitors.ts'
import { openViewerReader } from '../github/viewer.ts'
import type { Settings } from '../settings/settings.ts'
import { findRecords, placesOf, readOne, readStamp, repositoriesWithRecords } from '../store/board-rows.ts'
import type { Database } from '../store/database.ts'
import { readInsights } from '../store/insight-rows.ts'
import { readLedgerToShow } from '../store/ledger-to-show.ts'
import { beginSignIn, endSession, endSignIn, keepSession, readSession } from '../store/session-rows.ts'

/** Returns the queries of the board's pages. */
export function boardStore(database: Database): BoardStore {
  return {
    find: (...what) => findRecords(database, ...what),
    one: async (...what) => {
      const found = await readOne(database, ...what)
      if (!found) return null
      const { repositoryId, number } = found.row
      return { ...found, ledger: await readLedgerToShow(database, `${repositoryId}/${number}`) }
    },
    insights: (...what) => readInsights(database, ...what),
    places: (readable) => placesOf(database, readable),
    stamp: (readable) => readStamp(database, readable),
  }
}

/** Returns the sign-in of the board's visitors; null without OAuth credentials. */
export function visitorsOf(
  { oauth, github, isBoardPublic }: Settings,
  database: Database,
  publicUrl: () => string,
  readableMs?: number,
): Visitors | null {
  if (!oauth) return null
  return new Visitors({
    viewers: openViewerReader({ ...github, ...oauth }),
    store: {
      beginSignIn: (begun) => beginSignIn(database, begun),
      endSignIn: (id) => endSignIn(database, id),
      keep: (session) => keepSession(database, session),
      read: (id) => readSession(database, id),
      end: (id) => endSession(database, id),
      repositories: () => repositoriesWithRecords(database),
    },
    seal: createSeal(oauth.clientSecret),
    publicUrl,
    isPublicToo: isBoardPublic,
    readableMs,
  })
}
