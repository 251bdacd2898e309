/** Where a problem stands. Lines and columns count from 1. */
export interface Place {
  /** The file, or null for the pull request's description. */
  readonly path: string | null
  readonly line: number
  readonly column?: number
}

/**
 * What an author, a stakeholder or a maintainer can mend, said to them: what was found, what was expected, what to do.
 * `source` tells who is spoken to. A problem is a value, never an exception.
 */
export interface Problem {
  readonly source: 'document' | 'people' | 'config' | 'pull request'
  readonly message: string
  readonly place: Place | null
}

/** A problem inside one text, before anybody knows where the text stands. */
export interface TextProblem {
  readonly message: string
  readonly line: number
  readonly column?: number
}
