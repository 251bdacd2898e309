/**
 * Acts and words that are not drawn yet, for the App is still learning them: whatever stands in a step, a name, a text
 * or a configuration. The list is empty when everything is built, and `FAULTS` of `replayed.ts` with it.
 */
export const LATER: readonly string[] = []
