import { tracingChannel } from 'node:diagnostics_channel'

/**
 * Traces the storing of deliveries for subscribers in this process: `start` before the commit, `asyncStart`
 * after it.
 */
export const keeping = tracingChannel('rfc-alignment.keeping-deliveries')
