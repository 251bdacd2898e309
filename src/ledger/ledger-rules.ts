/** The version of the rules that ledgers are written by (L4). */
export const LEDGER_RULES = 1
