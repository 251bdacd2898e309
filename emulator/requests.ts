/** What a request was for: `token` apart, sign-in too, because that reads and writes nobody's data. */
export type RequestKind = 'read' | 'write' | 'token'

/** A line of the log of what the App asked for. */
export interface LoggedRequest {
  readonly method: string
  /** Path and query, without `/api/v3`; `/graphql` for GraphQL. */
  readonly path: string
  readonly kind: RequestKind
  /** Of GraphQL: the operation's name. */
  readonly operation?: string
  readonly at: string
  /** 0 when the connection was dropped. */
  status: number
}

/** A request as a hook sees it. */
export interface SeenRequest extends Omit<LoggedRequest, 'status'> {
  readonly body: unknown
}

/** What a hook may do with a request; nothing of it, and it is answered as usual. */
export interface Interference {
  /** Answered with this instead; the request has no effect. */
  readonly answer?: {
    readonly status: number
    readonly body?: unknown
    readonly headers?: Readonly<Record<string, string>>
  }
  /** The connection breaks `before` the request has any effect, or `after` it had. */
  readonly drop?: 'before' | 'after'
  /** Real milliseconds to wait before it is looked at. */
  readonly delay?: number
  /** Changes the answer on its way out. */
  readonly alter?: (answer: { readonly status: number; readonly body: unknown }) => {
    readonly status: number
    readonly body: unknown
  }
}

// biome-ignore lint/suspicious/noConfusingVoidType: a hook that only looks returns nothing
export type RequestHook = (request: SeenRequest) => Interference | void | Promise<Interference | void>
