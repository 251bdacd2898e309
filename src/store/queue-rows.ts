import * as inbox from './inbox-rows.ts'
import * as triggers from './trigger-rows.ts'
import * as visits from './evaluation-rows.ts'

/** The rows the queue works on, as one value to hand to it. */
export const rows = { inbox, triggers, visits }
