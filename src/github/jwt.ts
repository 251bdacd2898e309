import { createPrivateKey, type KeyObject, sign } from 'node:crypto'

export interface Jwt {
  readonly jwt: string
  readonly expiresAt: string
}

// GitHub takes ten minutes at most, and clocks differ.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
const LIFE_SECONDS = 9 * 60
const SLACK_SECONDS = 30

/**
 * Makes the App's own JWTs, for `createJwt` of auth-app; throws when the key is none. The key is read once: auth-app
 * reads it for every token, and OpenSSL then fails for whatever error an earlier call of anybody left in its queue.
 */
export function jwtMaker(
  privateKey: string,
): (appId: string | number, timeDifference?: number) => Promise<Jwt> {
  const key = readKey(privateKey)
  return async (appId, timeDifference = 0) => {
    const now = Math.floor(Date.now() / 1000) + timeDifference
    const expires = now - SLACK_SECONDS + LIFE_SECONDS
    const claims = { iat: now - SLACK_SECONDS, exp: expires, iss: appId }
    const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`
    const signature = sign('RSA-SHA256', Buffer.from(unsigned), key).toString('base64url')
    return { jwt: `${unsigned}.${signature}`, expiresAt: new Date(expires * 1000).toISOString() }
  }
}

/** Reads the key a second time where the first one failed: that took the error of anybody else out of the queue. */
function readKey(privateKey: string): KeyObject {
  try {
    return createPrivateKey(privateKey)
  } catch {
    return createPrivateKey(privateKey)
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
