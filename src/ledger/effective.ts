import { endsCommitment, isConsent } from '../commands/effects.ts'
import { digest } from '../facts/external-id.ts'
import type { PostKey } from '../facts/keys.ts'
import { entriesOf, type Ledger } from './append.ts'
import { type Entry, type EntryKind, type EntryOf, textOf } from './entry.ts'
import { postEvents } from './events.ts'
import { type Folded, fold, type NotCounted } from './fold.ts'
import { actOf } from './recorded-command.ts'
import { accountOfDeletions, deletedUnseen, deletionsOf } from './removals.ts'
import { revisionsByPost } from './revisions.ts'
import { sightingsOf } from './tips.ts'

/**
 * Returns the entries that still have an effect (L3): the fold over them has the same positions, objections, additions
 * and releases. While something is undecided that could count later, every post with a command is among them, for a
 * later one may have ended what an earlier one would consent to.
 */
export function effectivePart(ledger: Ledger): Ledger {
  const folded = fold(ledger)
  const posts = new Set([...postsInEffect(folded), ...newestEnds(ledger)])
  const part = partWith(ledger, posts)
  const isEnough = !isUndecided(ledger, folded, posts) && isSameOutcome(fold(part), folded)
  return isEnough ? part : partWith(ledger, postsWithCommands(ledger))
}

/**
 * Returns a digest of what a new copy is written for (V4): every piece of evidence but chat, which holds no command, and
 * another sight of the same tip, unless that changes an outcome. What only failed to consent is news as well: the copy
 * says until when posts were judged, so that it never consents later (L3).
 */
export function newsOf(ledger: Ledger): string {
  const commands = postsWithCommands(ledger)
  let tip: string | null = null
  const news = ledger.entries.filter((entry) => {
    if (entry.kind === 'tip') {
      const isRepeated = entry.how === 'shown' && entry.commit === tip
      tip = entry.commit
      return !isRepeated
    }
    // A run announces its head by being there.
    if (entry.kind === 'head') return false
    return !('post' in entry) || entry.post === null || commands.has(entry.post)
  })
  return digest([news.map(textOf), outcomeOf(fold(ledger))])
}

function partWith(ledger: Ledger, posts: ReadonlySet<PostKey>): Ledger {
  const account = accountOfDeletions(ledger)
  const context: Context = {
    posts: new Set([...posts, ...account.posts]),
    removals: account.removals,
    repeated: repeatedSightings(ledger),
    newest: newestOfEach(ledger),
  }
  return { entries: ledger.entries.filter((entry) => hasEffect(entry, context)), length: ledger.length }
}

interface Context {
  readonly posts: ReadonlySet<PostKey>
  readonly removals: ReadonlySet<Entry>
  readonly repeated: ReadonlySet<Entry>
  readonly newest: ReadonlySet<Entry>
}

/** Whether an entry of each kind has an effect. */
const HAS_EFFECT: { readonly [K in EntryKind]: (entry: EntryOf<K>, context: Context) => boolean } = {
  header: always,
  tip: (entry, { repeated }) => !repeated.has(entry),
  head: always,
  text: always,
  named: always,
  quorum: always,
  post: isOfPost,
  edit: isOfPost,
  removal: (entry, { posts, removals }) =>
    removals.has(entry) || (entry.post !== null && posts.has(entry.post)),
  dismissal: isOfPost,
  state: always,
  base: (entry, { newest }) => newest.has(entry),
  label: (entry, { newest }) => newest.has(entry),
  membership: (entry, { newest }) => newest.has(entry),
  // Whether somebody may use a command was decided when it was first seen (C0).
  role: () => false,
  merge: always,
  notice: always,
  number: always,
}

function hasEffect(entry: Entry, context: Context): boolean {
  const judge = HAS_EFFECT[entry.kind] as (entry: Entry, context: Context) => boolean
  return judge(entry, context)
}

function always(): boolean {
  return true
}

function isOfPost({ post }: { readonly post: PostKey }, { posts }: Context): boolean {
  return posts.has(post)
}

/** Every objection keeps its number and its end for the record (P5, R1), so its post and its answers stay. */
function postsInEffect({ positions, objections, added, releases }: Folded): ReadonlySet<PostKey> {
  const sources = [
    ...[...positions.values()].flatMap(({ commitment, recused, aligned, misaligned }) => [
      commitment,
      recused,
      aligned,
      misaligned,
    ]),
    ...objections,
    ...added,
    ...releases,
  ]
  return new Set([
    ...sources.flatMap((source) => source?.post ?? []),
    ...objections.flatMap(({ closedBy, answers }) => [
      ...answers.map(({ post }) => post),
      ...(closedBy ? [closedBy] : []),
    ]),
  ])
}

/**
 * The newest post of each person with each command that ends a commitment: a post that has another effect may hold a
 * commitment that it ended.
 */
function newestEnds(ledger: Ledger): readonly PostKey[] {
  const newest = new Map<string, PostKey>()
  for (const event of postEvents(ledger)) {
    if (event.kind !== 'used' || !endsCommitment(actOf(event.command))) continue
    newest.set(`${event.revision.author} ${event.command.word}`, event.revision.post)
  }
  return [...newest.values()]
}

function postsWithCommands(ledger: Ledger): ReadonlySet<PostKey> {
  return new Set(
    [...revisionsByPost(ledger)].flatMap(([post, revisions]) =>
      revisions.some(({ commands }) => commands.length > 0) ? [post] : [],
    ),
  )
}

/** Whether more evidence can make a command count that does not count yet. */
const MAY_COUNT_LATER: Readonly<Record<NotCounted['why'], boolean>> = {
  'in the wrong place': false,
  contradicted: false,
  'carried by another': false,
  'edited by somebody else': false,
  'before the ledger began': false,
  'not in the restored copy': false,
  'no head': true,
  'tip unknown': true,
  'reviewed commit unknown': true,
  'not a stakeholder': true,
  'not named by themself': true,
  'no maintainer or decider': true,
  'not the author': true,
  'nothing to close': true,
  'names nobody who can be meant': true,
}

/** Whether it is open who deleted a post that consents, what was deleted unseen, or whether a kept command counts. */
function isUndecided(ledger: Ledger, { notCounted }: Folded, posts: ReadonlySet<PostKey>): boolean {
  const revisions = revisionsByPost(ledger)
  const consents = (post: PostKey) =>
    revisions.get(post)?.some(({ commands }) => commands.some((command) => isConsent(actOf(command)))) ??
    false
  return (
    [...deletionsOf(ledger)].some(([post, { who }]) => who === 'unknown' && consents(post)) ||
    deletedUnseen(ledger).length > 0 ||
    notCounted.some(
      ({ post, word, why }) => posts.has(post) && isConsent(actOf({ word })) && MAY_COUNT_LATER[why],
    )
  )
}

/** Sightings between two others of the same commit show nothing more, unless a push follows: it may hide a commit (F1). */
function repeatedSightings(ledger: Ledger): ReadonlySet<Entry> {
  const { certain, gaps } = sightingsOf(ledger)
  if (gaps.length > 0) return new Set()
  const pushed = new Set(certain.flatMap(({ how, at }) => (how === 'pushed' ? [at] : [])))
  return new Set(
    certain.filter(({ how, commit, before }, index) => {
      const [last, next] = [certain[index - 1], certain[index + 1]]
      if (how !== 'shown' || before !== null || last?.commit !== commit || next?.commit !== commit)
        return false
      return !pushed.has(next.at)
    }),
  )
}

/** The newest base branch, and the newest of each label and of each membership. */
function newestOfEach(ledger: Ledger): ReadonlySet<Entry> {
  const newest = new Map<string, Entry>()
  for (const entry of entriesOf(ledger, 'base')) newest.set('base', entry)
  for (const entry of entriesOf(ledger, 'label')) newest.set(`label ${entry.label}`, entry)
  for (const entry of entriesOf(ledger, 'membership'))
    newest.set(`membership ${entry.team} ${entry.person}`, entry)
  return new Set(newest.values())
}

function isSameOutcome(one: Folded, other: Folded): boolean {
  return outcomeOf(one) === outcomeOf(other)
}

function outcomeOf({ positions, objections, added, released }: Folded): string {
  const people = [...positions].filter(([, position]) =>
    Object.values(position).some((part) => part !== null),
  )
  return JSON.stringify([people.sort(([a], [b]) => a - b), objections, added, [...released].sort()])
}
