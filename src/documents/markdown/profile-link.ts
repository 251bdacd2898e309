import type { Mention } from './mention.ts'

/** Whose page an address is: `https://github.com/ada`, or a team's. Which host is ours, the text does not tell. */
export interface Profile {
  /** Lower case, without `www.`; a port belongs to it. */
  readonly host: string
  /** How the account or team is mentioned: `@ada`, `@acme/sre`. */
  readonly mention: string
}

/** Pages of GitHub's own that stand where an account's could. */
const NO_ACCOUNTS: ReadonlySet<string> = new Set(
  `about account apps codespaces collections contact copilot customer-stories dashboard enterprise events explore
  features github-copilot issues join login logout marketplace mobile new notifications organizations orgs pricing
  pulls readme search security sessions settings signup site sponsors stars team teams topics trending users watching`.split(
    /\s+/,
  ),
)

const PERSON = /^\/([A-Za-z0-9][A-Za-z0-9_-]{0,38})\/?$/
const TEAM = /^\/orgs\/([A-Za-z0-9][A-Za-z0-9_-]{0,38})\/teams\/([A-Za-z0-9][A-Za-z0-9_-]*)\/?$/

/** The account or team whose page a link leads to; null when it leads anywhere else (S1). */
export function profileIn(url: string): Profile | null {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null
  const { host, pathname } = new URL(url)
  const person = PERSON.exec(pathname)?.[1]
  const [, org, team] = TEAM.exec(pathname) ?? []
  const name = org && team ? `${org}/${team}` : person
  if (name === undefined || NO_ACCOUNTS.has(name.toLowerCase())) return null
  return { host: hostIn(host), mention: `@${name}` }
}

/** The host of a repository's address, as `profileIn` writes one. */
export function hostOf(repositoryUrl: string): string {
  return URL.canParse(repositoryUrl) ? hostIn(new URL(repositoryUrl).host) : ''
}

function hostIn(host: string): string {
  return host.toLowerCase().replace(/^www\./, '')
}

/** Whether a link's text names somebody by their login; then the link must lead to that very account (S1). */
export function isLoginText(text: string, mention: Mention | null): boolean {
  return mention !== null || /^[a-z0-9][a-z0-9-]{0,38}$/.test(text)
}
