import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** Where to register the App, and where it will run. */
export interface Registration {
  /** GitHub's URL: `https://github.com`, or that of an Enterprise Server. */
  readonly github: string
  /** The organisation that will own the App; null for the signed-in person. */
  readonly organization: string | null
  /** The server's public URL. */
  readonly url: string
}

interface Manifest {
  readonly name: string
  readonly description: string
  readonly public: boolean
  readonly default_permissions: Readonly<Record<string, string>>
  readonly default_events: readonly string[]
}

/**
 * Returns the URL of GitHub's form for a new App, prefilled from `app.yml`; a person reviews and submits it.
 * It contains no secret, because GitHub takes the webhook secret only in the form.
 * https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-using-url-parameters
 */
export function registrationUrl(
  { github, organization, url }: Registration,
  manifestFile = 'app.yml',
): string {
  const manifest: Manifest = parse(readFileSync(manifestFile, 'utf8'))
  const account = organization === null ? '' : `/organizations/${encodeURIComponent(organization)}`
  const form = new URL(`${github.replace(/\/+$/, '')}${account}/settings/apps/new`)
  const home = url.replace(/\/+$/, '')
  const fields: readonly (readonly [string, string])[] = [
    ['name', manifest.name],
    ['description', manifest.description],
    ['url', home],
    ['public', String(manifest.public)],
    ['callback_urls[]', `${home}/sign-in/done`],
    ['webhook_active', 'true'],
    ['webhook_url', `${home}/api/github/webhooks`],
    ...Object.entries(manifest.default_permissions),
    ...manifest.default_events.map((event) => ['events[]', event] as const),
  ]
  for (const [name, value] of fields) form.searchParams.append(name, value)
  return form.href
}
