import type { Answer } from '../rest/router.ts'
import { accountByLogin, must } from '../world/find.ts'
import type { WorldState } from '../world/state.ts'
import { authorizeFault } from './fault.ts'
import { type Page, peoplePage, rejectionPage } from './page.ts'
import { type OAuthClient, type SignIn, whereTo } from './sign-in.ts'

/** The parameters of `GET /login/oauth/authorize`; the page lets people choose, whatever `prompt` says. */
export const AUTHORIZE_PARAMETERS = [
  'client_id',
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
  'login',
  'prompt',
  'allow_signup',
] as const

type Query = Readonly<Partial<Record<(typeof AUTHORIZE_PARAMETERS)[number], string>>>

/**
 * Asks who somebody is, or, when they have chosen (`as`) or are known beforehand, sends them back with a
 * code. Nobody is ever sent to an address that is not the App's own.
 */
export function authorize(
  signIn: SignIn,
  query: Query,
  { as, here }: { readonly as?: string | undefined; readonly here: string },
): Answer {
  const { client } = signIn
  if (!client || query.client_id !== client.id) {
    return shown(404, rejectionPage('Not found', 'No App of this GitHub has this client_id.'))
  }
  const to = whereTo(signIn, query.redirect_uri)
  if (to === null) return strayed(signIn, query)
  const challenge = challengeOf(query)
  if (challenge === undefined) return sentBack(to, query, authorizeFault('invalid_request'))
  const { state } = signIn.world
  const ready = signIn.readyAccountId === null ? undefined : state.accounts.get(signIn.readyAccountId)
  const person = as === undefined ? ready : accountByLogin(state, as)
  if (person?.type === 'User') {
    return sentBack(to, query, { code: codeFor(signIn, client, person.id, to, challenge) })
  }
  if (as !== undefined) return shown(404, rejectionPage('Not found', 'Nobody here has this login.'))
  return shown(
    200,
    peoplePage({
      app: must(state.apps.get(signIn.world.appId), 'App').name,
      people: peopleOf(state, query.login),
      action: here,
      cancel: backTo(to, query, authorizeFault('access_denied')),
    }),
  )
}

function codeFor(
  signIn: SignIn,
  client: OAuthClient,
  accountId: number,
  redirectUri: string,
  challenge: string | null,
): string {
  return signIn.codes.issue({ accountId, clientId: client.id, redirectUri, challenge })
}

/** An address that is not the App's: the App hears of it at its own, if it has one. */
function strayed(signIn: SignIn, query: Query): Answer {
  const mismatch = authorizeFault('redirect_uri_mismatch')
  if (signIn.callbackUrl !== null) return sentBack(signIn.callbackUrl, query, mismatch)
  return shown(400, rejectionPage('Be careful!', `${mismatch.error}: ${mismatch.error_description}`))
}

/** PKCE's challenge; null when there is none, undefined for what GitHub cannot use (`plain`). */
function challengeOf({ code_challenge, code_challenge_method }: Query): string | null | undefined {
  if (code_challenge === undefined && code_challenge_method === undefined) return null
  const isUsable = code_challenge_method === 'S256' && /^[\w-]{43}$/.test(code_challenge ?? '')
  return isUsable ? code_challenge : undefined
}

/** Everybody with an account, the one that the App expects first. */
function peopleOf(state: WorldState, expected: string | undefined): string[] {
  const logins = [...state.accounts.values()].filter(({ type }) => type === 'User').map(({ login }) => login)
  const isExpected = (login: string) => login.toLowerCase() === expected?.toLowerCase()
  return [...logins.filter(isExpected), ...logins.filter((login) => !isExpected(login))]
}

function backTo(address: string, { state }: Query, facts: object): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(facts)) url.searchParams.set(name, String(value))
  if (state !== undefined) url.searchParams.set('state', state)
  return url.href
}

function sentBack(address: string, query: Query, facts: object): Answer {
  return {
    status: 302,
    body: Buffer.alloc(0),
    headers: {
      location: backTo(address, query, facts),
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
    },
  }
}

function shown(status: number, { html, contentSecurityPolicy }: Page): Answer {
  return {
    status,
    body: Buffer.from(html),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  }
}
