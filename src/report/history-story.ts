import type { Timestamp } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import { entriesOf, type Ledger } from '../ledger/append.ts'
import type { Entry, EntryOf, Revision } from '../ledger/entry.ts'
import { revisionsByPost } from '../ledger/revisions.ts'
import { type Deletion, deletionsOf } from '../ledger/removals.ts'
import { type Step, stepsOf } from '../ledger/steps.ts'
import { type Tips, tipsOf } from '../ledger/tips.ts'
import type { Naming } from './ledger-words.ts'

/** What the lines of a history are told from. */
export interface Story {
  readonly naming: Naming
  /** The ledger's newest year, which is not written. */
  readonly year: number
  readonly isLost: boolean
  readonly stepsOf: (entry: Entry) => readonly Step[]
  readonly stepsOfRemovals: (post: PostKey) => readonly Step[]
  readonly textAbout: Tips['textAbout']
  readonly deletions: ReadonlyMap<PostKey, Deletion>
  readonly revisions: ReadonlyMap<PostKey, readonly Revision[]>
  /** Of each post that is gone, the removal that says who removed it, otherwise the first. */
  readonly removals: ReadonlyMap<PostKey, EntryOf<'removal'>>
  /** Heads with another commit than the head before, and base branches after the first. */
  readonly news: ReadonlySet<Entry>
}

/** Returns what the history of a ledger is told from. */
export function storyOf(ledger: Ledger, naming: Naming): Story {
  const { steps } = stepsOf(ledger)
  const byEntry = Map.groupBy(steps, ({ entry }) => entry)
  const byRemoval = Map.groupBy(steps, ({ entry }) => (entry.kind === 'removal' ? entry.post : null))
  const bases = changesOf(entriesOf(ledger, 'base'), ({ branch }) => branch)
  return {
    naming,
    year: newestYear(ledger.entries),
    isLost: entriesOf(ledger, 'header')[0]?.begun === 'lost',
    stepsOf: (entry) => byEntry.get(entry) ?? [],
    stepsOfRemovals: (post) => byRemoval.get(post) ?? [],
    textAbout: tipsOf(ledger).textAbout,
    deletions: deletionsOf(ledger),
    revisions: revisionsByPost(ledger),
    removals: tellingRemovals(entriesOf(ledger, 'removal')),
    news: new Set([...changesOf(entriesOf(ledger, 'head'), ({ commit }) => commit), ...bases.slice(1)]),
  }
}

/** Returns the year in UTC of the last of what is in order of time. */
export function newestYear(inOrder: readonly { readonly at: Timestamp }[]): number {
  return new Date(inOrder.at(-1)?.at ?? 0).getUTCFullYear()
}

function tellingRemovals(removals: readonly EntryOf<'removal'>[]): ReadonlyMap<PostKey, EntryOf<'removal'>> {
  const telling = new Map<PostKey, EntryOf<'removal'>>()
  for (const removal of removals) {
    const { post, by } = removal
    if (post === null) continue
    const known = telling.get(post)
    if (known === undefined || (known.by === null && by !== null)) telling.set(post, removal)
  }
  return telling
}

/** Returns the entries that tell something else than the one before. */
function changesOf<Each>(entries: readonly Each[], toldBy: (entry: Each) => string): readonly Each[] {
  return entries.filter((entry, index) => {
    const before = entries[index - 1]
    return before === undefined || toldBy(before) !== toldBy(entry)
  })
}
