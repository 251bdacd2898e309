import type { Reference } from '../facts/reference.ts'

const MOST_DELIVERIES = 20

/** The log fields of an evaluation: its pull request or merge group, and the deliveries that asked for it. */
export type EvaluationContext = {
  readonly visit: string
  readonly deliveries: readonly string[]
  /** The number of deliveries beyond those listed. */
  readonly moreDeliveries?: number
}

/** Returns the log fields. `visit` is `acme/rfcs#12`, or `acme/rfcs@` and the commit of a merge group. */
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
