import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { APP_ID, PRIVATE_KEY, SECRET } from '@rfc-alignment/emulator/test/stage.ts'
import { encode } from '../../src/ledger/encode.ts'
import { explanationOf } from '../../src/report/explain.ts'
import { DATABASE_FILE } from '../../src/store/sqlite.ts'
import { ADA, ledgerOf, LINUS, post, SRE } from '../ledger/told.ts'

interface Call {
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
}

/** Runs `npm run explain` as npm does. */
function explain({ args, environment = {}, input = '' }: Call) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['src/cli.ts', 'explain', ...args],
      { env: { PATH: process.env.PATH, ...environment } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
    child.stdin?.end(input)
  })
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'explain-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

const LEDGER = ledgerOf(post(5, ADA, ['commit']), post(7, LINUS, ['object']))

/** The text of a run as GitHub shows it. */
function runText(): string {
  const copy = encode(LEDGER, new Set([SRE]))
  if (copy.text === null) throw new Error('the copy is too large')
  return `## History\n\n2 Mar 00:00 @ada committed\n\n${copy.text}\n`
}

describe('L5: explain from a check run alone', () => {
  test('prints the ledger of its text and what follows from each entry, without any setting', async () => {
    const { code, stdout, stderr } = await explain({ args: ['--run', '-'], input: runText() })
    expect(stdout).toContain(`→ account ${ADA}: committed about aaaaaaa\n`)
    expect(stdout).toContain(`\nOutcome\n`)
    expect(stdout).toContain(`  objection #1 by account ${LINUS}: open\n`)
    expect([code, stderr]).toEqual([0, ''])
  })

  test('reads the text from a file', async () => {
    const file = join(folder(), 'run.txt')
    writeFileSync(file, runText())
    const { code, stdout } = await explain({ args: ['--run', file] })
    expect(stdout).toContain(explanationOf(LEDGER, () => null).split('\nOutcome\n')[1])
    expect(code).toBe(0)
  })

  test.each([
    [
      'Not an RFC.',
      'the run has no copy of a ledger. Pass `output.text` of a check run of this App, to its end.',
    ],
    [
      runText().replace('ledger=1', 'ledger=9'),
      'the copy has version 9, and this App reads 1. Use the version of this App that wrote it.',
    ],
    [
      runText().replace(/ledger=1 .{40}/, 'ledger=1 AAAA'),
      'the copy cannot be unpacked. Read `output.text` of the run again, to its end.',
    ],
  ])('says in one sentence what is wrong with a text, and what to do (%#)', async (input, problem) => {
    const { code, stdout, stderr } = await explain({ args: ['--run', '-'], input })
    expect(stderr).toBe(`The text can't be explained: ${problem}\n`)
    expect([code, stdout]).toEqual([1, ''])
  })

  test('says which file could not be read', async () => {
    const file = join(folder(), 'missing.txt')
    const { code, stderr } = await explain({ args: ['--run', file] })
    expect(stderr).toBe(
      `${file} can't be read (ENOENT). Pass a file with \`output.text\` of a check run, or - for standard input.\n`,
    )
    expect(code).toBe(1)
  })
})

describe('L5: explain from the database', () => {
  const environment = { APP_ID: String(APP_ID), PRIVATE_KEY, WEBHOOK_SECRET: SECRET }

  test('says that there is no database, and makes none', async () => {
    const directory = folder()
    const { code, stderr } = await explain({
      args: ['acme/rfcs#12'],
      environment: { ...environment, DATA_DIR: directory },
    })
    expect(stderr).toBe(
      `There is no database in ${directory}. Set DATA_DIR or DATABASE_URL as the server has it.\n`,
    )
    expect(code).toBe(1)
  })

  test('says that a database of an older version has no ledgers, and leaves it as it is', async () => {
    const directory = folder()
    const file = join(directory, DATABASE_FILE)
    new DatabaseSync(file).exec('create table inbox (delivery_id text)')
    const before = readFileSync(file)
    const { code, stderr } = await explain({
      args: ['acme/rfcs#12'],
      environment: { ...environment, DATA_DIR: directory },
    })
    expect(stderr).toBe('This database has no ledgers yet. Start the server of this version once.\n')
    expect(code).toBe(1)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('reports invalid settings in the same words as the server', async () => {
    const { code, stderr } = await explain({ args: ['acme/rfcs#12'], environment: { APP_ID: '12' } })
    expect(stderr).toContain('WEBHOOK_SECRET is not set')
    expect(code).toBe(1)
  })
})

describe('L5: how explain is used', () => {
  const USAGE = 'Usage: npm run explain -- OWNER/REPO#NUMBER | --run FILE\n'

  test('prints its usage and exits 0 when asked for help', async () => {
    const { code, stdout } = await explain({ args: ['--help'] })
    expect(stdout.startsWith(USAGE)).toBe(true)
    expect(code).toBe(0)
  })

  test.each([
    [[], 'Name one pull request'],
    [['acme/rfcs'], 'Name one pull request'],
    [['acme/rfcs#12', 'acme/rfcs#13'], 'Name one pull request'],
    [['acme/rfcs#12', '--run', 'x'], 'Name one pull request'],
    [['--runs', 'x'], "Unknown option '--runs'"],
  ])('exits 2 and prints its usage with other arguments (%j)', async (args, problem) => {
    const { code, stdout, stderr } = await explain({ args })
    expect(stderr.startsWith(problem)).toBe(true)
    expect(stderr.endsWith(`\n\n${USAGE}`)).toBe(true)
    expect([code, stdout]).toEqual([2, ''])
  })
})
