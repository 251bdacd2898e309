/** An error as it is logged. */
export interface SerializedError {
  readonly type: string
  readonly message: string
  readonly code?: string | number
  readonly status?: number
  readonly stack?: string
  readonly cause?: SerializedError
  readonly errors?: readonly SerializedError[]
}

// Causes may form a cycle.
const DEEPEST = 6
const MOST_ERRORS = 5
const LONGEST_STACK = 4_000

/**
 * Returns the loggable parts of an error. An allowlist, because errors carry secrets: Octokit's the whole
 * request with its authorization, a URL error the URL with its password, a database error the row (TH-153).
 */
export function serializeError(error: unknown, depth = 0): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { code, status } = error as { code?: unknown; status?: unknown }
  const told = {
    type: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(typeof status === 'number' && { status }),
    ...(depth === 0 && error.stack !== undefined && { stack: error.stack.slice(0, LONGEST_STACK) }),
  }
  if (depth >= DEEPEST) return told
  return {
    ...told,
    ...(error.cause !== undefined &&
      error.cause !== null && { cause: serializeError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && {
      errors: error.errors.slice(0, MOST_ERRORS).map((inner) => serializeError(inner, depth + 1)),
    }),
  }
}
