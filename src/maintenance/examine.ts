import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { parse } from 'yaml'
import type { Grants, InstallationFacts, InstallationReport, RepositoryFacts, Seen } from '../doctor/facts.ts'
import type { Finding } from '../doctor/finding.ts'
import { judge } from '../doctor/judge.ts'
import { DEFAULTS } from '../config/config.ts'
import { readConfig } from '../config/read-config.ts'
import { isOn } from '../github/examine-app.ts'
import type { ExaminedRepository } from '../github/examine-repositories.ts'
import { type Examination, openExamination } from '../github/open-examination.ts'
import { WEBHOOK_PATH } from '../webhooks/receive.ts'
import type { Settings } from '../settings/settings.ts'

export interface ExamineOptions {
  /** Only this account's installation is checked. */
  readonly account?: string
  /** The maximum number of repositories per installation. */
  readonly mostRepositories?: number
  readonly mostInstallations?: number
  /** After so many milliseconds no further checks are started. */
  readonly budgetMs?: number
  readonly now?: () => number
  /** No further checks are started once it is aborted. */
  readonly signal?: AbortSignal
}

const MOST_REPOSITORIES = 30
const MOST_INSTALLATIONS = 10
const BUDGET_MS = 5_000
/** The timeout of one call: the operator is waiting at a terminal. */
const TIMEOUT_MS = 5_000
/** The number of repositories checked concurrently, two calls each. */
const AT_ONCE = 10
/** The number of repositories in which a pull request to read is looked for. */
const MOST_SAMPLED = 5

/**
 * Checks the App, its installations and their repositories on GitHub, and returns the findings, including
 * what could not be checked. Only reads. Throws when the App is not installed on the given account; errors of
 * GitHub become findings.
 */
export async function examine(
  settings: Settings,
  log: Logger,
  options: ExamineOptions = {},
): Promise<readonly Finding[]> {
  const { now = Date.now, account, budgetMs = BUDGET_MS } = options
  const { appId, privateKey, github, publicUrl } = settings
  const examination = openExamination({ ...github, appId, privateKey, log, now, timeoutMs: TIMEOUT_MS })
  const begun = performance.now()
  const hasTime = () => !options.signal?.aborted && performance.now() - begun < budgetMs
  const [identity, hook, attempts, installations] = await Promise.all([
    examination.identity(),
    examination.hook(),
    examination.attempts(),
    examination.installations(account ?? null),
  ])
  const all = installations.kind === 'seen' ? installations.value.installations : []
  const chosen = all.filter((each) => account === undefined || isOn(each, account))
  const active = chosen.filter(({ isSuspended }) => !isSuspended)
  if (account !== undefined && installations.kind === 'seen' && active.length === 0) {
    throw new Error(`The App isn't installed on ${account}, or its installation is suspended.`)
  }
  // The version is read with an installation's token; without an installation that is the finding.
  const asked = active[0] ? examination.version(active[0].id) : null
  const reports: InstallationReport[] = []
  for (const installation of active.slice(0, options.mostInstallations ?? MOST_INSTALLATIONS)) {
    if (reports.length > 0 && !hasTime()) break
    reports.push(await examineInstallation(examination, installation, { ...options, hasTime }))
  }
  return judge({
    appId,
    wanted: wantedGrants(),
    identity,
    hook,
    webhookUrl: publicUrl === null ? null : `${publicUrl}${WEBHOOK_PATH}`,
    attempts,
    installations,
    chosen,
    reports,
    version: await asked,
  })
}

/**
 * Runs the checks of `npm run doctor` and logs each finding that is not fine. Never blocks or throws: a
 * server with a wrong set-up still does what it can.
 */
export async function examineInBackground(
  settings: Settings,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    const findings = await examine(settings, log, { signal })
    const told = findings.filter(({ severity }) => severity !== 'fine')
    for (const { severity, id, about, what, repair } of told) {
      const line = { finding: id, severity, about: about ?? undefined, repair }
      if (severity === 'error') log.error(line, what)
      else log.warn(line, what)
    }
    log.info({ fine: findings.length - told.length, told: told.length }, 'checked the set-up of the App')
  } catch (error) {
    log.warn({ err: error }, 'could not check the set-up of the App')
  }
}

async function examineInstallation(
  examination: Examination,
  installation: InstallationFacts,
  { mostRepositories = MOST_REPOSITORIES, hasTime }: ExamineOptions & { readonly hasTime: () => boolean },
): Promise<InstallationReport> {
  const { id } = installation
  const [schema, repositories] = await Promise.all([
    examination.schema(id),
    examination.repositories(id, mostRepositories),
  ])
  if (repositories.kind === 'unseen') {
    return { installation, schema, sample: repositories, repositories }
  }
  const { repositories: chosen, total } = repositories.value
  const [sample, looked] = await Promise.all([
    examination.sample(id, chosen.slice(0, MOST_SAMPLED)),
    examineRepositories(examination, chosen, hasTime),
  ])
  return { installation, schema, sample, repositories: { kind: 'seen', value: { looked, total } } }
}

async function examineRepositories(
  examination: Examination,
  chosen: readonly ExaminedRepository[],
  hasTime: () => boolean,
): Promise<readonly RepositoryFacts[]> {
  const looked: RepositoryFacts[] = []
  for (let at = 0; at < chosen.length; at += AT_ONCE) {
    if (at > 0 && !hasTime()) break
    const some = chosen.slice(at, at + AT_ONCE)
    looked.push(
      ...(await Promise.all(
        some.map(async (each) => ({
          branch: await examination.branch(each.installationId, each),
          config: await withPaths(examination, each),
        })),
      )),
    )
  }
  return looked
}

/** Adds the paths of the branch when a custom pattern must be compared with them. */
async function withPaths(
  examination: Examination,
  repository: ExaminedRepository,
): Promise<RepositoryFacts['config']> {
  const { config: seen, tip } = repository
  if (seen.kind === 'unseen' || seen.value.file.kind !== 'text' || tip === null) return seen
  const { config } = readConfig(seen.value.file.text)
  const isWritten = config?.rfcs.paths.some((pattern) => !DEFAULTS.rfcs.paths.includes(pattern))
  if (!isWritten) return seen
  const paths: Seen<readonly string[]> = await examination.paths(repository, tip)
  return { kind: 'seen', value: { ...seen.value, paths } }
}

/** Returns the permissions and events of `app.yml`. */
function wantedGrants(): Grants {
  const manifest: { default_permissions: Record<string, string>; default_events: string[] } = parse(
    readFileSync(new URL('../../app.yml', import.meta.url), 'utf8'),
  )
  return { permissions: manifest.default_permissions, events: manifest.default_events }
}
