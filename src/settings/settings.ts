import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { DatabasePlace } from '../store/open-database.ts'
import { SCHEMA_NAME } from '../store/schema.ts'
import { weaknessOf } from './weak-secret.ts'

/** All settings, read from the environment. */
export interface Settings {
  readonly appId: number
  /** PEM with real line ends. */
  readonly privateKey: string
  /** One, or two during a rotation. */
  readonly webhookSecrets: readonly string[]
  readonly github: GitHubAddresses
  /** Null when GitHub is reached directly. */
  readonly proxy: ProxySettings | null
  readonly port: number
  readonly host: string
  /** Without a trailing slash; null when PUBLIC_URL is not set. */
  readonly publicUrl: string | null
  /** The OAuth credentials for signing in to the board; null when sign-in is off. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string } | null
  /** Whether RFCs of public repositories are shown without signing in. */
  readonly isBoardPublic: boolean
  readonly database: DatabasePlace
  readonly sweepSeconds: number
  readonly recoverySeconds: number
  /** Null when metrics are not served. */
  readonly metricsPort: number | null
  readonly logLevel: LogLevel
}

/** GitHub's addresses, without trailing slashes. */
export interface GitHubAddresses {
  /** Octokit's `baseUrl`. */
  readonly restUrl: string
  /** The GraphQL address that Octokit derives from it. */
  readonly graphqlUrl: string
  readonly webUrl: string
}

/** The proxy for calls to GitHub, by the variable names that Node's `http.setGlobalProxyFromEnv` takes. */
export interface ProxySettings {
  readonly variables: Readonly<Partial<Record<(typeof PROXY_VARIABLES)[number], string>>>
  /** Whether `NODE_USE_ENV_PROXY` is set, so that Node uses the variables by itself. */
  readonly isUsedByNode: boolean
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'] as const

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type Environment = Readonly<Record<string, string | undefined>>

/** Thrown when settings are missing or invalid; the message has one line per problem. */
export class SettingsError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'SettingsError'
    this.problems = problems
  }
}

// Node's timers fire at once beyond 2^31 - 1 milliseconds.
const LONGEST_SECONDS = 2_147_483

/** Reads all settings from the environment. Throws a `SettingsError` that names every problem. */
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
      `METRICS_PORT and PORT are both ${settings.port}`,
      'Set METRICS_PORT to another port that is not reachable from outside',
    )
  }
  if (reader.problems.length > 0) throw new SettingsError(reader.problems)
  return settings
}

/** Returns every secret in the settings, so that the log can remove them. */
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

/** Returns the password of a URL, encoded and decoded; nothing when it has none. */
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

const APP_PAGE = "Copy it from the App's settings page on GitHub"

function readPrivateKey(reader: Reader): string {
  const given = reader.text('PRIVATE_KEY')
  const path = reader.text('PRIVATE_KEY_PATH')
  if (given === undefined && path === undefined) {
    reader.problem(
      'PRIVATE_KEY and PRIVATE_KEY_PATH are not set',
      "Generate a private key on the App's settings page and set PRIVATE_KEY to its text or PRIVATE_KEY_PATH to its file",
    )
    return ''
  }
  const name = given === undefined ? 'PRIVATE_KEY_PATH' : 'PRIVATE_KEY'
  // Many ways to set a variable cannot hold a line end, so people write it as `\n`.
  const pem = given === undefined ? readKeyFile(reader, path!) : given.replaceAll('\\n', '\n')
  if (pem === null) return ''
  if (!isRsaPrivateKey(pem)) {
    reader.problem(
      `${name} does not hold an RSA private key in PEM form`,
      "Use the whole .pem file from GitHub, including the '-----BEGIN' line",
    )
  }
  return pem
}

function readKeyFile(reader: Reader, path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (path.includes('-----BEGIN')) {
      reader.problem('PRIVATE_KEY_PATH holds a key instead of a path', 'Set PRIVATE_KEY to it')
      return null
    }
    reader.problem(
      `PRIVATE_KEY_PATH names ${quote(path)}, which can't be read (${errorCode(error)})`,
      'Set it to a file that the server can read',
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
  const make = `Generate one with 'openssl rand -hex 32' and set it in the App's settings on GitHub, too`
  if (text === undefined) {
    reader.problem('WEBHOOK_SECRET is not set', make)
    return []
  }
  const secrets = text.split(',').map((secret) => secret.trim())
  if (secrets.length > 2) {
    reader.problem(
      `WEBHOOK_SECRET holds ${secrets.length} secrets; at most two are allowed`,
      "Remove the oldest. A secret can't contain a comma",
    )
  }
  for (const [index, secret] of secrets.entries()) {
    const which = secrets.length === 1 ? 'WEBHOOK_SECRET' : `Secret ${index + 1} of WEBHOOK_SECRET`
    const weakness = weaknessOf(secret)
    if (weakness !== null) reader.problem(`${which} ${weakness}`, make)
  }
  if (secrets.length === 2 && secrets[0] === secrets[1]) {
    reader.problem('WEBHOOK_SECRET holds the same secret twice', make)
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
      `GHE_HOST is ${quote(host)}, which is not a host name`,
      "Use 'github.example.com' or 'localhost:8080', without 'https://' and without a path",
    )
  }
  if (/^((api|www)\.)?github\.com$/i.test(host)) {
    reader.problem(`GHE_HOST is ${quote(host)}`, 'Unset it to use github.com')
  }
  const webUrl = `${protocol}://${host}`
  if (isDataResidency(host)) {
    // An enterprise with data residency has its API on a separate host (GH-176).
    const api = /^api\./i.exec(host)
    if (api || protocol === 'http') {
      reader.problem(
        `GHE_HOST is ${quote(host)} with ${protocol}; data residency needs 'SUBDOMAIN.ghe.com' with https`,
        `Set GHE_HOST=${host.replace(/^api\./i, '')} and unset GHE_PROTOCOL`,
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

/** Both spellings of the variables count, lower case first, as in Node. */
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
        `${name} is not an http:// or https:// URL`,
        "Use 'http://proxy.example.com:8080', or unset it to reach GitHub directly",
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
      `PUBLIC_URL is ${quote(text)}, which is not an https:// or http:// URL`,
      'Set it to the URL under which people reach this server',
    )
  }
  return text.replace(/\/+$/, '')
}

function readOAuth(reader: Reader): Settings['oauth'] {
  const [clientId, clientSecret] = [reader.text('GITHUB_CLIENT_ID'), reader.text('GITHUB_CLIENT_SECRET')]
  if (clientId === undefined && clientSecret === undefined) return null
  if (clientId === undefined || clientSecret === undefined) {
    reader.problem(
      `${clientId === undefined ? 'GITHUB_CLIENT_ID' : 'GITHUB_CLIENT_SECRET'} is not set; sign-in to the board needs both credentials`,
      "Copy both from the App's settings page on GitHub, or unset both to turn sign-in off",
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
        'DATABASE_SCHEMA is set without DATABASE_URL',
        'Set DATABASE_URL, or unset DATABASE_SCHEMA to use the embedded database',
      )
    }
    return { dataDir: reader.text('DATA_DIR') ?? './data' }
  }
  if (schema !== undefined && !SCHEMA_NAME.test(schema)) {
    reader.problem(
      `DATABASE_SCHEMA is ${quoteShort(schema)}, which is not a valid name`,
      'Use at most 40 lower-case letters, digits and underscores, not starting with a digit or pg_, or unset it to use the default (rfc)',
    )
  }
  if (!URL.canParse(url) || !['postgres:', 'postgresql:'].includes(new URL(url).protocol)) {
    // Not quoted: it may hold a password.
    reader.problem(
      'DATABASE_URL is not a postgres:// URL',
      "Use 'postgres://user:password@host:5432/database', or unset it to use the embedded database",
    )
  }
  return { url, schema }
}

/** Reads single variables and collects problems. An empty variable counts as not set. */
class Reader {
  readonly problems: string[] = []
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  problem(found: string, fix: string): void {
    this.problems.push(`${found}. ${fix}.`)
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
    const use = `Use ${expected}`
    const fix =
      range.otherwise === undefined ? use : `${use}, or unset it to use the default (${range.otherwise})`
    if (text === undefined) {
      if (range.otherwise !== undefined) return range.otherwise
      this.problem(`${name} is not set`, range.where ?? fix)
      return range.from
    }
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
    if (number >= range.from && number <= range.to) return number
    const found = `${name} is ${quoteShort(text)}`
    if (range.where === undefined) this.problem(found, fix)
    else this.problem(`${found}, which is not ${expected}`, range.where)
    return range.from
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[], otherwise: Choice): Choice {
    const text = this.text(name)
    if (text === undefined) return otherwise
    const found = choices.find((choice) => choice === text)
    if (found !== undefined) return found
    this.problem(
      `${name} is ${quoteShort(text)}`,
      `Use ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, or unset it to use the default (${otherwise})`,
    )
    return otherwise
  }
}

/** For messages: without the password of a URL, and shortened. */
function quote(text: string): string {
  const plain = text.replace(/\/\/[^/@]*@/, '//…@')
  return JSON.stringify(plain.length > 60 ? `${plain.slice(0, 60)}…` : plain)
}

/** A long value where a short one is expected may be a secret in the wrong variable. */
function quoteShort(text: string): string {
  return text.length > 30 ? `a text of ${text.length} characters` : quote(text)
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
