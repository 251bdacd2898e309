import type { Octokit } from '@octokit/rest'
import type { AttemptFacts, HookFacts, Identity, InstallationFacts, Seen } from '../doctor/facts.ts'
import { deliveriesOf } from './deliveries.ts'
import { answerOf } from './faults.ts'
import { seen } from './seen.ts'

/** Reads the App's identity, permissions and events. The date of the answer, or of a rejection, shows our clock's error. */
export async function readIdentity(app: Octokit, webUrl: string, now: () => number): Promise<Identity> {
  const asked = now()
  let date: string | undefined
  const facts = await seen('read the App', async () => {
    try {
      const { data, headers } = await app.request('GET /app')
      date = headers.date
      if (!data?.slug) throw new Error('the answer names no App')
      const { slug, owner, permissions, events } = data
      const isOrganization = owner && 'type' in owner && owner.type === 'Organization'
      const account = isOrganization ? `/organizations/${owner.login}` : ''
      return {
        slug,
        settingsUrl: `${webUrl}${account}/settings/apps/${slug}/permissions`,
        permissions: levelsOf(permissions),
        events,
      }
    } catch (error) {
      const said = answerOf(error)?.headers.date
      date = said === undefined ? undefined : String(said)
      throw error
    }
  })
  const githubs = Date.parse(date ?? '')
  // Half of the time was the way back, and GitHub's dates are whole seconds.
  const ours = (asked + now()) / 2
  return { app: facts, clockSkewSeconds: Number.isNaN(githubs) ? null : (ours - githubs - 500) / 1000 }
}

/** Reads how GitHub delivers webhooks. https://docs.github.com/en/rest/apps/webhooks */
export function readHook(app: Octokit): Promise<Seen<HookFacts>> {
  return seen("read the webhook's configuration", async () => {
    const { data } = await app.request('GET /app/hook/config')
    return {
      url: data.url ?? '',
      contentType: data.content_type ?? 'form',
      verifiesTls: String(data.insecure_ssl ?? '0') === '0',
      hasSecret: Boolean(data.secret),
    }
  })
}

/** Reads how the newest hundred deliveries went, the newest attempt of each. */
export function readAttempts(app: Octokit): Promise<Seen<readonly AttemptFacts[]>> {
  return seen('read the newest deliveries', async () => {
    for await (const page of deliveriesOf(app)) {
      const newest = new Map(page.toReversed().map((attempt) => [attempt.guid, attempt]))
      return page
        .filter((attempt) => newest.get(attempt.guid) === attempt)
        .map(({ event, deliveredAt, status }) => ({ event, at: deliveredAt, status }))
    }
    return []
  })
}

const PAGE = 100

/** Reads the newest hundred installations, or as many as it takes to find the one on an account. */
export function readInstallations(
  app: Octokit,
  account: string | null,
): Promise<Seen<{ readonly installations: readonly InstallationFacts[]; readonly areAll: boolean }>> {
  return seen('list the installations', async () => {
    const installations: InstallationFacts[] = []
    for (let page = 1; ; page++) {
      const { data } = await app.request('GET /app/installations', {
        per_page: PAGE,
        ...(page > 1 && { page }),
      })
      for (const each of data) {
        installations.push({
          id: each.id,
          account: each.account && 'login' in each.account ? each.account.login : String(each.id),
          settingsUrl: each.html_url,
          permissions: levelsOf(each.permissions),
          events: each.events,
          isSuspended: Boolean(each.suspended_at),
        })
      }
      if (data.length < PAGE) return { installations, areAll: true }
      if (account === null || installations.some((each) => isOn(each, account))) {
        return { installations, areAll: false }
      }
    }
  })
}

/** Whether an installation is on an account. */
export function isOn(installation: Pick<InstallationFacts, 'account'>, account: string): boolean {
  return installation.account.toLowerCase() === account.toLowerCase()
}

/** Reads which version an Enterprise Server is of; null: it is GitHub's cloud. */
export function readVersion(octokit: Octokit): Promise<Seen<string | null>> {
  return seen("read the server's version", async () => {
    const { data } = await octokit.request('GET /meta')
    return 'installed_version' in data ? String(data.installed_version) : null
  })
}

function levelsOf(permissions: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(permissions).map(([name, level]) => [name, String(level)]))
}
