import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type { Repository } from '@rfc-alignment/emulator/world/state.ts'
import { APP_ID, PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'
import { differences } from '../../conformance/compare.ts'
import type { Recording } from '../../conformance/recording.ts'
import { STEPS } from '../../conformance/suite.ts'
import { aSandbox, madeOn } from './local.ts'

type Place = Awaited<ReturnType<typeof aSandbox>>

interface Run {
  readonly code: number | null
  readonly out: string
  readonly error: string
  readonly folder: string
}

/** Runs the program as `npm run first-contact` does, against a local GitHub; `onOutput` may look at what it prints. */
async function firstContact(
  { github, tokens }: Place,
  args: readonly string[],
  onOutput: (text: string, signal: (name: 'SIGINT') => void) => void = () => {},
  environment: object = {},
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'first-contact-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const child = spawn(process.execPath, ['conformance/first-contact.ts', '--folder', folder, ...args], {
    env: {
      PATH: process.env.PATH,
      APP_ID: String(APP_ID),
      PRIVATE_KEY: PRIVATE_KEY.replaceAll('\n', '\\n'),
      GHE_HOST: github.host,
      GHE_PROTOCOL: 'http',
      ADA_TOKEN: tokens.ada,
      MALLORY_TOKEN: tokens.mallory,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, error] = ['', '']
  child.stdout.on('data', (data) => {
    out += data
    onOutput(out, (name) => child.kill(name))
  })
  child.stderr.on('data', (data) => {
    error += data
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out, error, folder }
}

describe('npm run first-contact', () => {
  it('tries every belief, prints what it saw, records without tokens and leaves nothing behind', async () => {
    const place = await aSandbox()
    const { code, out, error, folder } = await firstContact(place, ['--repository', 'acme/sandbox'])
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(out).toMatch(/✓ GH-1 · A file that is not there is null and NOT_FOUND at `file` · .* · confirmed/)
    // The server is not up, and there is no terminal: said, and no verdict.
    expect(out).toMatch(/– GH-191 .*start it and give --server-url · skipped/)
    expect(out).toMatch(/– GH-8 .*in a terminal · skipped/)
    expect(out).toContain('Everything that was opened is closed.')
    expect(out).toMatch(/\d+ confirmed, 0 refuted, 0 unknown, 3 skipped/)
    isClean(place.github, place.repository)
    const [run = ''] = readdirSync(folder)
    const files = readdirSync(join(folder, run))
    expect(files.length).toBe((out.match(/^[✓✗?–] GH-/gm) ?? []).length)
    const recorded = files.map((name) => readFileSync(join(folder, run, name), 'utf8')).join()
    expect(recorded).toContain('Could not resolve file for path')
    for (const secret of [...Object.values(place.tokens), 'ghs_', 'PRIVATE KEY', 'eyJ']) {
      expect(recorded).not.toContain(secret)
      expect(out).not.toContain(secret)
    }
  })

  it('skips in a sandbox of a person what only an organization has, and is clean all the same', async () => {
    const place = await aSandbox({ owner: 'ada' })
    const { code, out, error } = await firstContact(place, ['--repository', 'ada/sandbox'])
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(skippedIn(out)).toEqual(['GH-183', 'GH-8', 'GH-6', 'GH-190', 'GH-191', 'GH-55'])
    expect(out).toMatch(/– GH-6 .*use a sandbox of an organization · skipped/)
    isClean(place.github, place.repository)
  })

  it('skips with --alone what needs a second person, without a token of one', async () => {
    const place = await aSandbox()
    const { code, out, error } = await firstContact({ ...place, tokens: { ...place.tokens, mallory: '' } }, [
      '--repository',
      'acme/sandbox',
      '--alone',
      '--only',
      'GH-1,GH-25,GH-48,GH-64',
    ])
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(skippedIn(out)).toEqual(['GH-48', 'GH-25', 'GH-64'])
    expect(out).toMatch(/– GH-25 .*it needs a second person: give --as-mallory · skipped/)
    expect(out).toContain('1 confirmed, 0 refuted, 0 unknown, 3 skipped')
    isClean(place.github, place.repository)
  })

  it('leaves a fork alone that the second person had before', async () => {
    const place = await aSandbox()
    const before = place.github.fork(place.repository, 'mallory')
    place.github.clock.advance(3600)
    const { out } = await firstContact(place, ['--repository', 'acme/sandbox', '--only', 'GH-1,GH-48'])
    expect(out).toMatch(/– GH-48 .*a fork that was there before; it is left alone · skipped/)
    expect(place.github.world.state.repositories.has(before.id)).toBe(true)
  })

  it('skips rules and queues where the plan has none, with the words of GitHub', async () => {
    const place = await aSandbox()
    const message = 'Upgrade to GitHub Pro or make this repository public to enable this feature.'
    place.github.onRequest(({ path }) =>
      path.endsWith('/rulesets') ? { answer: { status: 403, body: { message } } } : undefined,
    )
    const { code, out } = await firstContact(place, [
      '--repository',
      'acme/sandbox',
      '--only',
      'GH-1,GH-47,GH-136,GH-192',
    ])
    expect(code).toBe(0)
    expect(out).toMatch(/– GH-192 .*Upgrade to GitHub Pro.* · skipped/)
    expect(new Set(skippedIn(out))).toEqual(new Set(['GH-47', 'GH-136', 'GH-192']))
    isClean(place.github, place.repository)
  })

  it('ends with 2 when everything was skipped', async () => {
    const place = await aSandbox({ owner: 'ada' })
    const { code, error } = await firstContact(place, ['--repository', 'ada/sandbox', '--only', 'GH-6'])
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining('Nothing could be found out') })
  })

  it('ends with 1 when something is refuted, and says not to install the App', async () => {
    const place = await aSandbox({ quirks: { longestExternalId: 100 } })
    const { code, out } = await firstContact(place, ['--repository', 'acme/sandbox', '--only', 'GH-51'])
    expect(code).toBe(1)
    expect(out).toMatch(/✗ GH-51 .*128 refused with 422.* · refuted/)
    expect(out).toContain('Refuted: GH-51. Do not install the App here yet')
    isClean(place.github, place.repository)
  })

  it('takes back what it opened when it is interrupted', async () => {
    const place = await aSandbox()
    let isSent = false
    const { code, out, error } = await firstContact(
      place,
      ['--repository', 'acme/sandbox'],
      (text, signal) => {
        if (!isSent && text.includes('GH-12')) signal('SIGINT')
        isSent ||= text.includes('GH-12')
      },
    )
    expect(code).toBe(2)
    expect(error).toContain('stopped')
    expect(out).toContain('Everything that was opened is closed.')
    expect(out).not.toContain('GH-177')
    isClean(place.github, place.repository)
  })

  it('takes back what it opened when GitHub fails in the middle, and believes nothing because of it', async () => {
    const place = await aSandbox()
    place.github.onRequest(({ path, operation, method }) =>
      (path === '/graphql' && operation === undefined) || (method === 'POST' && path.endsWith('/check-runs'))
        ? { answer: { status: 502, body: 'Bad gateway' } }
        : undefined,
    )
    const { code, out } = await firstContact(place, [
      '--repository',
      'acme/sandbox',
      '--only',
      'GH-42,GH-45,GH-67',
    ])
    expect(code).toBe(0)
    expect(out).toMatch(/\? GH-42 .*GitHub answered 502.* · unknown/)
    expect(out).toMatch(/✓ GH-67/)
    isClean(place.github, place.repository)
  })

  it('takes back rulesets, teams, labels and forks when GitHub fails right after they were made', async () => {
    const place = await aSandbox()
    const failing = [
      /\/memberships\//,
      /^\/repos\/acme\/sandbox\/labels\//,
      /^\/repos\/mallory\/sandbox\/git\/trees/,
    ]
    place.github.onRequest(({ method, path, kind }) => {
      const isLost = method !== 'DELETE' && failing.some((each) => each.test(path))
      const isMutation = path === '/graphql' && kind === 'write'
      return isLost || isMutation ? { answer: { status: 502, body: 'Bad gateway' } } : undefined
    })
    const { code, out } = await firstContact(place, [
      '--repository',
      'acme/sandbox',
      '--only',
      'GH-1,GH-6,GH-28,GH-48,GH-192',
    ])
    expect(code).toBe(0)
    expect(out.match(/^\? GH-\d+ .*GitHub answered 502 .* · unknown$/gm)?.length).toBe(4)
    expect(out).toContain('Everything that was opened is closed.')
    isClean(place.github, place.repository)
  })

  it('records what the local GitHub can be held to', async () => {
    const beliefs = ['GH-1', 'GH-6', 'GH-45', 'GH-150']
    const { folder } = await firstContact(await aSandbox(), [
      '--repository',
      'acme/sandbox',
      '--only',
      beliefs.join(),
    ])
    const [run = ''] = readdirSync(folder)
    const recorded = readdirSync(join(folder, run)).map(
      (name) => JSON.parse(readFileSync(join(folder, run, name), 'utf8')) as Recording,
    )
    const { recordings } = await madeOn(STEPS.filter(({ belief }) => beliefs.includes(belief)))
    expect(recorded.map(({ belief }) => belief)).toEqual(beliefs)
    expect(differences(recorded, recordings)).toEqual([])
  })

  it('ends with 2 when nothing could be found out', async () => {
    const place = await aSandbox()
    place.github.onRequest(({ path }) =>
      path === '/graphql' ? { answer: { status: 502, body: 'Bad gateway' } } : undefined,
    )
    const { code, out, error } = await firstContact(place, ['--repository', 'acme/sandbox', '--only', 'GH-1'])
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining('Nothing could be found out') })
    expect(out).toMatch(/\? GH-1 .*GitHub answered 502 to POST \/graphql · unknown/)
  })
})

describe('first contact is rejected', () => {
  it('where the name does not say that it is a sandbox, before anything is asked of GitHub', async () => {
    const place = await aSandbox({ name: 'payments' })
    const { code, error } = await firstContact(place, ['--repository', 'acme/payments'])
    expect(code).toBe(2)
    expect(error).toContain('its name does not contain "sandbox"')
    expect(place.github.requests).toEqual([])
  })

  const cases: readonly [why: string, how: (place: Place) => void][] = [
    ['it is public', ({ github, repository }) => github.setVisibility(repository, 'public')],
    [
      'does not administer it',
      ({ github }) =>
        void github.world.state.accounts.get(idOf(github, 'acme'))?.members.delete(idOf(github, 'ada')),
    ],
    [
      'it has branches beside main',
      ({ github, repository }) => void github.push(repository, 'work', { 'a.md': 'x' }, { by: 'mallory' }),
    ],
    [
      'it has open pull requests',
      ({ github, repository }) => {
        github.push(repository, 'work', { 'a.md': 'x' }, { by: 'mallory' })
        github.openPullRequest(repository, { author: 'mallory', head: 'work' })
      },
    ],
    [
      'the App is not installed',
      ({ github }) => {
        for (const each of github.world.state.installations.values()) github.uninstall(each, 'ada')
      },
    ],
  ]
  it.each(cases)('where %s, and nothing is written', async (why, how) => {
    const place = await aSandbox()
    // Somebody who is asked for nothing else, so that ada may still read.
    place.github.grant(place.repository, 'ada', 'read')
    how(place)
    const repo = place.repository.ownerId === idOf(place.github, 'acme') ? 'acme/sandbox' : 'ada/sandbox'
    const { code, error } = await firstContact(place, ['--repository', repo])
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining(why) })
    expect(place.github.requests.filter(({ kind }) => kind === 'write')).toEqual([])
  })

  it('where both tokens are one person’s', async () => {
    const place = await aSandbox()
    const twice = { ...place, tokens: { ...place.tokens, mallory: place.github.personalToken('ada') } }
    const { code, error } = await firstContact(twice, ['--repository', 'acme/sandbox'])
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining('the same person') })
  })

  const wrongs: readonly [what: string, args: readonly string[], environment: object, says: string][] = [
    ['an option is unknown', ['--repo', 'x'], {}, "Unknown option '--repo'"],
    ['the App has no number', [], { APP_ID: '' }, 'Set `APP_ID`'],
    ['the key is none', [], { PRIVATE_KEY: 'x' }, '`PRIVATE_KEY` is no private key'],
    ['the file of the key is missing', [], { PRIVATE_KEY_PATH: '/no/such.pem' }, '`PRIVATE_KEY_PATH` cannot'],
    ['the server has no address', ['--server-url', 'rfc'], {}, '--server-url rfc is no address'],
    ['the server is not up', ['--server-url', 'http://127.0.0.1:1'], {}, 'is not ready'],
    ['GitHub cannot be reached', [], { GHE_HOST: '127.0.0.1:1' }, '127.0.0.1:1 cannot be reached'],
    ['the first token is none', [], { ADA_TOKEN: 'ghp_none' }, 'the first token is not valid'],
  ]
  it.each(wrongs)('where %s, in a sentence instead of a trace', async (_, args, environment, says) => {
    const place = await aSandbox()
    const { code, error } = await firstContact(
      place,
      ['--repository', 'acme/sandbox', ...args],
      () => {},
      environment,
    )
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining(says) })
    expect(error).not.toMatch(/^ {4}at /m)
  })

  it('where no repository is given, with what may be', async () => {
    const { code, error } = await firstContact(await aSandbox(), [])
    expect(code).toBe(2)
    expect(error).toContain('--repository is not given as OWNER/NAME')
    expect(error).toContain('npm run first-contact -- --repository acme/sandbox')
  })
})

/** The beliefs that a run skipped, in its order. */
function skippedIn(out: string): string[] {
  return [...out.matchAll(/^– (GH-\d+) .* · skipped$/gm)].flatMap(([, belief]) => belief ?? [])
}

/** Nothing of a run is left but closed pull requests and what was said on them. */
function isClean(github: LocalGitHub, repository: Repository): void {
  expect(github.pulls(repository).filter(({ state }) => state === 'open')).toEqual([])
  expect([...repository.refs.keys()].filter((ref) => ref.startsWith('refs/heads/'))).toEqual([
    'refs/heads/main',
  ])
  expect({ rules: repository.rules, queues: [...repository.requiredQueues] }).toEqual({
    rules: [],
    queues: [],
  })
  expect([...repository.labels.keys()]).toEqual([])
  const { teams, repositories } = github.world.state
  expect({ teams: [...teams.values()], repositories: repositories.size }).toEqual({
    teams: [],
    repositories: 1,
  })
}

function idOf(github: LocalGitHub, login: string): number {
  const found = [...github.world.state.accounts.values()].find((each) => each.login === login)
  if (!found) throw new Error(`there is no ${login}`)
  return found.id
}
