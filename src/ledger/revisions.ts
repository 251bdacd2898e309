import type { Timestamp, UserId } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import { laterOf } from '../facts/time.ts'
import { perLedger } from './append.ts'
import type { Revision } from './entry.ts'
import { commandKey, type Digest, type RecordedCommand } from './recorded-command.ts'
import { commandsOfBoth, sightOfBoth } from './same-evidence.ts'

export type Revisions = readonly [Revision, ...Revision[]]

/** Returns all that is known of each post: the first revision, then what it was edited to, oldest first. */
export const revisionsByPost = perLedger(({ entries }): ReadonlyMap<PostKey, Revisions> => {
  const byPost = new Map<PostKey, [Revision, ...Revision[]]>()
  for (const entry of entries) {
    if (entry.kind !== 'post' && entry.kind !== 'edit') continue
    const before = byPost.get(entry.post)
    if (!before) byPost.set(entry.post, [entry])
    else if (entry.kind === 'post') before.unshift(entry)
    else before.push(entry)
  }
  return byPost
})

/** What a post said from a second on. Texts whose order is unknown are one. */
export interface Text {
  readonly at: Timestamp
  readonly by: 'the author' | 'somebody else' | 'nobody known'
  readonly commands: readonly RecordedCommand[]
  /** By which what consents in it is judged; of several revisions, what each of them allows (C0). */
  readonly revision: Revision
  readonly all: Revisions
}

/** Returns what a post said, oldest text first. In one second an edit by nobody known comes last: in doubt it blocks. */
export function textsOf(revisions: Revisions): readonly [Text, ...Text[]] {
  const [first, ...others] = revisions
  if (others.length === 0) return [textOf(revisions)]
  const [post, edits] = first.kind === 'post' ? [[textOf([first])], others] : [[], revisions]
  const seconds = Map.groupBy(
    edits.filter((edit) => !isFirst(edit, first)),
    ({ at }) => at,
  )
  return [...post, ...[...seconds.values()].flatMap(textsOfSecond)] as [Text, ...Text[]]
}

/** Whether an edit without an editor, in the second the post was made, is only another reading of its first text. */
function isFirst(edit: Revision, first: Revision): boolean {
  if (first.kind !== 'post' || edit.at !== first.at || byWhom(edit) !== null) return false
  const [one, other] = [keysOf(edit), keysOf(first)]
  return one.length === other.length && one.every((key) => other.includes(key))
}

function keysOf({ commands }: Revision): readonly string[] {
  return commands.map(commandKey)
}

/** Nothing tells in which order one person edited a post within a second: what consents must be in each text (C0). */
function textsOfSecond(edits: readonly Revision[]): readonly Text[] {
  if (edits.length === 1) return [textOf(edits as Revisions)]
  const texts = [...Map.groupBy(edits, digestOf).values()].map((told) => textOf(whoKnow(told as [Revision])))
  const own = texts.flatMap(({ by, all }) => (by === 'the author' ? all : []))
  return [
    ...(own.length > 0 ? [textOf(own as unknown as Revisions)] : []),
    ...texts.filter(({ by }) => by === 'somebody else'),
    ...texts.filter(({ by }) => by === 'nobody known'),
  ]
}

function digestOf(revision: Revision): Digest | null {
  return revision.kind === 'edit' ? revision.text : null
}

/** A payload that does not tell who edited a post takes nothing from one that does. */
function whoKnow(told: Revisions): Revisions {
  const known = told.filter((each) => byWhom(each) !== null || each.from === 'read')
  return known.length > 0 ? (known as unknown as Revisions) : told
}

function textOf(all: Revisions): Text {
  const [first, ...others] = all
  const shared = { at: first.at, all, by: whoOf(all) }
  if (others.length === 0) return { ...shared, commands: first.commands, revision: first }
  const revision = others.reduce(leastOf, first)
  return { ...shared, commands: revision.commands, revision }
}

/** Of payloads that name different people, one shows what another did: then nobody is known (C0). */
function whoOf(all: Revisions): Text['by'] {
  const [by, ...others] = new Set(all.map(byWhom))
  if (by === null || by === undefined || others.length > 0) return 'nobody known'
  return by === all[0].author ? 'the author' : 'somebody else'
}

function byWhom(revision: Revision): UserId | null {
  return revision.kind === 'post' ? revision.author : revision.by
}

/** Two revisions of which nobody knows which is the newer one: what both consent to, with the rights of both. */
function leastOf(one: Revision, other: Revision): Revision {
  const sights = [one.firstSight, other.firstSight] as const
  return {
    ...one,
    commands: commandsOfBoth(one.commands, other.commands),
    seen: laterOf(one.seen, other.seen),
    firstSight: sights[0] && sights[1] && sightOfBoth(sights[0], { ...sights[1], at: sights[0].at }),
    viaEmail: one.viaEmail || other.viaEmail,
  }
}
