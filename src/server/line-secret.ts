import { createHash, createPrivateKey } from 'node:crypto'

/**
 * Returns the secret by which lines that people wrote are recorded (L3): made of the App's private key, however that is
 * written, so that every server of the App has the same and nobody has to set one.
 */
export function lineSecretOf(privateKey: string): string {
  const key = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' })
  return createHash('sha256').update('rfc-alignment ledger').update(key).digest('hex')
}
