/**
 * The version of the rules. Raise it whenever the same pull request may get another verdict than before, or
 * more is stored of it. While a server with a newer version runs, an older one writes no success
 * (`newest-rules.ts`); what an older version evaluated is evaluated again (`fingerprint.ts`).
 */
export const RULES = 10
