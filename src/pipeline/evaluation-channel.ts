import { channel } from 'node:diagnostics_channel'

/** Publishes each evaluated snapshot (`Judged`) to subscribers in this process. */
export const judging = channel('rfc-alignment.judging')
