import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Environment, readSettings, secretsOf, SettingsError } from '../../src/settings/settings.ts'

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs1',
  format: 'pem',
}) as string
const secret = 'a-secret-of-at-least-thirty-two-bytes'
const least: Environment = { APP_ID: '12', PRIVATE_KEY: pem, WEBHOOK_SECRET: secret }

function problemsOf(environment: Environment): readonly string[] {
  try {
    readSettings(environment)
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
  return []
}

test('uses the documented defaults when only the required variables are set', () => {
  expect(readSettings(least)).toEqual({
    appId: 12,
    privateKey: pem.trim(),
    webhookSecrets: [secret],
    github: {
      restUrl: 'https://api.github.com',
      graphqlUrl: 'https://api.github.com/graphql',
      webUrl: 'https://github.com',
    },
    proxy: null,
    port: 3000,
    host: '0.0.0.0',
    publicUrl: null,
    oauth: null,
    isBoardPublic: false,
    database: { dataDir: './data' },
    sweepSeconds: 900,
    recoverySeconds: 120,
    metricsPort: null,
    logLevel: 'info',
  })
})

test('requires both OAuth credentials or neither', () => {
  const both = { GITHUB_CLIENT_ID: 'Iv23', GITHUB_CLIENT_SECRET: 'half' }
  expect(readSettings({ ...least, ...both, PUBLIC_BOARD: 'on' })).toMatchObject({
    oauth: { clientId: 'Iv23', clientSecret: 'half' },
    isBoardPublic: true,
  })
  expect(() => readSettings({ ...least, GITHUB_CLIENT_ID: 'Iv23' })).toThrow(
    /GITHUB_CLIENT_SECRET is not set; sign-in to the board needs both credentials\. Copy both/,
  )
  expect(() => readSettings({ ...least, GITHUB_CLIENT_SECRET: 'half' })).toThrow(
    /GITHUB_CLIENT_ID is not set/,
  )
  expect(() => readSettings({ ...least, PUBLIC_BOARD: 'yes' })).toThrow(/PUBLIC_BOARD/)
})

test('derives the API host of an enterprise with data residency', () => {
  expect(readSettings({ ...least, GHE_HOST: 'octocorp.ghe.com' }).github).toEqual({
    restUrl: 'https://api.octocorp.ghe.com',
    graphqlUrl: 'https://api.octocorp.ghe.com/graphql',
    webUrl: 'https://octocorp.ghe.com',
  })
})

test('reads the proxy in both spellings, lower case first, and treats its password as a secret', () => {
  const settings = readSettings({
    ...least,
    https_proxy: 'http://ops:hunt%C3%A9r@proxy.example.com:8080',
    HTTPS_PROXY: 'http://other.example.com',
    NO_PROXY: 'localhost,.internal',
  })
  expect(settings.proxy).toEqual({
    variables: {
      HTTPS_PROXY: 'http://ops:hunt%C3%A9r@proxy.example.com:8080',
      NO_PROXY: 'localhost,.internal',
    },
    isUsedByNode: false,
  })
  expect(secretsOf(settings)).toEqual(expect.arrayContaining(['hunt%C3%A9r', 'huntér']))
  expect(readSettings({ ...least, NO_PROXY: '*' }).proxy).toBeNull()
})

test('reads every variable', () => {
  const settings = readSettings({
    ...least,
    WEBHOOK_SECRET: `${secret}, ${secret}-the-new-one`,
    GHE_HOST: 'localhost:8080',
    GHE_PROTOCOL: 'http',
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://rfc.example.com/',
    DATA_DIR: '/var/lib/rfc',
    SWEEP_SECONDS: '1',
    RECOVERY_SECONDS: '1',
    METRICS_PORT: '9090',
    LOG_LEVEL: 'debug',
  })
  expect(settings).toMatchObject({
    webhookSecrets: [secret, `${secret}-the-new-one`],
    github: {
      restUrl: 'http://localhost:8080/api/v3',
      graphqlUrl: 'http://localhost:8080/api/graphql',
      webUrl: 'http://localhost:8080',
    },
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'https://rfc.example.com',
    database: { dataDir: '/var/lib/rfc' },
    sweepSeconds: 1,
    recoverySeconds: 1,
    metricsPort: 9090,
    logLevel: 'debug',
  })
})

test('prefers DATABASE_URL to DATA_DIR', () => {
  const url = 'postgres://rfc:pass@db:5432/rfc'
  expect(readSettings({ ...least, DATABASE_URL: url, DATA_DIR: './data' }).database).toEqual({ url })
  expect(readSettings({ ...least, DATABASE_URL: url, DATABASE_SCHEMA: 'app_34' }).database).toEqual({
    url,
    schema: 'app_34',
  })
})

test('reads a private key with escaped line ends, or from a file', () => {
  expect(readSettings({ ...least, PRIVATE_KEY: pem.replaceAll('\n', '\\n') }).privateKey).toBe(pem)
  const folder = mkdtempSync(join(tmpdir(), 'rfc-alignment-key-'))
  const path = join(folder, 'app.pem')
  writeFileSync(path, pem)
  expect(readSettings({ ...least, PRIVATE_KEY: '', PRIVATE_KEY_PATH: path }).privateKey).toBe(pem)
  rmSync(folder, { recursive: true })
  const [problem] = problemsOf({ ...least, PRIVATE_KEY: '', PRIVATE_KEY_PATH: path })
  expect(problem).toContain("can't be read (ENOENT). Set it to")
})

test('reports all missing variables at once, one per line', () => {
  expect(problemsOf({}).map((problem) => problem.split(' ')[0])).toEqual([
    'APP_ID',
    'PRIVATE_KEY',
    'WEBHOOK_SECRET',
  ])
  expect(() => readSettings({})).toThrow(
    /APP_ID is not set\. .*\nPRIVATE_KEY and .*\nWEBHOOK_SECRET is not set\. .*/,
  )
})

test.each<[string, Environment, RegExp]>([
  [
    "Probot's default secret",
    { WEBHOOK_SECRET: 'development' },
    /^WEBHOOK_SECRET is shorter than 32 bytes \(11\)\. Generate one/,
  ],
  [
    'one repeated character',
    { WEBHOOK_SECRET: 'a'.repeat(64) },
    /^WEBHOOK_SECRET has only 1 different characters/,
  ],
  [
    "Probot's default secret, repeated",
    { WEBHOOK_SECRET: 'developmentdevelopmentdevelopment' },
    /^WEBHOOK_SECRET repeats itself/,
  ],
  [
    "Probot's default secret, padded",
    { WEBHOOK_SECRET: 'Development-0123456789-qwertyuiop' },
    /^WEBHOOK_SECRET contains a secret from public documentation/,
  ],
  [
    'the digits twice',
    { WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef' },
    /^WEBHOOK_SECRET repeats itself/,
  ],
  [
    'the alphabet',
    { WEBHOOK_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789' },
    /^WEBHOOK_SECRET is a sequence of neighbouring characters/,
  ],
  [
    "the secret of GitHub's own example (GH-109)",
    { WEBHOOK_SECRET: "It's a Secret to Everybody really!" },
    /^WEBHOOK_SECRET contains a secret from public documentation/,
  ],
  [
    "Probot's own default, made longer (GH-117)",
    { WEBHOOK_SECRET: 'Development-development-development' },
    /^WEBHOOK_SECRET contains a secret from public documentation/,
  ],
  [
    'a well-known second secret',
    { WEBHOOK_SECRET: `${secret},please-change-me-changeme-change_me` },
    /^Secret 2 of WEBHOOK_SECRET contains a secret from public documentation/,
  ],
  [
    'a rotation from a secret to itself',
    { WEBHOOK_SECRET: `${secret},${secret}` },
    /^WEBHOOK_SECRET holds the same secret twice/,
  ],
  [
    'metrics on the public port (TH-156)',
    { PORT: '3000', METRICS_PORT: '3000' },
    /^METRICS_PORT and PORT are both 3000/,
  ],
  [
    'a short second secret',
    { WEBHOOK_SECRET: `${secret},short` },
    /^Secret 2 of WEBHOOK_SECRET is shorter than 32 bytes \(5\)/,
  ],
  [
    'an empty second secret',
    { WEBHOOK_SECRET: `${secret},` },
    /^Secret 2 of WEBHOOK_SECRET is shorter than 32 bytes \(0\)/,
  ],
  [
    'three secrets',
    { WEBHOOK_SECRET: [secret, secret, secret].join(',') },
    /^WEBHOOK_SECRET holds 3 secrets/,
  ],
  ['an App id that is not a number', { APP_ID: 'Iv1.8a61f9b3a7aba766' }, /^APP_ID is "Iv1/],
  ['an App id of zero', { APP_ID: '0' }, /^APP_ID is "0", which is not a whole number from 1\. Copy it/],
  ['an invalid key', { PRIVATE_KEY: 'hello' }, /^PRIVATE_KEY does not hold an RSA private key/],
  [
    'a key of another kind',
    {
      PRIVATE_KEY: generateKeyPairSync('ed25519').privateKey.export({
        type: 'pkcs8',
        format: 'pem',
      }) as string,
    },
    /RSA/,
  ],
  [
    'a host with a scheme',
    { GHE_HOST: 'https://github.example.com' },
    /^GHE_HOST is "https:.*without 'https:\/\/'/,
  ],
  ['a host with a path', { GHE_HOST: 'github.example.com/api/v3' }, /^GHE_HOST/],
  ['github.com as another host', { GHE_HOST: 'github.com' }, /^GHE_HOST is "github.com"\. Unset it/],
  [
    "the API's host of an enterprise with data residency",
    { GHE_HOST: 'api.octocorp.ghe.com' },
    /^GHE_HOST is "api.octocorp.ghe.com".*Set GHE_HOST=octocorp.ghe.com/,
  ],
  [
    'data residency without TLS',
    { GHE_HOST: 'octocorp.ghe.com', GHE_PROTOCOL: 'http' },
    /^GHE_HOST .* with http; data residency needs .* with https/,
  ],
  [
    'a proxy without scheme',
    { HTTPS_PROXY: 'ops:hunter2@proxy:8080' },
    /^HTTPS_PROXY is not an http:\/\/ or https:\/\/ URL/,
  ],
  ['a host with an impossible port', { GHE_HOST: 'github.example.com:99999' }, /^GHE_HOST/],
  ['an unknown protocol', { GHE_PROTOCOL: 'ftp' }, /^GHE_PROTOCOL is "ftp"\. Use https or http, or unset it/],
  [
    'a port out of range',
    { PORT: '65536' },
    /^PORT is "65536"\. Use a whole number from 0 to 65535, or unset it to use the default \(3000\)/,
  ],
  ['a port with a sign', { PORT: '-1' }, /^PORT/],
  [
    'a redelivery interval of zero',
    { RECOVERY_SECONDS: '0' },
    /^RECOVERY_SECONDS is "0"\. Use a whole number from 1/,
  ],
  ['a fractional interval', { SWEEP_SECONDS: '1.5' }, /^SWEEP_SECONDS/],
  ['an address without scheme', { PUBLIC_URL: 'rfc.example.com' }, /^PUBLIC_URL/],
  [
    'another database',
    { DATABASE_URL: 'mysql://root:hunter2@db/rfc' },
    /^DATABASE_URL is not a postgres:\/\/ URL/,
  ],
  [
    'a schema for the embedded database',
    { DATABASE_SCHEMA: 'app_34' },
    /^DATABASE_SCHEMA is set without DATABASE_URL/,
  ],
  [
    'a schema that would have to be quoted',
    { DATABASE_URL: 'postgres://db/rfc', DATABASE_SCHEMA: 'a";drop' },
    /^DATABASE_SCHEMA is "a\\";drop", which is not a valid name\. Use at most 40/,
  ],
  [
    "a schema of PostgreSQL's own",
    { DATABASE_URL: 'postgres://db/rfc', DATABASE_SCHEMA: 'pg_temp' },
    /^DATABASE_SCHEMA/,
  ],
  ['an invalid metrics port', { METRICS_PORT: 'on' }, /^METRICS_PORT/],
  [
    'an unknown log level',
    { LOG_LEVEL: 'verbose' },
    /^LOG_LEVEL is "verbose"\. Use fatal, error, warn, info, debug, trace or silent, or unset it/,
  ],
])('rejects %s', (_, environment, expected) => {
  const problems = problemsOf({ ...least, ...environment })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(expected)
})

test('accepts random secrets in any alphabet (TH-15)', () => {
  for (let round = 0; round < 2_000; round++) {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const made = randomBytes(32).toString(encoding)
      expect(problemsOf({ ...least, WEBHOOK_SECRET: made })).toEqual([])
    }
  }
})

test('never puts a secret or password into a message', () => {
  const text = problemsOf({
    WEBHOOK_SECRET: 'hunter2,hunter3',
    PRIVATE_KEY: 'hunter4',
    DATABASE_URL: 'mysql://root:hunter5@db/rfc',
  }).join('\n')
  expect(text).not.toContain('hunter')
})

test('never quotes a secret that was put into the wrong variable', () => {
  const made = 'hunter2'.repeat(8)
  for (const name of ['APP_ID', 'PORT', 'METRICS_PORT', 'LOG_LEVEL', 'GHE_PROTOCOL', 'SWEEP_SECONDS']) {
    const problems = problemsOf({ ...least, [name]: made })
    expect(problems[0]).toMatch(`${name} is a text of 56 characters`)
    expect(problems.join('\n')).not.toContain('hunter')
  }
  const key = pem.split('\n')[1] as string
  expect(problemsOf({ ...least, PRIVATE_KEY: '', PRIVATE_KEY_PATH: pem }).join('\n')).not.toContain(key)
  const addresses = { PUBLIC_URL: 'ftp://ops:hunter2@rfc.example.com', GHE_HOST: 'https://ops:hunter2@ghe' }
  const text = problemsOf({ ...least, ...addresses }).join('\n')
  expect(text).toMatch(/PUBLIC_URL[\s\S]*GHE_HOST|GHE_HOST[\s\S]*PUBLIC_URL/)
  expect(text).not.toContain('hunter')
})
