/**
 * What the App is known to get wrong. Histories are kept clear of each until it is mended: then its line goes, with
 * all that asks for it, and the history in `replayed.ts` proves it.
 */
export const OPEN = {
  /** Of two heads announced in one second the App forgets the first, and whom it named (S6). A wrong green. */
  sameSecondHeads: true,
  /** The description counts as the document of every head without a file, once anything was an RFC (D3). A wrong green. */
  descriptionOfAnyHead: true,
  /** A misspelt word that holds ends its writer's misalignment, though it closes nothing (C4). */
  nearMissEndsMisalignment: true,
} as const
