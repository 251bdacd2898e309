import pg from 'pg'
import { expect, test } from 'vitest'
import { isUnverified, withDocumentedSslMode } from '../../src/store/ssl-mode.ts'

const PLAIN = 'postgres://user:pass%2Fword@db.test:5432/rfc'

/** How a client would connect. */
function ssl(query: string): unknown {
  const client = new pg.Client({ connectionString: withDocumentedSslMode(`${PLAIN}${query}`) })
  expect(client).toMatchObject({ host: 'db.test', database: 'rfc', password: 'pass/word' })
  return (client as unknown as { ssl: unknown }).ssl
}

test.each([
  ['', false, false],
  ['?sslmode=disable', false, false],
  ['?sslmode=require', { rejectUnauthorized: false }, true],
  ['?sslmode=prefer', { rejectUnauthorized: false }, true],
  ['?sslmode=no-verify', { rejectUnauthorized: false }, true],
  ['?sslmode=verify-full', {}, false],
  ['?application_name=a&sslmode=verify-full', {}, false],
  // Without a certificate of one's own this verifies in full.
  ['?sslmode=verify-ca', {}, false],
])('sslmode means what PostgreSQL documents, without a warning: %s', async (query, expected, unverified) => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  const found = ssl(query)
  await new Promise((next) => setImmediate(next))
  process.off('warning', note)
  expect([found, isUnverified(`${PLAIN}${query}`)]).toEqual([expected, unverified])
  expect(warnings).toEqual([])
})

test('verifies against a given certificate with sslmode=require', () => {
  // Any file serves: nothing is connected.
  const file = encodeURIComponent(import.meta.filename)
  expect(ssl(`?sslmode=require&sslrootcert=${file}`)).toMatchObject({ ca: expect.any(String) })
  expect(ssl(`?sslmode=require&sslrootcert=${file}`)).not.toHaveProperty('rejectUnauthorized')
  expect(isUnverified(`${PLAIN}?sslmode=require&sslrootcert=${file}`)).toBe(false)
})
