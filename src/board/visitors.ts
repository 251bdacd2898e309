import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { LRUCache } from 'lru-cache'
import type { Login, RepositoryId, UserId } from '../facts/ids.ts'
import type { Readable } from '../report/listing.ts'
import { digestOf, randomToken, type Seal } from './seal.ts'

/** Who looks at a page, and what they may see. */
export interface Visitor {
  /** Null without a sign-in. */
  readonly person: { readonly id: UserId; readonly login: Login } | null
  readonly readable: Readable
  /** What every form of theirs must carry; empty for who is not signed in. */
  readonly csrf: string
}

/** What GitHub says of people who sign in; see `github/viewer.ts`. */
interface Viewers {
  readonly authorizeUrl: (ask: { state: string; challenge: string; redirectUri: string }) => string
  readonly tokenFor: (answer: {
    code: string
    verifier: string
    redirectUri: string
  }) => Promise<string | null>
  readonly viewer: (token: string) => Promise<{ readonly id: UserId; readonly login: Login } | null>
  readonly readable: (
    token: string,
    repositories: readonly { readonly id: RepositoryId; readonly owner: string; readonly name: string }[],
  ) => Promise<ReadonlySet<RepositoryId> | null>
  readonly revoke: (token: string) => Promise<void>
}

/** Stores sign-ins and sessions. */
export interface SessionStore {
  readonly beginSignIn: (begun: {
    id: string
    verifier: string
    next: string
    seconds: number
  }) => Promise<void>
  readonly endSignIn: (id: string) => Promise<{ readonly verifier: string; readonly next: string } | null>
  readonly keep: (session: KeptSession & { id: string; seconds: number }) => Promise<void>
  readonly read: (id: string) => Promise<KeptSession | null>
  readonly end: (id: string) => Promise<void>
  readonly repositories: () => Promise<
    readonly { readonly id: RepositoryId; readonly owner: string; readonly name: string }[]
  >
}

interface KeptSession {
  readonly userId: UserId
  readonly login: Login
  readonly token: string
  readonly csrf: string
}

export interface VisitorsOptions {
  readonly viewers: Viewers
  readonly store: SessionStore
  readonly seal: Seal
  /** Where people reach the server; GitHub sends them back there. */
  readonly publicUrl: () => string
  readonly isPublicToo: boolean
  /** How long GitHub's answer to what somebody may read is cached, in milliseconds. */
  readonly readableMs?: number | undefined
}

const SESSION = 'rfc-alignment-session'
const SIGN_IN = 'rfc-alignment-sign-in'
/** A working day: GitHub's own token lasts as long. */
const SESSION_SECONDS = 8 * 3600
const SIGN_IN_SECONDS = 600
/** The longest time that somebody who lost read access still sees something (TH-147). */
const READABLE_MS = 5 * 60_000

/** Identifies visitors by their cookie, and sends them to GitHub and back (GH-170, TH-148, TH-149). */
export class Visitors {
  readonly #options: VisitorsOptions
  /** Null when nothing is cached. */
  readonly #readable: LRUCache<string, readonly number[]> | null

  constructor(options: VisitorsOptions) {
    const { readableMs = READABLE_MS } = options
    this.#options = options
    this.#readable = readableMs > 0 ? new LRUCache({ max: 1000, ttl: readableMs }) : null
  }

  /** Who asks, and what GitHub lets them read; asked of GitHub with their own token, every five minutes. */
  async of(context: Context): Promise<Visitor> {
    const { store, isPublicToo } = this.#options
    const nobody = { person: null, readable: { repositories: [], isPublicToo }, csrf: '' }
    const word = getCookie(context, SESSION, 'host')
    if (!word) return nobody
    const id = digestOf(word)
    const session = await store.read(id)
    const repositories = session && (await this.#readableBy(id, session))
    if (!session || !repositories) {
      deleteCookie(context, SESSION, { ...COOKIE, prefix: 'host' })
      return nobody
    }
    return {
      person: { id: session.userId, login: session.login },
      readable: { repositories, isPublicToo },
      csrf: session.csrf,
    }
  }

  /** Sends somebody to GitHub; they come back to `next`, a page of ours. */
  async signIn(context: Context, next: string): Promise<Response> {
    const { viewers, store } = this.#options
    const [state, binding, verifier] = [randomToken(), randomToken(), randomToken()]
    await store.beginSignIn({
      id: digestOf(`${state} ${binding}`),
      verifier: this.#options.seal.seal(verifier),
      next,
      seconds: SIGN_IN_SECONDS,
    })
    setCookie(context, SIGN_IN, binding, { ...COOKIE, prefix: 'host', maxAge: SIGN_IN_SECONDS })
    return context.redirect(
      viewers.authorizeUrl({ state, challenge: digestOf(verifier), redirectUri: this.#callback() }),
    )
  }

  /** Takes what GitHub answered: signs them in and says where they wanted to go; null where it is no good answer. */
  async signedIn(context: Context): Promise<string | null> {
    const { viewers, store, seal } = this.#options
    const { state, code } = context.req.query()
    const binding = getCookie(context, SIGN_IN, 'host')
    deleteCookie(context, SIGN_IN, { ...COOKIE, prefix: 'host' })
    if (!state || !code || !binding) return null
    const begun = await store.endSignIn(digestOf(`${state} ${binding}`))
    const verifier = begun && seal.open(begun.verifier)
    if (!begun || !verifier) return null
    const token = await viewers.tokenFor({ code, verifier, redirectUri: this.#callback() })
    const viewer = token && (await viewers.viewer(token))
    if (!token || !viewer) return null
    // A session from before the sign-in is not continued: somebody else may know its cookie (session fixation).
    await this.#end(context)
    const word = randomToken()
    await store.keep({
      id: digestOf(word),
      userId: viewer.id,
      login: viewer.login,
      token: seal.seal(token),
      csrf: randomToken(),
      seconds: SESSION_SECONDS,
    })
    setCookie(context, SESSION, word, { ...COOKIE, prefix: 'host', maxAge: SESSION_SECONDS })
    return begun.next
  }

  /** Ends the session here and at GitHub. */
  async signOut(context: Context): Promise<void> {
    await this.#end(context)
    deleteCookie(context, SESSION, { ...COOKIE, prefix: 'host' })
  }

  async #end(context: Context): Promise<void> {
    const { store, viewers, seal } = this.#options
    const word = getCookie(context, SESSION, 'host')
    if (!word) return
    const id = digestOf(word)
    const session = await store.read(id)
    this.#readable?.delete(id)
    await store.end(id)
    const token = session && seal.open(session.token)
    // The session here ends even when GitHub does not answer.
    if (token) await viewers.revoke(token).catch(() => {})
  }

  async #readableBy(id: string, session: KeptSession): Promise<readonly RepositoryId[] | null> {
    const known = this.#readable?.get(id)
    if (known) return known
    const { store, viewers, seal } = this.#options
    const token = seal.open(session.token)
    const readable = token && (await viewers.readable(token, await store.repositories()))
    if (!readable) {
      await store.end(id)
      return null
    }
    const repositories = [...readable]
    this.#readable?.set(id, repositories)
    return repositories
  }

  #callback(): string {
    return `${this.#options.publicUrl()}/sign-in/done`
  }
}

const COOKIE = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax' } as const
