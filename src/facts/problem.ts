/** Where a problem is. Lines and columns count from 1. */
export interface Place {
  /** The file, or null for the pull request's description. */
  readonly path: string | null
  readonly line: number
  readonly column?: number
}

/**
 * What an author, a stakeholder or a maintainer can fix: what was found, what was expected, what to do. `source` is the
 * reader it addresses. A problem is a value, never an exception.
 */
export interface Problem {
  readonly source: 'document' | 'people' | 'config' | 'pull request'
  readonly message: string
  readonly place: Place | null
}

/** A problem in one text, before it is known which file the text is from. */
export interface TextProblem {
  readonly message: string
  readonly line: number
  readonly column?: number
}
