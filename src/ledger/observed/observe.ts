import type { Texts } from '../../commands/texts.ts'
import { readExternalId } from '../../facts/external-id.ts'
import type { Timestamp } from '../../facts/ids.ts'
import { formerNotes } from '../../facts/former-notes.ts'
import type { Snapshot } from '../../facts/snapshot.ts'
import type { Case } from '../../rfc/case.ts'
import { append, appended, entriesOf, type Ledger } from '../append.ts'
import { isCarriedIn } from '../carried.ts'
import { type Entry, identityOf } from '../entry.ts'
import { type Folded, fold } from '../fold.ts'
import { formerEvidence } from './former.ts'
import { withGoneAuthors } from './gone-authors.ts'
import { lineDigest } from '../line-digest.ts'
import { type Digest, nameKey } from '../recorded-command.ts'
import { numbersToRecord } from '../numbers.ts'
import type { Restored } from '../restore.ts'
import { nameMeant } from './names.ts'
import { namedForGood, quorumsMet } from './named-for-good.ts'
import { withToldTips } from './ledger-facts.ts'
import { missingPosts, observedPosts, type PostRecording } from './observed-posts.ts'
import { observedTips } from './observed-tips.ts'
import { sightsOf, type UnreadTeams } from './sights.ts'
import { LEDGER_RULES } from '../ledger-rules.ts'
import { withTold } from './with-told.ts'

/** The ledger an evaluation begins with, and the secret by which lines in it are keyed. */
export interface Recorded extends Restored {
  readonly secret: string
}

/** What the evidence comes to, with what a read added to it. */
export interface Observed {
  readonly ledger: Ledger
  /** What is to be stored: the entries that a read added or told more of. */
  readonly news: readonly Entry[]
  readonly folded: Folded
}

/** Records what a read shows, and folds it with all that was seen before (L1, L2). */
export function observe(theCase: Case<Texts>, recorded: Recorded): Observed {
  const { snapshot } = theCase
  const { secret } = recorded
  const isFormer = recorded.how === 'former'
  const digestOf = (text: string) => lineDigest(secret, text)
  const before = withToldTips(recorded.ledger, snapshot.remembered.told, snapshot.at)
  const tips = observedTips(theCase, before, digestOf)
  const postsSeen = (unread: UnreadTeams) => {
    const how: PostRecording = {
      digestOf,
      nameOf: (mention) => nameMeant(snapshot, mention, digestOf),
      sights: sightsOf(theCase, unread, digestOf),
      isFormer,
      refused: snapshot.remembered.former.refused,
      judgedUntil: lastRunIn(snapshot),
      held: new Set(formerNotes(snapshot).held),
    }
    const told = withTold(theCase, recorded.ledger, how)
    const shown = isFormer ? { ...theCase, snapshot: withGoneAuthors(snapshot) } : theCase
    return { told, posts: observedPosts(shown, told.ledger, how) }
  }
  const sighted = postsSeen(NO_COMMANDS_ABOUT)
  const known = append(sighted.told.ledger, [...tips, ...sighted.posts])
  const unread = unreadTeams(snapshot, known, digestOf)
  const { told, posts } = unread === NO_COMMANDS_ABOUT ? sighted : postsSeen(unread)
  const seen = appended(told.ledger, [
    ...raisedRules(recorded.ledger),
    ...posts,
    ...(isFormer ? formerEvidence(snapshot, posts, digestOf) : []),
    ...tips,
    ...namedForGood(theCase, digestOf, isFormer),
    ...deletionsIn(snapshot),
    ...statesIn(snapshot),
    ...carryingIn(snapshot, recorded.ledger),
  ])
  // Not recorded: another read may show them again.
  const missing = snapshot.gaps.length === 0 && !snapshot.brief ? missingPosts(theCase, seen.ledger) : []
  const folded = fold(append(seen.ledger, missing), snapshot.pullRequest.merged?.at)
  const numbered = appended(seen.ledger, [
    ...numbersToRecord(seen.ledger, folded.objections, snapshot.at),
    ...quorumsMet(theCase, folded.added),
  ])
  return {
    ledger: numbered.ledger,
    news: newest([...told.changed, ...seen.changed, ...numbered.changed]),
    folded,
  }
}

/** An older server leaves a ledger alone once this one has written it (L4). */
function raisedRules(ledger: Ledger): readonly Entry[] {
  return entriesOf(ledger, 'header')
    .filter(({ rules }) => rules < LEDGER_RULES)
    .map((header) => ({ ...header, rules: LEDGER_RULES }))
}

/** What changed several times is stored as it is in the end. */
function newest(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((entry) => [identityOf(entry), entry])).values()]
}

const NO_COMMANDS_ABOUT: UnreadTeams = { isAnyAdded: false, released: new Set() }

/** Returns what commands say about teams that cannot be read now: rights that depend on them are asked again (C0). */
function unreadTeams({ teams }: Snapshot, ledger: Ledger, digestOf: (text: string) => Digest): UnreadTeams {
  const unread = [...teams].flatMap(([team, { kind }]) => (kind === 'unreadable' ? [team] : []))
  if (unread.length === 0) return NO_COMMANDS_ABOUT
  const written = new Map(unread.map((team) => [digestOf(`team ${team}`), team]))
  const ids = new Set([...teams.values()].flatMap((found) => (found.kind === 'found' ? [found.id] : [])))
  const { added, released } = fold(ledger)
  return {
    isAnyAdded: added.some(({ name }) =>
      name.kind === 'unresolved' ? written.has(name.name) : name.kind === 'team' && !ids.has(name.team),
    ),
    released: new Set(
      [...released.values()].flatMap(({ names }) =>
        names.flatMap((name) =>
          name.kind === 'unresolved' && released.has(nameKey(name)) ? (written.get(name.name) ?? []) : [],
        ),
      ),
    ),
  }
}

/** When the newest run of this pull request was written. */
function lastRunIn({ runs, pullRequest }: Snapshot): Timestamp | null {
  const own = runs.filter(({ externalId }) => readExternalId(externalId)?.number === pullRequest.number)
  return (
    own
      .map(({ startedAt }) => startedAt)
      .sort()
      .at(-1) ?? null
  )
}

/** Returns deletions: a webhook names the post; the timeline tells that somebody else deleted one, never which (C6). */
export function deletionsIn({ deletions, at: seen }: Snapshot): readonly Entry[] {
  return deletions
    .filter(
      ({ author, by, post }) =>
        post !== undefined || author === null || (author.type === 'User' && author.id !== by?.id),
    )
    .map(({ at, by, author, post = null }) => ({
      kind: 'removal',
      at,
      seen,
      from: 'read',
      post,
      author: author?.id ?? null,
      by: by?.id ?? null,
    }))
}

/** Returns the changes between draft and ready. */
export function statesIn({ draftChanges, at: seen }: Snapshot): readonly Entry[] {
  return draftChanges.map(({ at, to }) => ({ kind: 'state', at, seen, from: 'read', to, by: null }))
}

/** Since when another pull request carries the decision, or none does any more (V7). */
function carryingIn({ remembered, at: seen }: Snapshot, ledger: Ledger): readonly Entry[] {
  const { carrying } = remembered
  const isCarried = carrying !== undefined && carrying.by !== null
  if (!carrying || isCarried === isCarriedIn(ledger)) return []
  const { changedAfter: at } = carrying
  return [{ kind: 'state', at, seen, from: 'read', to: isCarried ? 'carried' : 'own', by: null }]
}
