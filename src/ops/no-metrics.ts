import type { Metrics } from './open-metrics.ts'

const nothing = () => {}

/** Measures nothing: without `METRICS_PORT` nobody could read it, and Prometheus's client need not be loaded. */
export const NO_METRICS: Metrics = {
  answered: nothing,
  visit: (_key, _kind, work) => work(),
  gaveUp: nothing,
  called: nothing,
  redWrites: { begin: nothing, confirm: nothing },
  counters: {
    deliveriesAskedFor: nothing,
    deliveriesRecovered: nothing,
    deliveriesGivenUp: nothing,
    pullRequestsSwept: nothing,
    reconciliationEnqueued: nothing,
    reconciliationDrift: nothing,
  },
  read: async () => ({ contentType: 'text/plain; charset=utf-8', text: '' }),
}
