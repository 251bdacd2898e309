import type { Seen } from './facts.ts'

/** How bad something is. What could not be looked at has a word of its own: it is never fine. */
export type Severity = 'error' | 'cannot see' | 'warning' | 'fine'

/** One thing that was looked at, and what to do about it. */
export type Finding = {
  /** For machines: which of the things that are looked at. */
  readonly id: FindingId
  /** `acme/rfcs`, an account; null for the App as a whole. */
  readonly about: string | null
  /** One sentence. */
  readonly what: string
} & (
  | { readonly severity: Exclude<Severity, 'fine'>; readonly repair: string }
  | { readonly severity: 'fine'; readonly repair: null }
)

export type FindingId =
  | 'app'
  | 'app-permissions'
  | 'app-events'
  | 'clock'
  | 'webhook'
  | 'deliveries'
  | 'installations'
  | 'installation-permissions'
  | 'installation-events'
  | 'schema'
  | 'read'
  | 'repositories'
  | 'required-check'
  | 'configuration'
  | 'patterns'
  | 'database'
  | 'server-version'

/** Something that is as it should be. */
export function fine(id: FindingId, what: string, about: string | null = null): Finding {
  return { id, severity: 'fine', about, what, repair: null }
}

/** Something that is not. */
export function wrong(
  severity: Exclude<Severity, 'fine'>,
  id: FindingId,
  { what, repair, about = null }: { what: string; repair: string; about?: string | null },
): Finding {
  return { id, severity, about, what, repair }
}

/** What is to be said of something that could not be looked at. */
export function unseen(
  id: FindingId,
  { why }: Extract<Seen<unknown>, { kind: 'unseen' }>,
  { what, about = null, repair = SEE_ABOVE }: { what: string; about?: string | null; repair?: string },
): Finding {
  return wrong('cannot see', id, { what: `Can't see ${what}: ${why}`, repair, about })
}

const SEE_ABOVE = 'Run `npm run doctor` again; if it stays so, follow what GitHub answered.'

/** Whether the App can be relied on as far as could be seen: warnings leave it so, errors and blind spots do not. */
export function isSound(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity === 'fine' || severity === 'warning')
}
