import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { DatabasePlace } from '../store/open-database.ts'
import { SCHEMA_NAME } from '../store/schema.ts'
import { SHORTEST_SECRET_BYTES, weaknessOf } from './weak-secret.ts'

/** Everything the environment decides. */
export interface Settings {
  readonly appId: number
  /** PEM, with real line ends. */
  readonly privateKey: string
  /** One, or two while the secret is being rotated. */
  readonly webhookSecrets: readonly string[]
  readonly github: GitHubAddresses
  /** Null: GitHub is reached directly. */
  readonly proxy: ProxySettings | null
  readonly port: number
  readonly host: string
  /** Without a trailing slash; null where nobody said how the world reaches us. */
  readonly publicUrl: string | null
  /** With which people sign in to the board; null: nobody can. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string } | null
  /** RFCs of public repositories are shown to everybody. */
  readonly isBoardPublic: boolean
  readonly database: DatabasePlace
  readonly sweepSeconds: number
  readonly recoverySeconds: number
  /** Null: no metrics door. */
  readonly metricsPort: number | null
  readonly logLevel: LogLevel
}

/** Where GitHub is, none of them with a trailing slash. */
export interface GitHubAddresses {
  /** Octokit's `baseUrl`. */
  readonly restUrl: string
  /** What Octokit makes of that `baseUrl` for GraphQL. */
  readonly graphqlUrl: string
  readonly webUrl: string
}

/** The proxy that calls to GitHub go through, by the names that Node's `http.setGlobalProxyFromEnv` takes. */
export interface ProxySettings {
  readonly variables: Readonly<Partial<Record<(typeof PROXY_VARIABLES)[number], string>>>
  /** `NODE_USE_ENV_PROXY` is set: Node has read the variables by itself. */
  readonly isUsedByNode: boolean
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'] as const

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type Environment = Readonly<Record<string, string | undefined>>

/** Thrown when the environment cannot be used; its message has one line for each problem. */
export class SettingsError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'SettingsError'
    this.problems = problems
  }
}

// A timer of Node cannot wait longer than 2^31 - 1 milliseconds; it would fire at once instead.
const LONGEST_SECONDS = 2_147_483

/** Reads the environment whole; throws one `SettingsError` that names every problem at once. */
export function readSettings(environment: Environment = process.env): Settings {
  const reader = new Reader(environment)
  const settings: Settings = {
    appId: reader.wholeNumber('APP_ID', { from: 1, to: Number.MAX_SAFE_INTEGER, where: APP_PAGE }),
    privateKey: readPrivateKey(reader),
    webhookSecrets: readSecrets(reader),
    github: readGitHub(reader),
    proxy: readProxy(reader),
    port: reader.wholeNumber('PORT', { from: 0, to: 65_535, otherwise: 3000 }),
    host: reader.text('HOST') ?? '0.0.0.0',
    publicUrl: readPublicUrl(reader),
    oauth: readOAuth(reader),
    isBoardPublic: reader.oneOf('PUBLIC_BOARD', ['on', 'off'] as const, 'off') === 'on',
    database: readDatabase(reader),
    sweepSeconds: reader.wholeNumber('SWEEP_SECONDS', { from: 1, to: LONGEST_SECONDS, otherwise: 900 }),
    recoverySeconds: reader.wholeNumber('RECOVERY_SECONDS', { from: 1, to: LONGEST_SECONDS, otherwise: 120 }),
    metricsPort: reader.text('METRICS_PORT')
      ? reader.wholeNumber('METRICS_PORT', { from: 0, to: 65_535 })
      : null,
    logLevel: reader.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
  }
  if (settings.metricsPort !== null && settings.metricsPort !== 0 && settings.metricsPort === settings.port) {
    reader.problem(
      `METRICS_PORT and PORT are both ${settings.port}; expected two different ones`,
      'give the metrics a port of their own, which the world does not reach',
    )
  }
  if (reader.problems.length > 0) throw new SettingsError(reader.problems)
  return settings
}

/** What must never be told: for the log, which takes these out wherever they turn up. */
export function secretsOf({
  privateKey,
  webhookSecrets,
  oauth,
  database,
  proxy,
}: Settings): readonly string[] {
  const { HTTPS_PROXY, HTTP_PROXY } = proxy?.variables ?? {}
  return [
    privateKey,
    ...webhookSecrets,
    ...(oauth ? [oauth.clientSecret] : []),
    ...('url' in database ? [database.url, ...passwordsIn(database.url)] : []),
    ...[HTTPS_PROXY, HTTP_PROXY].flatMap((address) => (address === undefined ? [] : passwordsIn(address))),
  ]
}

/** The password of an address as it is written and as it is meant; nothing where it has none. */
function passwordsIn(address: string): readonly string[] {
  const { password } = new URL(address)
  return password === '' ? [] : [password, decoded(password)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const APP_PAGE = "copy it from the App's settings page on GitHub"

function readPrivateKey(reader: Reader): string {
  const given = reader.text('PRIVATE_KEY')
  const path = reader.text('PRIVATE_KEY_PATH')
  if (given === undefined && path === undefined) {
    reader.problem(
      'PRIVATE_KEY and PRIVATE_KEY_PATH are not set; expected one of them',
      "create a private key on the App's settings page and give its text or its file",
    )
    return ''
  }
  const name = given === undefined ? 'PRIVATE_KEY_PATH' : 'PRIVATE_KEY'
  // Many ways to set a variable cannot hold a line end, so people write it as two characters.
  const pem = given === undefined ? readKeyFile(reader, path!) : given.replaceAll('\\n', '\n')
  if (pem === null) return ''
  if (!isRsaPrivateKey(pem)) {
    reader.problem(
      `${name} does not hold an RSA private key in PEM form`,
      "give the .pem file that GitHub made, from its first line '-----BEGIN' to its last",
    )
  }
  return pem
}

function readKeyFile(reader: Reader, path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (path.includes('-----BEGIN')) {
      reader.problem('PRIVATE_KEY_PATH holds a key; expected the path of its file', 'put it into PRIVATE_KEY')
      return null
    }
    reader.problem(
      `PRIVATE_KEY_PATH names ${quote(path)}, which cannot be read (${errorCode(error)})`,
      'give the path of a file that this user may read',
    )
    return null
  }
}

function isRsaPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

function readSecrets(reader: Reader): string[] {
  const text = reader.text('WEBHOOK_SECRET')
  const make = `make one with 'openssl rand -hex 32' and set the same in the App's settings`
  if (text === undefined) {
    reader.problem(`WEBHOOK_SECRET is not set; expected ${SHORTEST_SECRET_BYTES} bytes or more`, make)
    return []
  }
  const secrets = text.split(',').map((secret) => secret.trim())
  if (secrets.length > 2) {
    reader.problem(
      `WEBHOOK_SECRET holds ${secrets.length} secrets; expected one, or two while one replaces the other`,
      'take the oldest away (a secret cannot hold a comma)',
    )
  }
  for (const [index, secret] of secrets.entries()) {
    const which = secrets.length === 1 ? 'WEBHOOK_SECRET' : `Secret ${index + 1} of WEBHOOK_SECRET`
    const weakness = weaknessOf(secret)
    if (weakness !== null) reader.problem(`${which} ${weakness}`, make)
  }
  if (secrets.length === 2 && secrets[0] === secrets[1]) {
    reader.problem('WEBHOOK_SECRET holds the same secret twice; expected the new one beside the old', make)
  }
  return secrets
}

function readGitHub(reader: Reader): GitHubAddresses {
  const host = reader.text('GHE_HOST')
  const protocol = reader.oneOf('GHE_PROTOCOL', ['https', 'http'] as const, 'https')
  if (host === undefined) {
    return {
      restUrl: 'https://api.github.com',
      graphqlUrl: 'https://api.github.com/graphql',
      webUrl: 'https://github.com',
    }
  }
  if (!isHost(host)) {
    reader.problem(
      `GHE_HOST is ${quote(host)}; expected a host name, with a port if it has one`,
      "write 'github.example.com' or 'localhost:8080', without 'https://' and without a path",
    )
  }
  if (/^((api|www)\.)?github\.com$/i.test(host)) {
    reader.problem(`GHE_HOST is ${quote(host)}; expected another host`, 'leave it out for github.com')
  }
  const webUrl = `${protocol}://${host}`
  if (isDataResidency(host)) {
    // An enterprise with data residency has its API on a host of its own (GH-176).
    const api = /^api\./i.exec(host)
    if (api || protocol === 'http') {
      reader.problem(
        `GHE_HOST is ${quote(host)} with ${protocol}; expected 'SUBDOMAIN.ghe.com' with https`,
        `set GHE_HOST=${host.replace(/^api\./i, '')} and leave GHE_PROTOCOL out; the API's host is derived from it`,
      )
    }
    const restUrl = `https://api.${host}`
    return { restUrl, graphqlUrl: `${restUrl}/graphql`, webUrl }
  }
  return { restUrl: `${webUrl}/api/v3`, graphqlUrl: `${webUrl}/api/graphql`, webUrl }
}

/** Whether a host belongs to GitHub Enterprise Cloud with data residency. */
function isDataResidency(host: string): boolean {
  return /^[^:/]+\.ghe\.com$/i.test(host)
}

/** Both spellings of the variables count, the small one first, as Node itself has it. */
function readProxy(reader: Reader): ProxySettings | null {
  const variables: Partial<Record<(typeof PROXY_VARIABLES)[number], string>> = {}
  const values = {
    HTTPS_PROXY: reader.text('https_proxy') ?? reader.text('HTTPS_PROXY'),
    HTTP_PROXY: reader.text('http_proxy') ?? reader.text('HTTP_PROXY'),
    NO_PROXY: reader.text('no_proxy') ?? reader.text('NO_PROXY'),
  }
  for (const name of PROXY_VARIABLES) {
    const value = values[name]
    if (value === undefined) continue
    variables[name] = value
    if (name === 'NO_PROXY') continue
    if (!URL.canParse(value) || !['http:', 'https:'].includes(new URL(value).protocol)) {
      // Not quoted: it may hold a password.
      reader.problem(
        `${name} is not the address of a proxy; expected one that begins with http:// or https://`,
        "write 'http://proxy.example.com:8080', or leave it out to reach GitHub directly",
      )
    }
  }
  if (!variables.HTTPS_PROXY && !variables.HTTP_PROXY) return null
  return { variables, isUsedByNode: reader.text('NODE_USE_ENV_PROXY') === '1' }
}

function isHost(text: string): boolean {
  if (/[\s/\\?#@]/.test(text)) return false
  const address = `http://${text}`
  return URL.canParse(address) && new URL(address).hostname !== ''
}

function readPublicUrl(reader: Reader): string | null {
  const text = reader.text('PUBLIC_URL')
  if (text === undefined) return null
  if (!URL.canParse(text) || !['http:', 'https:'].includes(new URL(text).protocol)) {
    reader.problem(
      `PUBLIC_URL is ${quote(text)}; expected an address that begins with https:// or http://`,
      'give the address under which people reach this server',
    )
  }
  return text.replace(/\/+$/, '')
}

function readOAuth(reader: Reader): Settings['oauth'] {
  const [clientId, clientSecret] = [reader.text('GITHUB_CLIENT_ID'), reader.text('GITHUB_CLIENT_SECRET')]
  if (clientId === undefined && clientSecret === undefined) return null
  if (clientId === undefined || clientSecret === undefined) {
    reader.problem(
      `${clientId === undefined ? 'GITHUB_CLIENT_ID' : 'GITHUB_CLIENT_SECRET'} is not set; expected both, or neither`,
      "copy both from the App's settings page on GitHub, or leave both out: then nobody can sign in to the board",
    )
    return null
  }
  return { clientId, clientSecret }
}

function readDatabase(reader: Reader): Settings['database'] {
  const url = reader.text('DATABASE_URL')
  const schema = reader.text('DATABASE_SCHEMA')
  if (url === undefined) {
    if (schema !== undefined) {
      reader.problem(
        'DATABASE_SCHEMA is set and DATABASE_URL is not; the embedded database has no other schemas',
        'set DATABASE_URL as well, or leave DATABASE_SCHEMA out',
      )
    }
    return { dataDir: reader.text('DATA_DIR') ?? './data' }
  }
  if (schema !== undefined && !SCHEMA_NAME.test(schema)) {
    reader.problem(
      `DATABASE_SCHEMA is ${quoteShort(schema)}; expected at most 40 lower-case letters, digits and underscores that do not begin with a digit or pg_`,
      'rename it, or leave it out for rfc',
    )
  }
  if (!URL.canParse(url) || !['postgres:', 'postgresql:'].includes(new URL(url).protocol)) {
    // Not quoted: it may hold a password.
    reader.problem(
      'DATABASE_URL is not the address of a PostgreSQL; expected one that begins with postgres://',
      "write 'postgres://user:password@host:5432/database', or leave it out for the embedded database",
    )
  }
  return { url, schema }
}

/** Reads single variables and gathers what is wrong with them. An empty one counts as not set. */
class Reader {
  readonly problems: string[] = []
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  problem(foundAndExpected: string, whatToDo: string): void {
    this.problems.push(`${foundAndExpected}; ${whatToDo}.`)
  }

  text(name: string): string | undefined {
    return this.#environment[name]?.trim() || undefined
  }

  wholeNumber(name: string, range: { from: number; to: number; otherwise?: number; where?: string }): number {
    const text = this.text(name)
    const expected =
      range.to === Number.MAX_SAFE_INTEGER
        ? `a whole number from ${range.from}`
        : `a whole number from ${range.from} to ${range.to}`
    const whatToDo =
      range.where ??
      (range.otherwise === undefined ? 'mend it' : `mend it, or leave it out for ${range.otherwise}`)
    if (text === undefined) {
      if (range.otherwise !== undefined) return range.otherwise
      this.problem(`${name} is not set; expected ${expected}`, whatToDo)
      return range.from
    }
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
    if (number >= range.from && number <= range.to) return number
    this.problem(`${name} is ${quoteShort(text)}; expected ${expected}`, whatToDo)
    return range.from
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[], otherwise: Choice): Choice {
    const text = this.text(name)
    if (text === undefined) return otherwise
    const found = choices.find((choice) => choice === text)
    if (found !== undefined) return found
    this.problem(
      `${name} is ${quoteShort(text)}; expected ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`,
      `mend it, or leave it out for ${otherwise}`,
    )
    return otherwise
  }
}

/** For messages: without the password of an address, and cut where a whole file was pasted. */
function quote(text: string): string {
  const plain = text.replace(/\/\/[^/@]*@/, '//…@')
  return JSON.stringify(plain.length > 60 ? `${plain.slice(0, 60)}…` : plain)
}

/** Where something short is expected, something long may be a secret in the wrong variable. */
function quoteShort(text: string): string {
  return text.length > 30 ? `a text of ${text.length} characters` : quote(text)
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
