import { account, type Who } from '../acts/who.ts'
import type { World } from '../world/world.ts'
import { type Codes, createCodes } from './codes.ts'
import type { UserTokens } from './user-tokens.ts'

/** What an App names itself by where people sign in: not by its number and key, but by these. */
export interface OAuthClient {
  /** `Iv23li…`. */
  readonly id: string
  readonly secret: string
}

/** All that "sign in with GitHub" remembers. */
export interface SignIn {
  readonly world: World
  /** Undefined for an App that was registered without: nobody can sign in to it. */
  readonly client: OAuthClient | undefined
  readonly codes: Codes
  readonly tokens: UserTokens
  /** Where people may be sent back to; null until somebody registers it. */
  callbackUrl: string | null
  /** Who does not even see the page, but goes straight back with a code; null when everybody is asked. */
  readyAccountId: number | null
}

/** What tests and demos say about signing in. */
export interface SignInControls {
  /** Registers the one address that people may be sent back to; until then any of this machine will do. */
  setCallbackUrl(url: string): void
  /** From now on every sign-in is by this person, unasked; with null the page is shown again. */
  signsIn(who: Who | null): void
  /** Makes every token the App has for a person worthless, as when they take their authorization back. */
  revokeUserTokens(who: Who): void
}

/** A GitHub nobody has signed in to yet. */
export function createSignIn(
  world: World,
  client: OAuthClient | undefined,
  tokens: UserTokens,
): { readonly signIn: SignIn; readonly controls: SignInControls } {
  const codes = createCodes(world.clock)
  const signIn: SignIn = { world, client, codes, tokens, callbackUrl: null, readyAccountId: null }
  const controls: SignInControls = {
    setCallbackUrl(url) {
      if (!isWebAddress(url)) throw new Error(`"${url}" cannot be a callback URL`)
      signIn.callbackUrl = url
    },
    signsIn(who) {
      signIn.readyAccountId = who === null ? null : account(world, who).id
    },
    revokeUserTokens(who) {
      const { id } = account(world, who)
      codes.forget(id)
      tokens.revokeOf(id)
    },
  }
  return { signIn, controls }
}

/** Where to send somebody back to; null for an address that is not, to the letter, the registered one. */
export function whereTo(signIn: SignIn, redirectUri: string | undefined): string | null {
  const { callbackUrl } = signIn
  if (callbackUrl !== null) return (redirectUri ?? callbackUrl) === callbackUrl ? callbackUrl : null
  if (redirectUri === undefined || !isWebAddress(redirectUri)) return null
  return ['localhost', '127.0.0.1'].includes(new URL(redirectUri).hostname) ? redirectUri : null
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)
}
