import type { Reference } from '../facts/reference.ts'

const MOST_DELIVERIES = 20

/** What every line about a visit says: which pull request or merge group, and which deliveries asked for it. */
export type EvaluationContext = {
  readonly visit: string
  readonly deliveries: readonly string[]
  /** How many more there are than are named. */
  readonly moreDeliveries?: number
}

/** Names a visit for people: `acme/rfcs#12`, or `acme/rfcs@` and the commit of a merge group. */
export function evaluationContext({
  reference,
  deliveries,
}: {
  readonly reference: Reference
  readonly deliveries: readonly string[]
}): EvaluationContext {
  const { owner, repo } = reference
  const place = reference.kind === 'pull-request' ? `#${reference.number}` : `@${reference.headSha}`
  return {
    visit: `${owner}/${repo}${place}`,
    deliveries: deliveries.slice(0, MOST_DELIVERIES),
    ...(deliveries.length > MOST_DELIVERIES && { moreDeliveries: deliveries.length - MOST_DELIVERIES }),
  }
}
