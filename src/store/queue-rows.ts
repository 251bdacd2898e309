import * as evaluations from './evaluation-rows.ts'
import * as inbox from './inbox-rows.ts'
import * as triggers from './trigger-rows.ts'

/** The tables that the queue works on, as one value. */
export const rows = { inbox, triggers, evaluations }
