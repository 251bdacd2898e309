import { channel } from 'node:diagnostics_channel'

/** Tells whoever listens in this process which snapshot was judged (`Judged`). */
export const judging = channel('rfc-alignment.judging')
