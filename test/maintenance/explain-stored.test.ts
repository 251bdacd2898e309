import { describe, expect, test } from 'vitest'
import { explainFromDatabase } from '../../src/maintenance/explain-ledger.ts'
import { appendEntries } from '../../src/store/ledger-rows.ts'
import { keepRecord } from '../../src/store/record-rows.ts'
import { boardStore } from '../../src/server/board-parts.ts'
import { onBothDatabases } from '../store/databases.ts'
import { RECORD } from '../store/record.ts'
import { ADA, AUTHOR, ledgerOf, post } from '../ledger/told.ts'

const PLACE = { owner: 'ACME', repo: 'rfcs', number: 12 }
const ANYBODY = { repositories: [], isPublicToo: true }

onBothDatabases(({ database, where }) => {
  const reference = {
    kind: 'pull-request' as const,
    installationId: 1,
    repositoryId: 7,
    owner: 'acme',
    repo: 'rfcs',
    number: 12,
  }

  describe('L5: explain from the database', () => {
    test('says what is missing, and what to do', async () => {
      await expect(explainFromDatabase(where(), PLACE)).rejects.toThrow(
        'ACME/rfcs#12 is not recorded as an RFC in this database. Check the name, or use --run.',
      )
      await keepRecord(database(), reference, false, { ...RECORD, author: { id: AUTHOR, login: 'margaret' } })
      await expect(explainFromDatabase(where(), PLACE)).rejects.toThrow(
        'ACME/rfcs#12 has no ledger yet. Its next evaluation begins one.',
      )
      expect((await boardStore(database()).one(ANYBODY, PLACE))?.ledger).toBe(null)
    })

    test('prints the stored ledger with the logins of its record, beside the server', async () => {
      const { entries } = ledgerOf(post(5, ADA, ['commit']))
      await database().transaction((tx) => appendEntries(tx, '7/12', entries))
      const shown = await explainFromDatabase(where(), PLACE)
      expect(shown).toContain('new ledger, rules 1, author @margaret;')
      expect(shown).toContain(`→ account ${ADA}: committed about aaaaaaa\n`)
      expect((await boardStore(database()).one(ANYBODY, PLACE))?.ledger?.entries).toEqual(entries)
    })

    test('reads only', async () => {
      const before = await database().db.selectFrom('ledger').selectAll().execute()
      await explainFromDatabase(where(), PLACE)
      expect(await database().db.selectFrom('ledger').selectAll().execute()).toEqual(before)
    })
  })
})
