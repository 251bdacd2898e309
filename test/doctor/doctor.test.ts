import { expect, test } from 'vitest'
import { pino } from 'pino'
import { type Finding, isSound } from '../../src/doctor/finding.ts'
import { formatFindings } from '../../src/doctor/format-findings.ts'
import { type ExamineOptions, examine } from '../../src/maintenance/examine.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { type Environment, readSettings } from '../../src/settings/settings.ts'
import { bend } from '../github/stage.ts'
import { APP_ID, aPullRequest, aReceiver, PRIVATE_KEY, SECRET } from '@rfc-alignment/emulator/test/stage.ts'

const CHECK = 'RFC alignment: main'

/** Returns what doctor reports on a GitHub, without fine findings: `severity id about: what`. */
async function found(
  github: LocalGitHub,
  options: ExamineOptions = {},
  environment: Environment = {},
): Promise<readonly Finding[]> {
  const settings = readSettings({
    APP_ID: String(APP_ID),
    PRIVATE_KEY,
    WEBHOOK_SECRET: SECRET,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
    PUBLIC_URL: publicUrl(github),
    ...environment,
  })
  const now = () => github.clock.now().getTime()
  return await examine(settings, pino({ level: 'silent' }), { now, ...options })
}

/** Where the local GitHub delivers webhooks. */
function publicUrl(github: LocalGitHub): string {
  return new URL(github.deliveries.at(-1)?.url ?? 'https://rfc.example.com').origin
}

async function problems(github: LocalGitHub, options: ExamineOptions = {}): Promise<readonly string[]> {
  return (await found(github, options))
    .filter(({ severity }) => severity !== 'fine')
    .map(({ severity, id, about, what }) => `${severity} · ${id} · ${about ?? 'App'} · ${what}`)
}

async function repairOf(github: LocalGitHub, id: Finding['id']): Promise<string | null | undefined> {
  return (await found(github)).find((each) => each.id === id && each.severity !== 'fine')?.repair
}

/** A GitHub on which everything is set up correctly. */
async function aSoundGitHub(rule: { appId?: number | null; by?: 'ruleset' | 'protection' } = {}) {
  const world = await aPullRequest()
  const { github, repository } = world
  await aReceiver(github)
  github.protect(repository, { branch: 'main', check: CHECK, appId: APP_ID, ...rule })
  github.comment(world.pull, 'linus', 'Good morning')
  await github.idle()
  return world
}

test('reports no problem on a correct set-up, and only reads', async () => {
  const { github } = await aSoundGitHub()
  github.requests.length = 0
  expect(await problems(github)).toEqual([])
  const writes = github.requests.filter(
    ({ method, path }) => method !== 'GET' && !/graphql|access_tokens/.test(path),
  )
  expect(writes).toEqual([])
})

test('reports the cost of a real read', async () => {
  const { github } = await aSoundGitHub()
  const read = (await found(github)).find(({ id }) => id === 'read')
  expect(read?.what).toMatch(
    /^Read acme\/rfcs#1 in \d+ ms for \d+ points?, \d+ of 5000 points are left this hour\.$/,
  )
})

test.each(['ruleset', 'protection'] as const)(
  'reports a check that any source may write as an error, with the command that pins it: %s',
  async (by) => {
    const { github } = await aSoundGitHub({ by, appId: null })
    expect(await problems(github)).toEqual([
      `error · required-check · acme/rfcs · Requires "${CHECK}" from any source: anyone with write access can turn it green.`,
    ])
    expect(await repairOf(github, 'required-check')).toMatch(
      by === 'ruleset'
        ? /^Pin it: gh api repos\/acme\/rfcs\/rulesets\/100 .*--argjson app 4711/
        : /^Pin it: gh api repos\/acme\/rfcs\/branches\/main\/protection\/required_status_checks/,
    )
  },
)

test('reports the webhook URL as not checked when PUBLIC_URL is not set', async () => {
  const { github } = await aSoundGitHub()
  const all = await found(github, {}, { PUBLIC_URL: '' })
  expect(all.find(({ id }) => id === 'webhook')).toMatchObject({
    severity: 'cannot see',
    repair: 'Set PUBLIC_URL to the URL under which GitHub reaches this server.',
  })
})

test('returns a command for the organization when its ruleset requires the check', async () => {
  const { github, repository } = await aPullRequest()
  github.protect(repository, { branch: 'main', check: CHECK, by: "organization's ruleset" })
  expect(await repairOf(github, 'required-check')).toContain('gh api --method PUT orgs/acme/rulesets/100')
})

test('accepts a rule that pins the check beside one that does not', async () => {
  const { github, repository } = await aSoundGitHub()
  github.protect(repository, { branch: 'main', check: CHECK, by: 'protection' })
  expect(await problems(github)).toEqual([])
})

test('reports a check that is required from another App as an error', async () => {
  const { github } = await aSoundGitHub({ appId: 15368 })
  expect(await problems(github)).toEqual([
    `error · required-check · acme/rfcs · Requires "${CHECK}" from App 15368, not from this one (4711): merges are blocked, or the wrong App decides.`,
  ])
})

test('warns of a branch that does not require the check, without failing', async () => {
  const { github, repository } = await aSoundGitHub()
  repository.rules.length = 0
  expect(await problems(github)).toEqual([
    `warning · required-check · acme/rfcs · Doesn't require "${CHECK}": the check blocks no merge into main.`,
  ])
  expect(await repairOf(github, 'required-check')).toContain('"integration_id": 4711')
  expect(isSound(await found(github))).toBe(true)
})

test.each([
  ['the rules', /\/rules\/branches\//],
  ['the classic protection', /rfcs\/branches\/main$/],
])('reports what cannot be read as not checked: %s', async (_, path) => {
  const { github, repository } = await aSoundGitHub()
  repository.rules.length = 0
  github.onRequest((request) =>
    path.test(request.path) ? { answer: { status: 403, body: { message: 'Upgrade to GitHub Pro' } } } : {},
  )
  expect(await problems(github)).toEqual([
    expect.stringMatching(
      /^cannot see · required-check · acme\/rfcs · Can't see whether .*403 \(Upgrade to GitHub Pro\)/,
    ),
  ])
  expect(isSound(await found(github))).toBe(false)
})

test('reports a protected branch without visible rules as not checked', async () => {
  const { github, repository } = await aSoundGitHub()
  repository.rules.length = 0
  bend(github, (body) => {
    if (body && 'protected' in body) body.protected = true
  })
  expect(await problems(github)).toEqual([
    expect.stringMatching(/^cannot see · required-check · acme\/rfcs · .*GitHub shows no rule of it\.$/),
  ])
})

test('reports a permission the App does not ask for once, not per account', async () => {
  const { github } = await aSoundGitHub()
  bend(github, (body) => {
    if (body?.slug) delete body.permissions.statuses
    if (Array.isArray(body)) for (const each of body) if (each?.app_slug) delete each.permissions.statuses
  })
  expect(await problems(github)).toEqual([
    "error · app-permissions · App · The App doesn't ask for statuses: write; a ruleset doesn't offer this App as the source of the required check.",
  ])
})

test('reports a permission that an account has not accepted, with the page to accept it', async () => {
  const { github } = await aSoundGitHub()
  const [installation] = github.world.state.installations.values()
  const { merge_queues: _, checks: __, ...permissions } = installation!.permissions
  Object.assign(installation!, { permissions: { ...permissions, checks: 'read' } })
  const told = await problems(github)
  // Whether a pull request can still be read without the hidden fields is tested elsewhere.
  expect(told.filter((each) => !each.includes(' · read · '))).toEqual([
    "error · installation-permissions · acme · Hasn't accepted checks: write (has read); checks can't be written.",
    "error · installation-permissions · acme · Hasn't accepted merge_queues: read; merge groups get no check.",
    expect.stringMatching(
      /^error · schema · acme · GitHub hides \d+ of \d+ parts .*pull-request: .*PullRequest\.mergeQueueEntry/,
    ),
  ])
  expect(await repairOf(github, 'installation-permissions')).toBe(
    `Accept the App's new permissions at ${github.origin}/organizations/acme/settings/installations/${installation?.id}.`,
  )
})

test('warns of unneeded permissions', async () => {
  const { github } = await aSoundGitHub()
  bend(github, (body) => {
    if (body?.slug) Object.assign(body.permissions, { administration: 'write', contents: 'write' })
  })
  expect(await problems(github)).toEqual([
    expect.stringMatching(/^warning · app-permissions · App · .*contents: write.*administration: write/),
  ])
})

test('lists missing events in one sentence', async () => {
  const { github } = await aSoundGitHub()
  bend(github, (body) => {
    if (body?.slug) body.events = body.events.filter((name: string) => !/^(push|team)$/.test(name))
  })
  expect(await problems(github)).toEqual([
    "error · app-events · App · The App isn't subscribed to push, team, so changes are seen only at the next reconciliation.",
  ])
})

test('warns of a suspended installation and checks nothing in it', async () => {
  const { github } = await aSoundGitHub()
  const [installation] = github.world.state.installations.values()
  github.suspend(installation!, 'ada')
  await github.idle()
  expect(await problems(github)).toEqual([
    'warning · installations · acme · The installation is suspended: nothing is evaluated there.',
  ])
  await expect(found(github, { account: 'acme' })).rejects.toThrow(
    "isn't installed on acme, or its installation is suspended",
  )
})

test('reports a wrong content type, a wrong URL and a missing secret of the webhook', async () => {
  const { github } = await aSoundGitHub()
  bend(github, (body) => {
    if (!body?.content_type) return
    Object.assign(body, { content_type: 'form', url: 'https://old.example.com/hook', insecure_ssl: '1' })
    delete body.secret
  })
  expect(await problems(github)).toEqual([
    `error · webhook · App · GitHub delivers to https://old.example.com/hook, but this server receives webhooks at ${publicUrl(github)}/api/github/webhooks.`,
    'error · webhook · App · GitHub delivers as "form", which this server rejects.',
    'error · webhook · App · The webhook has no secret, so every delivery is rejected.',
    "warning · webhook · App · GitHub doesn't verify this server's certificate, so deliveries could be intercepted.",
  ])
})

test.each([
  [401, 'WEBHOOK_SECRET differs'],
  [404, 'check the path of the webhook URL'],
])('explains failed deliveries that were answered %i', async (status, repair) => {
  const { github, pull } = await aSoundGitHub()
  await aReceiver(github, { status })
  github.comment(pull, 'linus', 'Once more')
  await github.idle()
  const [problem] = (await found(github)).filter(({ id }) => id === 'deliveries')
  expect(problem?.severity).toBe('error')
  expect(problem?.what).toMatch(
    new RegExp(`deliveries arrived, .* failed; the others were answered ${status}\\.$`),
  )
  expect(problem?.repair).toContain(repair)
})

test('reports the skew of a wrong clock', async () => {
  const { github } = await aSoundGitHub()
  const now = () => github.clock.now().getTime() - 90_000
  expect(await problems(github, { now })).toEqual([
    "error · clock · App · This machine's clock is 91 s behind GitHub's: GitHub may reject the App's tokens.",
  ])
})

test('reports an invalid configuration with line and column, and skips its patterns', async () => {
  const { github, repository } = await aSoundGitHub()
  github.push(
    repository,
    'main',
    { '.github/rfc-alignment.yml': 'version: 1\nrfcs:\n  path: [x]\n' },
    { by: 'linus' },
  )
  expect(await problems(github)).toEqual([
    expect.stringMatching(/^error · configuration · acme\/rfcs · .* isn't valid, so no RFC passes: 3:3 /),
  ])
})

test('warns of a pattern that matches no file (D2)', async () => {
  const { github, repository } = await aSoundGitHub()
  const written = "version: 1\nrfcs:\n  paths: ['text/*.md', 'Decisions/**/*.md']\n"
  github.push(
    repository,
    'main',
    { '.github/rfc-alignment.yml': written, 'decisions/one/0001.md': '# One\n' },
    { by: 'linus' },
  )
  expect(await problems(github)).toEqual([
    'warning · patterns · acme/rfcs · No file matches "text/*.md" of rfcs.paths.',
  ])
})

test('reports how many repositories were checked, and how to check all', async () => {
  const { github } = await aSoundGitHub()
  for (let i = 1; i <= 4; i++) github.createRepository({ owner: 'acme', name: `quiet-${i}` })
  const few = await found(github, { mostRepositories: 2 })
  const reach = few.find(({ id }) => id === 'repositories')
  expect(reach).toMatchObject({ severity: 'warning', about: 'acme' })
  expect(reach?.what).toContain('Checked 2 of 5 repositories, those with open pull requests first')
  // The one with an open pull request was among them.
  expect(few.some(({ id, about }) => id === 'required-check' && about === 'acme/rfcs')).toBe(true)
  expect(await problems(github)).toEqual([
    "warning · required-check · acme · 4 repositories don't require the check on their default branch: acme/quiet-1, acme/quiet-2, acme/quiet-3, acme/quiet-4.",
  ])
})

test('checks more than a hundred repositories when asked to', async () => {
  const { github } = await aSoundGitHub()
  for (let i = 1; i <= 101; i++) github.createRepository({ owner: 'acme', name: `quiet-${i}` })
  const all = await found(github, { mostRepositories: 200, budgetMs: 60_000 })
  expect(all.find(({ id }) => id === 'repositories')).toMatchObject({
    severity: 'fine',
    what: 'Checked all repositories (102).',
  })
})

test('finds an account behind a hundred others', async () => {
  const { github } = await aSoundGitHub()
  for (let i = 1; i <= 101; i++) {
    github.createOrganization(`org-${i}`, { owners: ['ada'] })
    github.install(`org-${i}`)
  }
  const all = await found(github, { account: 'ORG-101' })
  expect(all.filter(({ id }) => id === 'repositories').map(({ about }) => about)).toEqual(['org-101'])
  expect(all.find(({ id }) => id === 'installations')?.what).toMatch(/^Checked 1 of 102 installations/)
})

test('reports an Enterprise Server that is too old', async () => {
  const { github } = await aSoundGitHub()
  github.quirks.serverVersion = '3.9.2'
  expect(await problems(github)).toEqual(
    expect.arrayContaining([
      'error · server-version · App · GitHub Enterprise Server 3.9.2 is older than 3.14, and lacks parts of the API that are used.',
      expect.stringMatching(/^error · schema · acme · GitHub hides/),
    ]),
  )
})

test('reports nothing as fine but the clock when GitHub cannot be reached', async () => {
  const { github } = await aSoundGitHub()
  github.onRequest(() => ({ answer: { status: 502, body: { message: 'Bad gateway' } } }))
  const all = await found(github)
  // Even an error response has a date.
  expect(all.filter(({ severity }) => severity === 'fine').map(({ id }) => id)).toEqual(['clock'])
  expect(all.find(({ id }) => id === 'app')?.what).toBe(
    "Can't see the App: could not read the App: GitHub answered 502 (Bad gateway).",
  )
})

test('shortens long lists of fine findings', () => {
  const alike = Array.from({ length: 9 }, (_, i) => ({ id: 'configuration' as const, about: `acme/r${i}` }))
  const report = formatFindings(
    alike.map((each) => ({ ...each, severity: 'fine', what: 'Good.', repair: null })),
  )
  expect(report.split('\n').slice(4)).toEqual([
    '✓             acme/r4: Good.',
    '✓             … and 4 more',
    '',
    '9 fine, 0 warnings, 0 not checked, 0 errors',
  ])
})

test('lists the worst findings first, each with its fix below', () => {
  const report = formatFindings([
    { id: 'app', severity: 'fine', about: null, what: 'Good.', repair: null },
    { id: 'patterns', severity: 'warning', about: 'acme/rfcs', what: 'Odd.', repair: 'Look.' },
    { id: 'clock', severity: 'error', about: null, what: 'Bad.', repair: 'One.\nTwo.' },
  ])
  expect(report.split('\n')).toEqual([
    '✗ error       Bad.',
    '              One.',
    '              Two.',
    '! warning     acme/rfcs: Odd.',
    '              Look.',
    '✓             Good.',
    '',
    '1 fine, 1 warning, 0 not checked, 1 error',
  ])
})
