import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** Where the App is to be registered, and where it will be. */
export interface Registration {
  /** GitHub's own address: `https://github.com`, or that of an Enterprise Server. */
  readonly github: string
  /** The organisation that will own the App; null: the person who is signed in. */
  readonly organization: string | null
  /** Under which the world reaches the server. */
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
 * The address of GitHub's form for a new App, filled in from `app.yml`: nothing is registered before a person there
 * has looked it over. It holds no secret, for GitHub takes the webhook's only in the form itself.
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
