import * as evaluations from './evaluation-rows.ts'
import * as inbox from './inbox-rows.ts'
import * as triggers from './trigger-rows.ts'

/** The rows the queue works on, as one value to hand to it. */
export const rows = { inbox, triggers, evaluations }
