/** What a reply of the App answers, as its hidden first line records it. */
export interface Answering {
  /** The post, by `postKey`. */
  readonly to: string
  /** The digest of the post as it read, or `RESOLVED`. */
  readonly revision: string
}

/** The revision of a reply that no longer applies (C4). */
export const RESOLVED = 'resolved'

/** Returns the hidden first line of a reply: which post it answers, and which revision of it. */
export function replyMarker({ to, revision }: Answering): string {
  return `<!-- rfc-alignment reply to=${to} rev=${revision} -->`
}

/** Returns what a reply of the App answers; null for any other text. */
export function readReply(body: string): Answering | null {
  const [, to, revision] = MARKER.exec(body) ?? []
  return to !== undefined && revision !== undefined ? { to, revision } : null
}

/** Returns the text below a reply's marker. */
export function belowMarker(body: string): string {
  return body.replace(MARKER, '').trim()
}

const MARKER = /^<!-- rfc-alignment reply to=([a-z]+-\d+) rev=(\S+) -->/
