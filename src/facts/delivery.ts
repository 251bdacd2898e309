/** A webhook delivery as it was received, with a verified signature. */
export interface NewDelivery {
  /** The value of `X-GitHub-Delivery`. */
  readonly id: string
  /** The value of `X-GitHub-Event`. */
  readonly event: string
  /** A JSON object. It has no unescaped NUL character, which PostgreSQL could not store. */
  readonly body: string
}

/** A stored delivery that is not yet processed. */
export interface OpenDelivery extends NewDelivery {
  readonly receivedAt: Date
  /** The number of failed attempts. */
  readonly tries: number
}
