import type {
  AttemptFacts,
  Grants,
  HookFacts,
  Identity,
  InstallationFacts,
  InstallationReport,
  RepositoryFacts,
  Seen,
} from './facts.ts'
import { type Finding, fine, unseen, wrong } from './finding.ts'
import { judgeDeliveries, judgeHook, judgeIdentity, judgeInstallation } from './judge-app.ts'
import { judgeConfig, judgeSample, judgeSchema } from './judge-reads.ts'
import { judgeBranch } from './posture.ts'

/** Everything that was read from GitHub. */
export interface Facts {
  readonly appId: number
  /** The permissions and events of `app.yml`. */
  readonly wanted: Grants
  readonly identity: Identity
  readonly hook: Seen<HookFacts>
  /** This server's webhook URL; null when PUBLIC_URL is not set. */
  readonly webhookUrl: string | null
  readonly attempts: Seen<readonly AttemptFacts[]>
  readonly installations: Seen<{
    readonly installations: readonly InstallationFacts[]
    readonly areAll: boolean
  }>
  /** The installations whose permissions are checked: all that were listed, or the requested one. */
  readonly chosen: readonly InstallationFacts[]
  /** The installations that were checked; there may be more. */
  readonly reports: readonly InstallationReport[]
  /** The version of an Enterprise Server; null when no installation could read it. */
  readonly version: Seen<string | null> | null
}

/** Older Enterprise Servers lack parts of the schema. */
const OLDEST_VERSION = '3.14'
/** Up to so many repositories without the required check are listed one by one, each with its command. */
const MOST_TOLD = 3
const MOST_NAMED = 10

/** Returns all findings. */
export function judge(facts: Facts): readonly Finding[] {
  const { identity, wanted, installations, reports, appId } = facts
  const { app } = identity
  const settingsUrl = app.kind === 'seen' ? app.value.settingsUrl : "the App's settings page"
  const all = installations.kind === 'seen' ? installations.value.installations : []
  const asked: Grants = app.kind === 'seen' ? app.value : wanted
  return [
    ...judgeIdentity(identity, wanted),
    ...judgeHook(facts.hook, facts.webhookUrl, settingsUrl.replace(/\/permissions$/, '')),
    judgeDeliveries(facts.attempts, { installations: all.length, settingsUrl }),
    ...judgeVersion(facts.version),
    ...judgeReach(facts),
    ...facts.chosen.flatMap((installation) => judgeInstallation(installation, asked, wanted)),
    ...reports.flatMap((report) => judgeReport(report, appId)),
  ]
}

function judgeVersion(version: Facts['version']): readonly Finding[] {
  if (version === null) return []
  if (version.kind === 'unseen') return [unseen('server-version', version, { what: "GitHub's version" })]
  const { value } = version
  if (value === null) return []
  if (value.localeCompare(OLDEST_VERSION, 'en', { numeric: true }) >= 0) {
    return [fine('server-version', `GitHub Enterprise Server ${value}.`)]
  }
  return [
    wrong('error', 'server-version', {
      what: `GitHub Enterprise Server ${value} is older than ${OLDEST_VERSION}, and lacks parts of the API that are used.`,
      repair: `Upgrade it to ${OLDEST_VERSION} or newer.`,
    }),
  ]
}

/** Reports how much was checked: what was left out is not fine. */
function judgeReach({ installations, reports }: Facts): readonly Finding[] {
  if (installations.kind === 'unseen')
    return [unseen('installations', installations, { what: 'the installations' })]
  const { installations: all, areAll } = installations.value
  const active = all.filter(({ isSuspended }) => !isSuspended)
  if (all.length === 0) {
    return [
      wrong('warning', 'installations', {
        what: "The App isn't installed anywhere, so there is nothing to evaluate.",
        repair: 'Install it on its settings page, under "Install App".',
      }),
    ]
  }
  const most = areAll ? String(all.length) : `more than ${all.length}`
  if (areAll && reports.length >= active.length) {
    return [fine('installations', `Checked all active installations (${active.length}).`)]
  }
  return [
    wrong('warning', 'installations', {
      what: `Checked ${reports.length} of ${most} installations, and only the permissions of the newest hundred others.`,
      repair: 'Run `npm run doctor -- --installation ACCOUNT` for one of the others.',
    }),
  ]
}

function judgeReport(
  { installation, schema, sample, repositories }: InstallationReport,
  appId: number,
): readonly Finding[] {
  const { account, settingsUrl } = installation
  const found = judgeSchema(schema, account, settingsUrl)
  if (repositories.kind === 'unseen') {
    return [...found, unseen('repositories', repositories, { what: 'the repositories', about: account })]
  }
  const { looked, total } = repositories.value
  return [
    ...found,
    judgeSample(sample, account),
    judgeRepositories(account, looked.length, total),
    ...judgeBranches(account, looked, appId),
    ...looked.flatMap(({ branch, config }) => judgeConfig(config, branch.repository)),
  ]
}

function judgeRepositories(about: string, looked: number, total: number | null): Finding {
  if (total !== null && looked >= total)
    return fine('repositories', `Checked all repositories (${looked}).`, about)
  return wrong('warning', 'repositories', {
    about,
    what: `Checked ${looked} of ${total ?? 'an unknown number of'} repositories, those with open pull requests first; archived ones are skipped.`,
    repair: `Run \`npm run doctor -- --installation ${about} --most ${total ?? 1000}\` to check all of them.`,
  })
}

function judgeBranches(about: string, looked: readonly RepositoryFacts[], appId: number): readonly Finding[] {
  const findings = looked.map(({ branch }) => judgeBranch(branch, appId))
  const idle = findings.filter(({ id, severity }) => id === 'required-check' && severity === 'warning')
  if (idle.length <= MOST_TOLD) return findings
  const names = idle.slice(0, MOST_NAMED).map((finding) => finding.about)
  const more = idle.length > names.length ? ` and ${idle.length - names.length} more` : ''
  return [
    ...findings.filter((finding) => !idle.includes(finding)),
    wrong('warning', 'required-check', {
      about,
      what: `${idle.length} repositories don't require the check on their default branch: ${names.join(', ')}${more}.`,
      repair: 'Require it where RFCs are merged; see docs/guides/require-the-check.md for the command.',
    }),
  ]
}
