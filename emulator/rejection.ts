/** What GitHub answers when it will not: an HTTP status, a message and, for 422, the reasons. */
export class Rejection extends Error {
  readonly status: number
  readonly errors: readonly unknown[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    errors?: readonly unknown[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.name = 'Rejection'
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}

/** The answer for what is not there, or not for the asker to see: GitHub does not tell the two apart. */
export function notFound(): Rejection {
  return new Rejection(404, 'Not Found')
}

/** GitHub's 422, in the form of its validation errors. */
export function invalid(resource: string, field: string, message: string): Rejection {
  return new Rejection(422, 'Validation Failed', [{ resource, field, code: 'custom', message }])
}
