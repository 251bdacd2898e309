import { createAppAuth } from '@octokit/auth-app'
import type { ApiAddresses, Client, Exchange } from './client.ts'
import { openClient } from './client.ts'
import { whyNoSandbox } from './guard.ts'
import { openSandbox, type Sandbox, type Undo, undoAll } from './sandbox.ts'

/** Who is to be believed to be who. */
export interface Credentials {
  readonly appId: number
  /** PEM. */
  readonly privateKey: string
  readonly ada: string
  /** null: there is no second person, and what needs one is skipped. */
  readonly mallory: string | null
}

/** What there is beside GitHub. */
export interface Surroundings {
  /** Where the App's server answers; null or left out: it is not looked at. */
  readonly serverUrl?: string | null
  /** Asks the operator at the terminal to do what no API does; left out where there is no terminal. */
  readonly byHand?: Sandbox['byHand']
}

/** A sandbox that was looked at, with what its clients note and what will be taken back. */
export interface Contact {
  readonly sandbox: Sandbox
  readonly exchanges: Exchange[]
  /** Takes everything back; gives what could not be. Once is enough, twice does no harm. */
  readonly leave: () => Promise<readonly string[]>
  /** Tokens that were made on the way. */
  readonly secrets: () => readonly string[]
}

/** Thrown where nothing may be tried; its message says why, a reason a line. */
export class NoSandbox extends Error {
  override readonly name = 'NoSandbox'
}

/**
 * Looks whether a repository is a sandbox and the credentials are those of three different actors, and puts the
 * sandbox together. Nothing is written before all of that is so. Throws `NoSandbox` otherwise.
 */
export async function makeContact(
  api: ApiAddresses,
  place: { readonly owner: string; readonly repo: string },
  credentials: Credentials,
  { serverUrl = null, byHand }: Surroundings = {},
): Promise<Contact> {
  const { owner, repo } = place
  const exchanges: Exchange[] = []
  const made = new Set<string>()
  const client = (as: string, token: () => Promise<string>) =>
    openClient({ api, as, token, note: (exchange) => exchanges.push(exchange) })
  const ada = client('ada', async () => credentials.ada)
  const theirs = credentials.mallory
  const mallory = theirs === null ? null : client('mallory', async () => theirs)

  const reasons = await whyNoSandbox(ada, owner, repo)
  if (reasons.length > 0) throw new NoSandbox(`${owner}/${repo} is no sandbox: ${reasons.join('; ')}`)
  const logins = {
    ada: await loginOf(ada, 'first'),
    mallory: mallory && (await loginOf(mallory, 'second')),
  }
  if (logins.ada === logins.mallory)
    throw new NoSandbox('both tokens belong to the same person; use two people')

  const auth = createAppAuth({ appId: credentials.appId, privateKey: credentials.privateKey })
  const jwt = client('jwt', async () => remember(made, (await auth({ type: 'app' })).token))
  const app = await jwt.rest('GET', '/app')
  if (app.status !== 200)
    throw new NoSandbox(
      `GitHub does not know the App: it answered ${app.status}; check APP_ID and PRIVATE_KEY`,
    )
  const found = await jwt.rest('GET', `/repos/${owner}/${repo}/installation`)
  if (found.status !== 200) throw new NoSandbox(`the App is not installed on ${owner}/${repo}`)
  let installed: { readonly token: string; readonly until: number } | undefined
  const installation = client('app', async () => {
    if (installed && installed.until > Date.now() + 60_000) return installed.token
    const minted = await jwt.rest('POST', `/app/installations/${found.body.id}/access_tokens`, {})
    if (minted.status !== 201)
      throw new Error(`no token for the installation: GitHub answered ${minted.status}`)
    installed = { token: remember(made, minted.body.token), until: Date.now() + 50 * 60_000 }
    return installed.token
  })

  const repository = await ada.rest('GET', `/repos/${owner}/${repo}`)
  const undos: Undo[] = []
  const sandbox = openSandbox(
    {
      owner,
      repo,
      isOrganization: repository.body.owner?.type === 'Organization',
      serverUrl,
      defaultBranch: repository.body.default_branch,
      appId: credentials.appId,
      installationId: found.body.id,
      slug: app.body.slug,
      logins,
    },
    { app: installation, jwt, ada, mallory, byHand: byHand ?? null },
    undos,
    new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14),
  )
  return { sandbox, exchanges, leave: () => undoAll(undos), secrets: () => [...made] }
}

async function loginOf(client: Client, which: string): Promise<string> {
  const { status, body } = await client.rest('GET', '/user')
  if (status !== 200) throw new NoSandbox(`the ${which} token is not taken: GitHub answered ${status}`)
  return body.login
}

function remember(made: Set<string>, token: string): string {
  made.add(token)
  return token
}
