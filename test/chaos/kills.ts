/**
 * How often each chaos test kills a server, a short form of `npm run test:crash`. The places of killing come in turn,
 * so that each is met.
 */
export const KILLS = 10
export const PATIENCE = { timeout: 600_000 }
