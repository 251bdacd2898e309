import type { Mention } from './mention.ts'

/**
 * The account or team of a page: `https://github.com/ada`, or a team's. The host is not checked here: a text does not
 * know its own.
 */
export interface Profile {
  /** Lower case, without `www.`; a port belongs to it. */
  readonly host: string
  /** How the account or team is mentioned: `@ada`, `@acme/sre`. */
  readonly mention: string
}

/** Pages of GitHub's own whose addresses look like an account's. */
const NO_ACCOUNTS: ReadonlySet<string> = new Set(
  `about account apps codespaces collections contact copilot customer-stories dashboard enterprise events explore
  features github-copilot issues join login logout marketplace mobile new notifications organizations orgs pricing
  pulls readme search security sessions settings signup site sponsors stars team teams topics trending users watching`.split(
    /\s+/,
  ),
)

const PERSON = /^\/([A-Za-z0-9][A-Za-z0-9_-]{0,38})\/?$/
const TEAM = /^\/orgs\/([A-Za-z0-9][A-Za-z0-9_-]{0,38})\/teams\/([A-Za-z0-9][A-Za-z0-9_-]*)\/?$/

/** Returns the account or team whose page a link leads to; null when it leads anywhere else (S1). */
export function profileIn(url: string): Profile | null {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null
  const { host, pathname } = new URL(url)
  const person = PERSON.exec(pathname)?.[1]
  const [, org, team] = TEAM.exec(pathname) ?? []
  const name = org && team ? `${org}/${team}` : person
  if (name === undefined || NO_ACCOUNTS.has(name.toLowerCase())) return null
  return { host: hostIn(host), mention: `@${name}` }
}

/** Returns the host of a repository's address, in the form of `profileIn`. */
export function hostOf(repositoryUrl: string): string {
  return URL.canParse(repositoryUrl) ? hostIn(new URL(repositoryUrl).host) : ''
}

function hostIn(host: string): string {
  return host.toLowerCase().replace(/^www\./, '')
}

/** Returns whether a link's text is a login; then the link must lead to that account (S1). */
export function isLoginText(text: string, mention: Mention | null): boolean {
  return mention !== null || /^[a-z0-9][a-z0-9-]{0,38}$/.test(text)
}
