import { createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import { wholeSeconds } from './clock.ts'
import type { OAuthClient } from './oauth/sign-in.ts'
import type { UserTokens } from './oauth/user-tokens.ts'
import { Rejection } from './rejection.ts'
import { covers, installationOn } from './world/installation.ts'
import type { Installation, Repository } from './world/state.ts'
import type { World } from './world/world.ts'

export type Permissions = Readonly<Record<string, 'read' | 'write'>>

/** Who asks: the App itself, one of its installations, perhaps narrowed, or a person through the App. */
export type Access =
  | { readonly kind: 'app' }
  /** The App by its client id and secret, which is how it takes back people's tokens. */
  | { readonly kind: 'client'; readonly clientId: string }
  | { readonly kind: 'user'; readonly accountId: number }
  /** Somebody with a token of their own, which may do what they may. */
  | { readonly kind: 'person'; readonly accountId: number }
  | {
      readonly kind: 'installation'
      readonly installation: Installation
      readonly permissions: Permissions
      /** null: every repository of the installation. */
      readonly repositoryIds: ReadonlySet<number> | null
    }

export type InstallationAccess = Extract<Access, { kind: 'installation' }>
export type PersonAccess = Extract<Access, { kind: 'person' }>
export type UserAccess = Extract<Access, { kind: 'user' }>

interface Token {
  readonly installationId: number
  readonly permissions: Permissions
  readonly repositoryIds: ReadonlySet<number> | null
  readonly expires: number
}

/** Installation tokens live for an hour. */
const TOKEN_SECONDS = 3600
/** A JWT may not be valid for longer than this. */
const LONGEST_JWT_SECONDS = 600

/** Mints tokens and recognises them, as GitHub's front does. Times are those of the host: the App's clock is not ours. */
export function createGate(options: {
  readonly appId: number
  readonly privateKey: string
  readonly client: OAuthClient | undefined
  readonly userTokens: UserTokens
  readonly now?: () => number
}) {
  const key = createPublicKey(options.privateKey)
  const now = options.now ?? (() => Math.floor(Date.now() / 1000))
  const tokens = new Map<string, Token>()
  const personal = new Map<string, number>()

  return {
    userTokens: options.userTokens,

    /** Mints a token for an installation; rejects what the installation was not given. */
    mint(
      installation: Installation,
      narrowed: { readonly permissions?: Permissions; readonly repositoryIds?: readonly number[] },
    ): { token: string; expires_at: string; permissions: Permissions } {
      const permissions: Permissions = {
        ...(narrowed.permissions ?? installation.permissions),
        metadata: 'read',
      }
      for (const [name, level] of Object.entries(permissions)) {
        const granted = installation.permissions[name]
        if (name !== 'metadata' && (granted === undefined || (level === 'write' && granted === 'read'))) {
          throw new Rejection(422, 'The permissions requested are not granted to this installation.')
        }
      }
      // Since April 2026 these are longer than forty characters (GH-131).
      const token = `ghs_${options.appId}_${randomBytes(48).toString('base64url')}`
      const expires = now() + TOKEN_SECONDS
      tokens.set(token, {
        installationId: installation.id,
        permissions,
        repositoryIds: narrowed.repositoryIds ? new Set(narrowed.repositoryIds) : null,
        expires,
      })
      return { token, expires_at: wholeSeconds(new Date(expires * 1000)), permissions }
    },

    /** Who asks, by the `Authorization` header; throws 401 or 403 as GitHub does. */
    recognise(world: World, header: string | undefined): Access {
      const [scheme, credential] = (header ?? '').split(/ +/, 2)
      if (credential && /^basic$/i.test(scheme ?? '')) return clientOf(options.client, credential)
      if (!scheme || !credential || !/^(bearer|token)$/i.test(scheme)) {
        throw new Rejection(401, 'Requires authentication')
      }
      if (credential.split('.').length === 3 && !credential.startsWith('ghs_')) {
        checkJwt(key, credential, options.appId, now())
        return { kind: 'app' }
      }
      const accountId = options.userTokens.ownerOf(credential)
      if (accountId !== undefined && world.state.accounts.has(accountId)) return { kind: 'user', accountId }
      const person = personal.get(credential)
      if (person !== undefined && world.state.accounts.has(person))
        return { kind: 'person', accountId: person }
      const token = tokens.get(credential)
      if (!token || token.expires <= now()) throw new Rejection(401, 'Bad credentials')
      const installation = world.state.installations.get(token.installationId)
      if (!installation) throw new Rejection(401, 'Bad credentials')
      if (installation.suspendedAt !== null) throw new Rejection(403, 'This installation has been suspended')
      return {
        kind: 'installation',
        installation,
        permissions: token.permissions,
        repositoryIds: token.repositoryIds,
      }
    },

    /** A token that somebody made for themselves, to do everything with that they may do. */
    personalToken(accountId: number): string {
      const token = `ghp_${randomBytes(18).toString('hex')}`
      personal.set(token, accountId)
      return token
    },

    /** Makes every token minted so far worthless, as a revocation does. */
    revokeAll: () => tokens.clear(),
  }
}

export type Gate = ReturnType<typeof createGate>

/** Whether a token reaches a repository at all. Anybody reads what is public, an App that is not installed there too. */
export function reaches(access: InstallationAccess, repository: Repository): boolean {
  if (!covers(access.installation, repository)) return false
  return access.repositoryIds === null || access.repositoryIds.has(repository.id)
}

/** Whether a token may do something in a repository. */
export function permits(
  access: InstallationAccess,
  repository: Repository,
  permission: string,
  level: 'read' | 'write',
): boolean {
  const granted = reaches(access, repository) ? access.permissions[permission] : undefined
  if (granted === 'write' || granted === level) return true
  // What is public anybody may read; the members of an organisation are not.
  return level === 'read' && repository.visibility === 'public' && permission !== 'members'
}

/** The installation of the App under test on a repository; throws 404 as GitHub does when there is none. */
export function mustInstallation(world: World, repository: Repository): Installation {
  const installation = installationOn(world.state, world.appId, repository)
  if (!installation) throw new Rejection(404, 'Not Found')
  return installation
}

function clientOf(client: OAuthClient | undefined, credential: string): Access {
  const given = Buffer.from(credential, 'base64').toString('utf8')
  if (!client || given !== `${client.id}:${client.secret}`) throw new Rejection(401, 'Bad credentials')
  return { kind: 'client', clientId: client.id }
}

function checkJwt(key: KeyObject, jwt: string, appId: number, now: number): void {
  const [head = '', body = '', signature = ''] = jwt.split('.')
  const header = decode(head)
  const claims = decode(body)
  const data = Buffer.from(`${head}.${body}`)
  if (header?.alg !== 'RS256' || !verify('RSA-SHA256', data, key, Buffer.from(signature, 'base64url'))) {
    throw new Rejection(401, 'A JSON web token could not be decoded')
  }
  const { iat, exp, iss } = claims ?? {}
  if (typeof iat !== 'number' || iat > now) {
    throw new Rejection(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  }
  if (typeof exp !== 'number' || exp <= now) {
    throw new Rejection(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  }
  if (exp - now > LONGEST_JWT_SECONDS) {
    throw new Rejection(401, "'Expiration time' claim ('exp') is too far in the future")
  }
  if (String(iss) !== String(appId)) throw new Rejection(401, 'Integration not found')
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    // Not JSON: the caller answers that the token cannot be decoded.
    return undefined
  }
}
