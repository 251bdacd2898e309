import type { TeamId } from '../facts/ids.ts'
import { append, type Ledger, NO_LEDGER } from './append.ts'
import type { Entry, EntryKind, EntryOf, FirstSight } from './entry.ts'
import type { RecordedCommand } from './recorded-command.ts'

/**
 * Returns the part of a ledger that everybody may know who can read the repository (L3): of membership what concerns
 * visible teams, of roles only that somebody who used a command for maintainers was one. A team counts as secret unless
 * it is among the visible ones.
 */
export function shownPart(ledger: Ledger, visibleTeams: ReadonlySet<TeamId>): Ledger {
  const shown = ledger.entries.flatMap((entry) => showEntry(entry, visibleTeams) ?? [])
  return { entries: append(NO_LEDGER, shown).entries, length: ledger.length }
}

type Show<K extends EntryKind> = (entry: EntryOf<K>, visible: ReadonlySet<TeamId>) => EntryOf<K> | null

/** What is shown of each kind; null shows nothing of an entry. */
const SHOW: { readonly [K in EntryKind]: Show<K> } = {
  header: whole,
  tip: whole,
  head: whole,
  // Whom a text names is in the text, and of a team it says no more than that.
  text: whole,
  named: whole,
  // It tells how many members a team has at least.
  quorum: (entry, visible) => (visible.has(entry.team) ? entry : null),
  post: withoutPrivate,
  edit: withoutPrivate,
  removal: whole,
  dismissal: whole,
  state: whole,
  base: whole,
  label: whole,
  membership: (entry, visible) => (visible.has(entry.team) ? entry : null),
  role: () => null,
  merge: whole,
  notice: whole,
  number: whole,
}

function showEntry(entry: Entry, visible: ReadonlySet<TeamId>): Entry | null {
  const show = SHOW[entry.kind] as (entry: Entry, visible: ReadonlySet<TeamId>) => Entry | null
  return show(entry, visible)
}

function whole<Shown>(entry: Shown): Shown {
  return entry
}

function withoutPrivate<Shown extends EntryOf<'post' | 'edit'>>(
  entry: Shown,
  visible: ReadonlySet<TeamId>,
): Shown {
  const { firstSight, commands } = entry
  return firstSight === null ? entry : { ...entry, firstSight: shownSight(firstSight, commands, visible) }
}

function shownSight(
  sight: FirstSight,
  commands: readonly RecordedCommand[],
  visible: ReadonlySet<TeamId>,
): FirstSight {
  // That such a command counted shows that its author was a maintainer; nothing else shows who is one.
  const isToldByCommand = commands.some(({ word }) => word === 'release' || word === 'add')
  return {
    ...sight,
    teams: sight.teams.filter((team) => visible.has(team)),
    isMaintainer: isToldByCommand && sight.isMaintainer === true ? true : null,
  }
}
