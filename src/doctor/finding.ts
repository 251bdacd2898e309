import type { Seen } from './facts.ts'

/** The severity of a finding. What could not be checked has its own; it never counts as fine. */
export type Severity = 'error' | 'cannot see' | 'warning' | 'fine'

/** The result of one check, and the fix. */
export type Finding = {
  /** A stable id of the check. */
  readonly id: FindingId
  /** A repository such as `acme/rfcs`, or an account; null for the App as a whole. */
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

/** Returns a finding without a problem. */
export function fine(id: FindingId, what: string, about: string | null = null): Finding {
  return { id, severity: 'fine', about, what, repair: null }
}

/** Returns a finding with a problem. */
export function wrong(
  severity: Exclude<Severity, 'fine'>,
  id: FindingId,
  { what, repair, about = null }: { what: string; repair: string; about?: string | null },
): Finding {
  return { id, severity, about, what, repair }
}

/** Returns the finding for something that could not be checked. */
export function unseen(
  id: FindingId,
  { why }: Extract<Seen<unknown>, { kind: 'unseen' }>,
  { what, about = null, repair = SEE_ABOVE }: { what: string; about?: string | null; repair?: string },
): Finding {
  return wrong('cannot see', id, { what: `Can't see ${what}: ${why}`, repair, about })
}

const SEE_ABOVE = "Run `npm run doctor` again. If this remains, follow GitHub's answer."

/** Whether there is no error and nothing that could not be checked; warnings are allowed. */
export function isSound(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity === 'fine' || severity === 'warning')
}
