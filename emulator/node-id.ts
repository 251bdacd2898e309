/** What GitHub's opaque node ids stand for here: a prefix for the kind, and the kind's own keys. */
export type NodeKind =
  | 'U' // user
  | 'BOT'
  | 'O' // organisation
  | 'A' // app
  | 'T' // team
  | 'R' // repository
  | 'REF'
  | 'C' // commit
  | 'TR' // tree
  | 'B' // blob
  | 'PR'
  | 'PURC' // a commit in a pull request
  | 'IC' // issue comment
  | 'PRR' // review
  | 'PRRC' // review comment
  | 'PRRT' // review thread
  | 'LA' // label
  | 'CS' // check suite
  | 'CR' // check run
  | 'SC' // status context
  | 'SCR' // status check rollup
  | 'REA' // reaction
  | 'UCE' // revision of a text
  | 'RRQ' // review request
  | 'EV' // timeline event
  | 'MQ' // merge queue
  | 'MQE' // merge queue entry

/** A node id: opaque to readers, and the same for the same thing as long as it exists. */
export function nodeId(kind: NodeKind, ...keys: readonly (string | number)[]): string {
  return `${kind}_${Buffer.from(keys.join('\n')).toString('base64url')}`
}

/** The kind and keys a node id was made of; undefined for anything else. */
export function readNodeId(
  id: string,
): { readonly kind: string; readonly keys: readonly string[] } | undefined {
  const at = id.lastIndexOf('_', 5)
  if (at < 1) return undefined
  return {
    kind: id.slice(0, at),
    keys: Buffer.from(id.slice(at + 1), 'base64url')
      .toString()
      .split('\n'),
  }
}
