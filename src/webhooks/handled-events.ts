/** The events that have a handler (`event-table.ts`), with their action where only that one has. */
export const HANDLED_EVENTS = [
  'pull_request.opened',
  'pull_request.reopened',
  'pull_request.synchronize',
  'pull_request.edited',
  'pull_request.ready_for_review',
  'pull_request.converted_to_draft',
  'pull_request.labeled',
  'pull_request.unlabeled',
  'pull_request.closed',
  'issue_comment.created',
  'issue_comment.edited',
  'issue_comment.deleted',
  'pull_request_review.submitted',
  'pull_request_review.edited',
  'pull_request_review.dismissed',
  'pull_request_review_comment.created',
  'pull_request_review_comment.edited',
  'pull_request_review_comment.deleted',
  'check_run.rerequested',
  'check_suite.rerequested',
  'merge_group.checks_requested',
  'merge_group.destroyed',
  'push',
  'membership.added',
  'membership.removed',
  'team.deleted',
  'team.edited',
  'member.added',
  'member.edited',
  'member.removed',
  'repository.edited',
  'repository.privatized',
  'repository.publicized',
  'repository.renamed',
  'repository.transferred',
  'repository.archived',
  'repository.unarchived',
  'repository.deleted',
  'installation.deleted',
  'installation.suspend',
  'installation_repositories.removed',
  'installation.created',
  'installation.unsuspend',
  'installation.new_permissions_accepted',
  'installation_repositories.added',
] as const

export type HandledEvent = (typeof HANDLED_EVENTS)[number]

const HANDLED: ReadonlySet<string> = new Set(HANDLED_EVENTS)

/**
 * Returns why an event asks for nothing, whatever is known of its pull request; null in doubt. Most of these are about
 * what the App wrote itself: GitHub tells it of each of its check runs and comments. They need not be stored, and no
 * evidence is lost with them: bots say nothing (C5), and other events tell nothing that the ledger records (L1).
 */
export function whyIgnored(event: string, payload: Readonly<Record<string, unknown>>): string | null {
  const name = nameOf(event, payload)
  if (!HANDLED.has(event) && !HANDLED.has(name)) return `no handler for ${name}`
  return event === 'issue_comment' && isOfBots(payload) ? OWN_COMMENT : null
}

/** Bots cannot use commands (C5), and only people's changes to the App's own comment are reverted (V4). */
export const OWN_COMMENT = "a bot's own comment"

export function nameOf(event: string, { action }: { readonly action?: unknown }): string {
  return typeof action === 'string' ? `${event}.${action}` : event
}

function isOfBots({ comment, sender }: Readonly<Record<string, unknown>>): boolean {
  return isBot((comment as { user?: unknown } | undefined)?.user) && isBot(sender)
}

function isBot(account: unknown): boolean {
  return (account as { type?: unknown } | null | undefined)?.type === 'Bot'
}
