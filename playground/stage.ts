import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { type Server, startServer } from '../src/server/server.ts'
import type { ServerOptions } from '../src/server/server-options.ts'
import { type Environment, readSettings } from '../src/settings/settings.ts'
import { type LocalGitHub, startLocalGitHub } from '@rfc-alignment/emulator/local-github.ts'

/** A local GitHub with people on it, and the real server beside it, joined over HTTP as the world joins them. */
export interface Stage {
  readonly github: LocalGitHub
  readonly server: Server
  /** The environment the server was started with, for those who start another one. */
  readonly environment: Environment
  /** Resolves when every webhook is answered and every evaluation is finished. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface StageOptions {
  readonly log?: Logger
  readonly server?: ServerOptions
  readonly port?: number
  /** More for the server's environment. */
  readonly environment?: Environment
  /** A PostgreSQL to use instead of a database in a temporary folder. */
  readonly databaseUrl?: string
}

/** The people of every story: an author, four colleagues, a maintainer, and two whom nobody named. */
const CAST = ['author', 'ada', 'linus', 'grace', 'margaret', 'mallory', 'eve'] as const

/** Opens a stage: credentials made for the occasion, a database in a temporary folder that goes with it. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const app = newCredentials()
  const github = await startLocalGitHub({ app })
  for (const login of CAST) github.createUser(login)
  github.createUser('build-bot', { type: 'Bot' })
  github.createOrganization('acme', { owners: ['margaret'], members: CAST })
  const dataDir = await mkdtemp(join(tmpdir(), 'rfc-alignment-'))
  const environment = {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_CLIENT_ID: app.clientId,
    GITHUB_CLIENT_SECRET: app.clientSecret,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
    HOST: '127.0.0.1',
    PORT: String(options.port ?? 0),
    DATA_DIR: join(dataDir, 'data'),
    ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
    ...options.environment,
  }
  const log = options.log ?? pino({ level: 'silent' })
  const server = await startServer(readSettings(environment), log, options.server)
  github.deliverTo(server.webhookUrl)
  // What it does at its start is no part of any story.
  await server.idle()
  return {
    github,
    server,
    environment,
    settled: () => settled(github, server),
    close: async () => {
      await server.stop()
      await github.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** An App as GitHub would register it. */
function newCredentials() {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return {
    id: 4711,
    slug: 'rfc-alignment',
    privateKey,
    webhookSecret: randomBytes(32).toString('hex'),
    clientId: `Iv23li${randomBytes(7).toString('hex')}`,
    clientSecret: randomBytes(20).toString('hex'),
  }
}

/** What the App writes makes webhooks too, so both sides are asked until nothing new was sent. */
async function settled(github: LocalGitHub, server: Server): Promise<void> {
  let before: number
  do {
    before = github.deliveries.length
    await github.idle()
    await server.idle()
  } while (github.deliveries.length !== before)
}
