/**
 * Returns the address with `sslmode` in the meaning that PostgreSQL documents
 * (https://www.postgresql.org/docs/current/libpq-ssl.html): `require` encrypts, and verifies only against a
 * given `sslrootcert`; `verify-full` always verifies. Without this, `pg` verifies for all modes, prints a
 * warning that this will change, and rejects the certificates of most hosted databases, whose authority Node
 * does not know.
 */
export function withDocumentedSslMode(address: string): string {
  const { searchParams } = new URL(address)
  const mode = searchParams.get('sslmode')
  if (mode === null || mode === 'no-verify' || searchParams.has('uselibpqcompat')) return address
  // `pg` rejects `verify-ca` without a certificate. `verify-full` verifies against Node's own.
  const isInFull = mode === 'verify-ca' && !searchParams.has('sslrootcert')
  const asked = isInFull ? address.replace('sslmode=verify-ca', 'sslmode=verify-full') : address
  return `${asked}&uselibpqcompat=true`
}

/** Whether the address asks for encryption without verifying the server. */
export function isUnverified(address: string): boolean {
  const { searchParams } = new URL(address)
  const mode = searchParams.get('sslmode')
  return mode === 'no-verify' || mode === 'prefer' || (mode === 'require' && !searchParams.has('sslrootcert'))
}
