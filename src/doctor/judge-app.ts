import type { AppFacts, AttemptFacts, Grants, HookFacts, Identity, InstallationFacts, Seen } from './facts.ts'
import { type Finding, type FindingId, fine, unseen, wrong } from './finding.ts'

/** GitHub rejects a JWT from the future; ours are backdated by this much. */
const MOST_SKEW_SECONDS = 30

/** Returns the findings about the App itself: its identity, permissions, events and clock. */
export function judgeIdentity({ app, clockSkewSeconds }: Identity, wanted: Grants): readonly Finding[] {
  return [...judgeApp(app, wanted), judgeClock(clockSkewSeconds)]
}

function judgeApp(app: Seen<AppFacts>, wanted: Grants): readonly Finding[] {
  if (app.kind === 'unseen') {
    const repair =
      "Compare APP_ID and PRIVATE_KEY with the App's settings page on GitHub, and GHE_HOST, HTTPS_PROXY and NODE_EXTRA_CA_CERTS with how GitHub is reached from here."
    return [unseen('app', app, { what: 'the App', repair })]
  }
  const { settingsUrl, slug } = app.value
  const ask = (what: string) => `${what} at ${settingsUrl}, then have every account accept it.`
  return [
    fine('app', `GitHub knows this App as ${slug}.`),
    ...judgePermissions('app-permissions', app.value, wanted, {
      lacking: (name, level, has) =>
        `The App doesn't ask for ${name}: ${level}${has}; ${consequenceOf(name)}`,
      repair: (name, level) => ask(`Set "${name}" to "${level}" under Permissions`),
      allFine: 'The App asks for all permissions of app.yml.',
    }),
    ...judgeEvents('app-events', app.value, wanted, {
      what: (names) =>
        `The App isn't subscribed to ${names}, so changes are seen only at the next reconciliation.`,
      repair: (names) => `Tick ${names} under "Subscribe to events" at ${settingsUrl}.`,
      allFine: 'The App is subscribed to all events of app.yml.',
    }),
    ...judgeSurplus(app.value, wanted),
  ]
}

/** Unneeded permissions do no harm but increase the risk. */
function judgeSurplus({ permissions, settingsUrl }: AppFacts, wanted: Grants): readonly Finding[] {
  const surplus = Object.entries(permissions).filter(
    ([name, level]) => !covers(wanted.permissions[name], level),
  )
  if (surplus.length === 0) return []
  const names = surplus.map(([name, level]) => `${name}: ${level}`).join(', ')
  return [
    wrong('warning', 'app-permissions', {
      what: `The App asks for more than it uses: ${names}.`,
      repair: `Remove it at ${settingsUrl}.`,
    }),
  ]
}

function judgeClock(skew: number | null): Finding {
  if (skew === null) {
    return unseen('clock', { kind: 'unseen', why: 'GitHub gave no answer.' }, { what: 'the clock' })
  }
  if (Math.abs(skew) <= MOST_SKEW_SECONDS) return fine('clock', "This machine's clock agrees with GitHub's.")
  const how = `${Math.round(Math.abs(skew))} s ${skew > 0 ? 'ahead of' : 'behind'}`
  return wrong('error', 'clock', {
    what: `This machine's clock is ${how} GitHub's: GitHub may reject the App's tokens.`,
    repair: 'Synchronize the clock (NTP) and restart the server.',
  })
}

/** Returns the findings about the webhook; `expected` is its URL, null when PUBLIC_URL is not set. */
export function judgeHook(
  hook: Seen<HookFacts>,
  expected: string | null,
  settingsUrl: string,
): readonly Finding[] {
  if (hook.kind === 'unseen') return [unseen('webhook', hook, { what: "the webhook's configuration" })]
  const { url, contentType, verifiesTls, hasSecret } = hook.value
  const findings: Finding[] = []
  const error = (what: string, repair: string) => findings.push(wrong('error', 'webhook', { what, repair }))
  if (url === '')
    error(
      'The App has no webhook URL, so it receives no events.',
      `Set ${expected ?? "this server's webhook URL"} at ${settingsUrl}.`,
    )
  else if (expected === null) {
    findings.push(
      wrong('cannot see', 'webhook', {
        what: `GitHub delivers to ${url}; can't see whether that is this server, because PUBLIC_URL isn't set.`,
        repair: 'Set PUBLIC_URL to the URL under which GitHub reaches this server.',
      }),
    )
  } else if (url !== expected) {
    error(
      `GitHub delivers to ${url}, but this server receives webhooks at ${expected}.`,
      `Set the webhook URL to ${expected} at ${settingsUrl}, or correct PUBLIC_URL.`,
    )
  }
  if (contentType !== 'json') {
    error(
      `GitHub delivers as "${contentType}", which this server rejects.`,
      `Set the webhook's content type to application/json at ${settingsUrl}.`,
    )
  }
  if (!hasSecret) {
    error(
      'The webhook has no secret, so every delivery is rejected.',
      `Set WEBHOOK_SECRET as the webhook's secret at ${settingsUrl}.`,
    )
  }
  if (!verifiesTls && url.startsWith('https:')) {
    findings.push(
      wrong('warning', 'webhook', {
        what: "GitHub doesn't verify this server's certificate, so deliveries could be intercepted.",
        repair: `Enable SSL verification at ${settingsUrl}.`,
      }),
    )
  }
  return findings.length > 0 ? findings : [fine('webhook', `GitHub delivers JSON to ${url}, signed.`)]
}

/** Returns the finding about recent deliveries. */
export function judgeDeliveries(
  attempts: Seen<readonly AttemptFacts[]>,
  { installations, settingsUrl }: { readonly installations: number; readonly settingsUrl: string },
): Finding {
  if (attempts.kind === 'unseen') return unseen('deliveries', attempts, { what: 'recent deliveries' })
  const [newest] = attempts.value
  const advanced = settingsUrl.replace(/\/permissions$/, '/advanced')
  if (!newest) {
    if (installations === 0)
      return fine('deliveries', "GitHub had nothing to deliver: the App isn't installed anywhere.")
    return wrong('warning', 'deliveries', {
      what: 'GitHub has delivered nothing for days.',
      repair: `Comment on a pull request and check ${advanced}. If nothing appears, activate the webhook.`,
    })
  }
  const failed = attempts.value.filter(({ status }) => status < 200 || status > 299)
  const arrived = attempts.value.length - failed.length
  const share = `${arrived} of the newest ${attempts.value.length} deliveries arrived, the newest (${newest.event}) at ${newest.at}`
  if (failed.length === 0) return fine('deliveries', `${share}.`)
  const statuses = [...new Set(failed.map(({ status }) => (status === 0 ? 'no answer' : String(status))))]
  return wrong(failed.includes(newest) ? 'error' : 'warning', 'deliveries', {
    what: `${share}${failed.includes(newest) ? ' failed' : ''}; the others were answered ${statuses.join(', ')}.`,
    repair: `${reasonFor(failed[0]?.status ?? 0)} They are listed at ${advanced}; the server requests redelivery by itself.`,
  })
}

function reasonFor(status: number): string {
  if (status === 0)
    return 'GitHub gets no answer: check the address, the proxy and the certificate in front of the server.'
  if (status === 401)
    return "WEBHOOK_SECRET differs from the webhook's secret on GitHub: set both to the same."
  if (status === 403) return 'The delivery is for another App: check APP_ID.'
  if (status === 404 || status === 405) return 'Another server answers: check the path of the webhook URL.'
  if (status === 413) return 'A proxy in front of the server rejects large bodies: allow 26 MB.'
  if (status === 503) return 'The server had no database: see its log and /readyz.'
  return 'See the log lines `rejected a delivery` for the reason.'
}

/** Returns the findings about an installation: whether it is suspended, and what it has not accepted. */
export function judgeInstallation(
  installation: InstallationFacts,
  asked: Grants,
  wanted: Grants,
): readonly Finding[] {
  const { account: about, settingsUrl, isSuspended } = installation
  if (isSuspended) {
    return [
      wrong('warning', 'installations', {
        about,
        what: 'The installation is suspended: nothing is evaluated there.',
        repair: `Unsuspend it at ${settingsUrl}.`,
      }),
    ]
  }
  // An account cannot accept what the App does not ask for; that is a finding about the App.
  const possible: Grants = {
    permissions: Object.fromEntries(
      Object.entries(wanted.permissions).filter(([name, level]) => covers(asked.permissions[name], level)),
    ),
    events: wanted.events.filter((event) => asked.events.includes(event)),
  }
  return [
    ...judgePermissions('installation-permissions', installation, possible, {
      about,
      lacking: (name, level, has) => `Hasn't accepted ${name}: ${level}${has}; ${consequenceOf(name)}`,
      repair: () => `Accept the App's new permissions at ${settingsUrl}.`,
      allFine: 'Has accepted all permissions.',
    }),
    ...judgeEvents('installation-events', installation, possible, {
      about,
      what: (names) => `Isn't subscribed to ${names}, so changes are seen only at the next reconciliation.`,
      repair: () => `Accept the App's new permissions at ${settingsUrl}: their events come with them.`,
      allFine: 'Gets all events.',
    }),
  ]
}

function judgePermissions(
  id: FindingId,
  { permissions }: Grants,
  wanted: Grants,
  say: {
    readonly about?: string
    readonly lacking: (name: string, level: string, has: string) => string
    readonly repair: (name: string, level: string) => string
    readonly allFine: string
  },
): readonly Finding[] {
  const { about = null } = say
  const findings = Object.entries(wanted.permissions).flatMap(([name, level]): readonly Finding[] => {
    const has = permissions[name]
    if (covers(has, level)) return []
    const what = say.lacking(name, level, has === undefined ? '' : ` (has ${has})`)
    return [wrong('error', id, { about, what, repair: say.repair(name, level) })]
  })
  return findings.length > 0 ? findings : [fine(id, say.allFine, about)]
}

function judgeEvents(
  id: FindingId,
  { events }: Grants,
  wanted: Grants,
  say: {
    readonly about?: string
    readonly what: (names: string) => string
    readonly repair: (names: string) => string
    readonly allFine: string
  },
): readonly Finding[] {
  const { about = null } = say
  const names = wanted.events.filter((event) => !events.includes(event)).join(', ')
  if (names === '') return [fine(id, say.allFine, about)]
  return [wrong('error', id, { about, what: say.what(names), repair: say.repair(names) })]
}

/** Whether one permission level includes another. */
function covers(has: string | undefined, level: string): boolean {
  return has === level || has === 'admin' || (has === 'write' && level === 'read')
}

const CONSEQUENCES: Readonly<Record<string, string>> = {
  checks: "checks can't be written.",
  contents: "RFCs and the configuration can't be read.",
  issues: "comments can't be written.",
  members: 'every team that an RFC names is a problem.',
  merge_queues: 'merge groups get no check.',
  metadata: "repositories can't be read.",
  pull_requests: "pull requests can't be read.",
  statuses: "a ruleset doesn't offer this App as the source of the required check.",
}

function consequenceOf(permission: string): string {
  return CONSEQUENCES[permission] ?? 'something that needs it fails.'
}
