import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/** Seals texts so that a copy of the database alone opens none of them. */
export interface Seal {
  readonly seal: (text: string) => string
  /** Null for what was not sealed with this key. */
  readonly open: (sealed: string) => string | null
}

const IV_BYTES = 12
const TAG_BYTES = 16

/** Makes a seal of a secret: AES-256-GCM with a key that is derived from it. */
export function createSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'rfc-alignment sessions', 32))
  return {
    seal: (text) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open: (sealed) => {
      try {
        const bytes = Buffer.from(sealed, 'base64url')
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
        return Buffer.concat([
          decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
          decipher.final(),
        ]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}

/** Returns a token that cannot be guessed. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** The digest under which the secret that a browser holds is stored. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
