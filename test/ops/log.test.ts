import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { redirectConsole } from '../../src/ops/console.ts'
import { outside, within } from '../../src/ops/log-context.ts'
import { openLog } from '../../src/ops/open-log.ts'
import { createScrub } from '../../src/ops/scrub.ts'
import { serializeError } from '../../src/ops/serialize-error.ts'

/** Opens a log; returns what it wrote. */
function opened(secrets: readonly string[] = []) {
  const written: string[] = []
  const log = openLog({ level: 'trace', secrets, destination: { write: (text) => written.push(text) } })
  return { log, written, records: () => written.map((text) => JSON.parse(text) as Record<string, unknown>) }
}

describe('one record a line (TH-154)', () => {
  test.each([
    ['line ends', 'a\n{"level":60,"msg":"forged"}\r\nb'],
    ['separators of JavaScript', 'a\u2028b\u2029c'],
    ['NUL and escape sequences of terminals', 'a\0b\u001b[2Jc'],
    ['lone surrogates', 'a\ud800b'],
    ['quotes and backslashes', 'a"}\\'],
  ])('keeps %s in user text inside one record', (_, text) => {
    const { log, written } = opened()
    log.warn({ title: text, err: new Error(text) }, text)
    expect(written).toHaveLength(1)
    expect(written[0]?.trimEnd().split(/[\n\r\u0085]/)).toHaveLength(1)
    expect(written[0]).not.toContain('\u001b')
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 40, msg: text })
  })
})

describe('the log context', () => {
  test('adds its fields to every line of the work, at any depth', async () => {
    const { log, records } = opened()
    await within({ visit: 'acme/rfcs#1' }, async () => {
      await Promise.resolve()
      log.info('one')
      await within({ deliveries: ['d-1'] }, async () => log.info({ own: true }, 'two'))
      log.info('three')
    })
    log.info('four')
    expect(records()).toMatchObject([
      { msg: 'one', visit: 'acme/rfcs#1' },
      { msg: 'two', visit: 'acme/rfcs#1', deliveries: ['d-1'], own: true },
      { msg: 'three', visit: 'acme/rfcs#1' },
      { msg: 'four' },
    ])
    expect(records()[2]).not.toHaveProperty('own')
    expect(records()[3]).not.toHaveProperty('visit')
  })

  test('does not apply to work that is only started there', async () => {
    const { log, records } = opened()
    await within({ visit: 'acme/rfcs#1' }, () => outside(async () => log.info('another visit')))
    expect(records()[0]).not.toHaveProperty('visit')
  })
})

describe('an error', () => {
  test('is logged with allowed properties only (TH-153)', () => {
    const request = { headers: { authorization: 'token canary-1' } }
    const cause = Object.assign(new TypeError('inner'), { input: 'postgres://rfc:canary-2@db', code: 'E' })
    const error = Object.assign(new Error('outer', { cause }), { request, response: request, status: 500 })
    const told = JSON.stringify(serializeError(error))
    expect(told).not.toContain('canary')
    expect(JSON.parse(told)).toMatchObject({
      type: 'Error',
      message: 'outer',
      status: 500,
      cause: { type: 'TypeError', message: 'inner', code: 'E' },
    })
  })

  test('with a cyclic cause or many errors is logged in part', () => {
    const error = new Error('a ring')
    error.cause = error
    expect(JSON.stringify(serializeError(error)).length).toBeLessThan(10_000)
    const many = new AggregateError(
      Array.from({ length: 50 }, (_, at) => new Error(`no. ${at}`)),
      'many',
    )
    expect(serializeError(many).errors).toHaveLength(5)
  })

  test('may be any thrown value', () => {
    expect(serializeError('a word')).toEqual({ type: 'string', message: 'a word' })
    expect(serializeError(undefined)).toEqual({ type: 'undefined', message: 'undefined' })
  })
})

describe('a secret', () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string

  test('that is known is removed verbatim, in JSON, and line by line', () => {
    const odd = 'a "quoted"\\secret\twith\nall of it'
    const { log, written } = opened([key, odd, 'hunter2-hunter2'])
    log.error({ err: new Error(`bad: ${key}`), odd, deep: [{ odd }] }, `it was hunter2-hunter2, ${odd}`)
    log.error({ part: key.split('\n')[5] })
    const text = written.join('')
    for (const line of key.split('\n').filter((line) => line.length > 16 && !line.startsWith('-----'))) {
      expect(text).not.toContain(line)
    }
    expect(text).not.toContain('hunter2')
    expect(text).not.toContain('quoted')
    expect(written.map((line) => JSON.parse(line))).toHaveLength(2)
  })

  test.each([
    ['an installation token', 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['a longer one (GH-131)', `ghs_4711_${'aB3-_'.repeat(30)}`],
    ['one that holds a JWT (GH-131)', 'ghs_4711_eyJhbGciOi.eyJpc3MiOj.c2lnbmF0dXJl'],
    ['a token of a person', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['a fine-grained one', 'github_pat_11AAAAAAA0123456789_abcdefghij'],
    ['a JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjQ3MTF9.c2lnbmF0dXJlLXNpZ25hdHVyZQ'],
    ['a key', key.replaceAll('\n', '\\n')],
  ])('that is unknown is recognised by its form: %s', (_, secret) => {
    const { log, records, written } = opened()
    log.info(`before ${secret}`)
    log.info({ said: secret, next: 'stays' })
    expect(written.join('')).not.toContain(secret.slice(0, 24))
    expect(records()[1]).toMatchObject({ next: 'stays' })
  })

  test('in a URL or an authorization header is removed, and the rest is kept', () => {
    const scrub = createScrub([])
    expect(scrub('no postgres://rfc:pass@db:5432/rfc there')).toBe('no postgres://[secret]@db:5432/rfc there')
    expect(scrub('authorization: bearer abc, next')).toBe('authorization: [secret], next')
    expect(scrub('{"authorization":"token abc","next":1}')).toBe('{"authorization":"[secret]","next":1}')
  })

  test('is not confused with similar words', () => {
    const plain = 'the token expired; see https://github.com/acme/rfcs/pull/1 by @ada (ghost) at a@b.c'
    expect(createScrub(['', 'short'])(plain)).toBe(plain)
  })
})

test('logs console output of packages as records', () => {
  const { log, records } = opened()
  const { debug, info, warn, error, log: print } = console
  try {
    redirectConsole(log)
    console.error('it failed', new Error('with ghs_16C7e42F292c6912E7710c838347Ae178B4a'))
    console.log('two\nlines')
  } finally {
    Object.assign(console, { debug, info, warn, error, log: print })
  }
  expect(records()).toMatchObject([
    { level: 50, from: 'console', msg: expect.stringMatching(/^it failed Error: with \[secret\]/) },
    { level: 30, from: 'console', msg: 'two\nlines' },
  ])
})
