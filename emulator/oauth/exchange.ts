import { exchangeFault, type OAuthFault } from './fault.ts'
import type { SignIn } from './sign-in.ts'
import type { MintedUserToken } from './user-tokens.ts'

/** The parameters of `POST /login/oauth/access_token`. */
export const EXCHANGE_PARAMETERS = [
  'client_id',
  'client_secret',
  'code',
  'redirect_uri',
  'code_verifier',
  'grant_type',
  'refresh_token',
] as const

type Asked = Readonly<Partial<Record<(typeof EXCHANGE_PARAMETERS)[number], string>>>

/** Exchanges a code, or a refresh token, for a user access token; GitHub rejects with status 200, too. */
export function exchange(signIn: SignIn, asked: Asked): MintedUserToken | OAuthFault {
  const { client, codes, tokens, world } = signIn
  if (!client || asked.client_id !== client.id || asked.client_secret !== client.secret) {
    return exchangeFault('incorrect_client_credentials')
  }
  const isHere = (accountId: number) => world.state.accounts.has(accountId)
  if (asked.grant_type === 'refresh_token') {
    return tokens.refresh(asked.refresh_token ?? '', isHere) ?? exchangeFault('bad_refresh_token')
  }
  if ((asked.grant_type ?? 'authorization_code') !== 'authorization_code') {
    return exchangeFault('unsupported_grant_type')
  }
  const redeemed = codes.redeem(asked.code ?? '', {
    clientId: client.id,
    ...(asked.redirect_uri !== undefined && { redirectUri: asked.redirect_uri }),
    ...(asked.code_verifier !== undefined && { verifier: asked.code_verifier }),
  })
  if ('rejection' in redeemed) return exchangeFault(redeemed.rejection)
  return isHere(redeemed.accountId) ? tokens.mint(redeemed.accountId) : exchangeFault('bad_verification_code')
}
