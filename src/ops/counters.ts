/** The counters of redelivery and reconciliation; each call adds to one. See docs/operating.md. */
export interface Counters {
  /** Deliveries that GitHub was asked to send again. */
  readonly deliveriesAskedFor: (count: number) => void
  /** Requested deliveries that have arrived. */
  readonly deliveriesRecovered: (count: number) => void
  /** Deliveries that were requested the maximum number of times; reconciliation covers them. */
  readonly deliveriesGivenUp: (count: number) => void
  /** Open pull requests that were compared with what was published. */
  readonly pullRequestsSwept: (count: number) => void
  /** Evaluations that reconciliation enqueued. Most change nothing. */
  readonly reconciliationEnqueued: (count: number) => void
  /** Evaluations that only reconciliation asked for and that changed the check: each is a lost event. */
  readonly reconciliationDrift: (count: number) => void
}
