import type { VirtualClock } from '../clock.ts'
import { secretOf } from './random.ts'

/** The answer to the exchange of a code or a refresh token. */
export interface MintedUserToken {
  readonly access_token: string
  readonly expires_in: number
  readonly refresh_token: string
  readonly refresh_token_expires_in: number
  /** Always empty: what such a token may do is what the App and the person both may. */
  readonly scope: ''
  readonly token_type: 'bearer'
}

interface Pair {
  readonly accountId: number
  readonly accessToken: string
  readonly refreshToken: string
  readonly mintedAt: number
}

const ACCESS_SECONDS = 28_800
const REFRESH_SECONDS = 15_897_600

/** The tokens by which an App acts for people, for eight hours; refresh tokens last six months. */
export function createUserTokens(clock: VirtualClock) {
  const pairs = new Set<Pair>()
  const find = (which: (pair: Pair) => boolean) => [...pairs].find(which)
  const isYoung = ({ mintedAt }: Pair, seconds: number) => clock.now().getTime() < mintedAt + seconds * 1000

  function mint(accountId: number): MintedUserToken {
    const accessToken = `ghu_${secretOf(36)}`
    const refreshToken = `ghr_${secretOf(76)}`
    pairs.add({ accountId, accessToken, refreshToken, mintedAt: clock.now().getTime() })
    return {
      access_token: accessToken,
      expires_in: ACCESS_SECONDS,
      refresh_token: refreshToken,
      refresh_token_expires_in: REFRESH_SECONDS,
      scope: '',
      token_type: 'bearer',
    }
  }

  return {
    mint,

    /** A new pair for a refresh token that still counts, for people who `mayHave` one; the old pair is dead. */
    refresh(refreshToken: string, mayHave: (accountId: number) => boolean): MintedUserToken | undefined {
      const pair = find((each) => each.refreshToken === refreshToken)
      if (!pair || !isYoung(pair, REFRESH_SECONDS) || !mayHave(pair.accountId)) return undefined
      pairs.delete(pair)
      return mint(pair.accountId)
    },

    /** Whose token this is; undefined for one that is unknown, revoked or expired. */
    ownerOf(accessToken: string): number | undefined {
      const pair = find((each) => each.accessToken === accessToken)
      return pair && isYoung(pair, ACCESS_SECONDS) ? pair.accountId : undefined
    },

    /** Makes one token worthless, with its refresh token; false when it was worthless before. */
    revoke(accessToken: string): boolean {
      const pair = find((each) => each.accessToken === accessToken)
      return pair !== undefined && pairs.delete(pair)
    },

    /** Makes every token of a person worthless. */
    revokeOf(accountId: number): void {
      for (const pair of pairs) if (pair.accountId === accountId) pairs.delete(pair)
    },
  }
}

export type UserTokens = ReturnType<typeof createUserTokens>
