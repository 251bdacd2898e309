/** A piece of GitHub's JSON. */
export type Json = Readonly<Record<string, unknown>>
