import { createHash } from 'node:crypto'
import type { VirtualClock } from '../clock.ts'
import { secretOf } from './random.ts'

/** What a code was given out for; its redemption must match all of it. */
export interface Grant {
  readonly accountId: number
  readonly clientId: string
  readonly redirectUri: string
  /** PKCE: the base64url of a SHA-256; null when none was sent. */
  readonly challenge: string | null
}

/** Whom a code stands for, or why it stands for nobody. */
export type Redeemed =
  | { readonly accountId: number }
  | { readonly rejection: 'bad_verification_code' | 'redirect_uri_mismatch' }

const CODE_SECONDS = 600

/** The codes that people carry from the sign-in page to the App, each for one try within ten minutes. */
export function createCodes(clock: VirtualClock) {
  const codes = new Map<string, Grant & { readonly expires: number }>()
  return {
    issue(grant: Grant): string {
      const code = secretOf(20).toLowerCase()
      codes.set(code, { ...grant, expires: clock.now().getTime() + CODE_SECONDS * 1000 })
      return code
    },

    /** Takes a code for whom it was given out; the code is spent, whatever the answer. */
    redeem(
      code: string,
      by: { readonly clientId: string; readonly redirectUri?: string; readonly verifier?: string },
    ): Redeemed {
      const grant = codes.get(code)
      codes.delete(code)
      if (!grant || grant.expires <= clock.now().getTime() || grant.clientId !== by.clientId) {
        return { rejection: 'bad_verification_code' }
      }
      if (by.redirectUri !== undefined && by.redirectUri !== grant.redirectUri) {
        return { rejection: 'redirect_uri_mismatch' }
      }
      if (!answers(grant.challenge, by.verifier)) return { rejection: 'bad_verification_code' }
      return { accountId: grant.accountId }
    },

    /** Makes the codes of a person worthless. */
    forget(accountId: number): void {
      for (const [code, grant] of codes) if (grant.accountId === accountId) codes.delete(code)
    },
  }
}

export type Codes = ReturnType<typeof createCodes>

/** A verifier without a challenge is rejected too: somebody took the challenge away (RFC 9700, 4.8.2). */
function answers(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null || verifier === undefined) return challenge === null && verifier === undefined
  return createHash('sha256').update(verifier).digest('base64url') === challenge
}
