import { formerNotes } from '../../facts/former-notes.ts'
import type { PostKey } from '../../facts/keys.ts'
import type { Snapshot } from '../../facts/snapshot.ts'
import type { Entry, EntryOf } from '../entry.ts'
import type { Digest } from '../recorded-command.ts'

/**
 * Returns what a version without a ledger noted in its runs and remembered in the database, so that nobody has to speak
 * again: the numbers of objections, what posts ended that are gone by now, and whose posts somebody else deleted.
 */
export function formerEvidence(
  snapshot: Snapshot,
  posts: readonly Entry[],
  digestOf: (text: string) => Digest,
): readonly Entry[] {
  return [
    ...numbersGiven(snapshot, posts),
    ...endsOfGonePosts(snapshot, posts, digestOf),
    ...notedDeletions(snapshot),
    ...notedQuorums(snapshot),
  ]
}

/** The objections of a post have their numbers in the order of its lines (P5). */
function numbersGiven({ remembered, at: seen }: Snapshot, posts: readonly Entry[]): readonly Entry[] {
  const newest = new Map<PostKey, EntryOf<'post' | 'edit'>>()
  for (const entry of posts) if (entry.kind === 'post' || entry.kind === 'edit') newest.set(entry.post, entry)
  return [...newest].flatMap(([post, { at, commands }]): readonly Entry[] => {
    const lines = commands.flatMap(({ word, line }) => (word === 'object' ? [line] : []))
    const numbers = remembered.former.objections.get(post) ?? []
    return numbers.slice(0, lines.length).map((number, index) => ({
      kind: 'number',
      at,
      seen,
      from: 'read',
      post,
      line: lines[index] ?? null,
      number,
    }))
  })
}

/** A post that ended something and is gone counts as a `/withdraw`, which ends the same (C6, P1). */
function endsOfGonePosts(
  { remembered }: Snapshot,
  posts: readonly Entry[],
  digestOf: (text: string) => Digest,
): readonly Entry[] {
  const shown = new Set(posts.flatMap((entry) => (entry.kind === 'post' ? [entry.post] : [])))
  return remembered.former.ended
    .filter(({ post }) => !shown.has(post))
    .map(({ post, by, at }) => ({
      kind: 'post',
      at,
      seen: at,
      from: 'read',
      post,
      author: by,
      commands: [{ word: 'withdraw', line: digestOf('withdraw'), names: [], about: [] }],
      firstSight: { at, teams: [], namedAtBase: [], isMaintainer: null, isDecider: null },
      tip: null,
      viaEmail: false,
    }))
}

/** Deletions by somebody else that a run notes: which post it was is unknown (C6). */
function notedDeletions(snapshot: Snapshot): readonly Entry[] {
  return formerNotes(snapshot).silenced.map(({ person, at }) => ({
    kind: 'removal',
    at,
    seen: snapshot.at,
    from: 'read',
    post: null,
    author: person.id,
    by: null,
  }))
}

/** A team that had the members for its quorum may have fewer by now (S3). */
function notedQuorums(snapshot: Snapshot): readonly Entry[] {
  const { at } = snapshot
  return formerNotes(snapshot).quorumsMet.flatMap(({ team, quorum }): readonly Entry[] => {
    const found = snapshot.teams.get(team)
    return found?.kind === 'found'
      ? [{ kind: 'quorum', at, seen: at, from: 'read', team: found.id, quorum }]
      : []
  })
}
