/** What recovery and sweep count, each call with how many more. The numbers are for people who watch: see docs/design.md. */
export interface Counters {
  /** GitHub was asked to deliver them again. */
  readonly deliveriesAskedFor: (count: number) => void
  /** They were asked for, and have arrived since. */
  readonly deliveriesRecovered: (count: number) => void
  /** They were asked for so often that nobody asks any more; the sweep finds what they told. */
  readonly deliveriesGivenUp: (count: number) => void
  /** Open pull requests that were compared with what was published. */
  readonly pullRequestsSwept: (count: number) => void
  /** Those that were visited because something differed. Most only make sure. */
  readonly reconciliationEnqueued: (count: number) => void
  /** Visits which nobody but the sweep asked for, and which changed the check: each is an event that was lost. */
  readonly reconciliationDrift: (count: number) => void
}
