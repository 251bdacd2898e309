import { tracingChannel } from 'node:diagnostics_channel'

/** Tells whoever listens in this process when deliveries are about to be kept (`start`) and when they are (`asyncStart`). */
export const keeping = tracingChannel('rfc-alignment.keeping-deliveries')
