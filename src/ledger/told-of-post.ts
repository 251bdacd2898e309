import { isBlocking } from '../commands/effects.ts'
import { loginKey, type Timestamp, type UserId } from '../facts/ids.ts'
import { postKey } from '../facts/keys.ts'
import { wholeSecond } from '../facts/time.ts'
import type { EvidenceOfPost, ToldOfPost, Trigger } from '../facts/trigger.ts'
import type { Entry, EntryOf } from './entry.ts'
import { revisionsByPost } from './revisions.ts'
import { actOf, commandKey, type RecordedCommand } from './recorded-command.ts'
import { type Button, fromPayload, isCommit, type ToldContext } from './told-context.ts'
import { tipsIn } from './told-of-pull-request.ts'

type PostTrigger = Extract<Trigger, { kind: 'remark' }>

/**
 * Returns what a payload about a post tells (L2). A payload shows the post as it was when the payload was made. So its
 * text is what the author first wrote only where nothing was changed since, and an edit is told with the time of the last
 * change (GH-203).
 */
export function toldOfPost(trigger: PostTrigger, context: ToldContext): readonly Entry[] {
  const { told } = trigger
  if (!told) return []
  const head = told.evidence?.head ?? null
  return [...(head ? tipsIn(head, null, context) : []), ...TELL[told.change](trigger, told, context)]
}

type Tell = (trigger: PostTrigger, told: ToldOfPost, context: ToldContext) => readonly Entry[]

/** What each change of a post tells. */
const TELL: Readonly<Record<ToldOfPost['change'], Tell>> = { made, edited, deleted, dismissed }

function made(trigger: PostTrigger, told: ToldOfPost, context: ToldContext): readonly Entry[] {
  const written = writtenIn(trigger, told)
  if (written === null) return []
  const { at, updated, text } = written
  // A line is posted when its review is submitted, which its own times do not tell (C1, GH-204).
  if (trigger.on === 'line' || at === null || (updated ?? at) > at) return doubtful(written, updated, context)
  const commands = context.commandsIn(text, buttonOf(told))
  return [{ kind: 'post', ...fromPayload(at, context), ...revision(written, commands, context) }]
}

function edited(trigger: PostTrigger, told: ToldOfPost, context: ToldContext): readonly Entry[] {
  const written = writtenIn(trigger, told)
  if (written === null) return []
  const { at: posted, updated, text, author } = written
  if (posted === null) return doubtful(written, updated, context)
  const at = updated ?? context.seen
  const { by } = told
  // Nobody speaks for another: what somebody else wrote is no command of the author's (C5).
  const commands = by !== null && by !== author ? [] : context.commandsIn(text, buttonOf(told))
  return [
    ...unseenBefore(written, at, context),
    {
      kind: 'edit',
      ...fromPayload(at, context),
      ...revision(written, commands, context),
      written: posted,
      by,
      text: context.digest(text),
    },
  ]
}

/** No payload tells when a post was deleted or a review dismissed: it was at the latest when that was seen. */
function deleted(trigger: PostTrigger, told: ToldOfPost, context: ToldContext): readonly Entry[] {
  const written = writtenIn(trigger, told)
  const author = told.evidence && !isPerson(told.evidence) ? null : told.author
  return [
    ...(written ? doubtful(written, written.updated, context) : []),
    { kind: 'removal', ...fromPayload(context.seen, context), post: postKey(trigger), author, by: told.by },
  ]
}

function dismissed(trigger: PostTrigger, told: ToldOfPost, context: ToldContext): readonly Entry[] {
  const written = writtenIn(trigger, told)
  return [
    ...(written ? doubtful(written, written.updated, context) : []),
    { kind: 'dismissal', ...fromPayload(context.seen, context), post: postKey(trigger), by: told.by },
  ]
}

/** A post of a person with its text, as far as the payload tells. */
interface Written {
  readonly trigger: PostTrigger
  readonly told: ToldOfPost
  readonly text: string
  readonly author: UserId
  /** When it was posted. */
  readonly at: Timestamp | null
  readonly updated: Timestamp | null
  readonly commit: EvidenceOfPost['commit']
}

/** Returns null for a post without a text, of nobody who speaks (C5), or of a trigger of an older version. */
function writtenIn(trigger: PostTrigger, told: ToldOfPost): Written | null {
  const { text } = trigger
  const { author, evidence } = told
  if (!evidence || !isPerson(evidence) || author === null || text === null) return null
  const { written: at, updated, commit } = evidence
  return { trigger, told, text, author, at, updated, commit }
}

/**
 * Bots, apps acting for themselves, organisations and accounts already deleted say nothing (C5). What a person posts
 * through an app has the person as its `user` and the app in `performed_via_github_app` (GH-165): it is theirs.
 */
function isPerson({ author }: EvidenceOfPost): boolean {
  // GitHub shows `ghost` in place of deleted accounts (GH-199).
  return author?.type === 'User' && loginKey(author.login) !== 'ghost'
}

/** Only GraphQL says that a post came by e-mail (GH-202): what consents is not known to count before a read. */
function revision(
  { trigger, author, commit }: Written,
  commands: readonly RecordedCommand[],
  { firstSight }: ToldContext,
): Pick<EntryOf<'post'>, 'post' | 'author' | 'commands' | 'firstSight' | 'tip' | 'viaEmail'> {
  const tip = trigger.on === 'review' && isCommit(commit) ? commit : null
  return { post: postKey(trigger), author, commands, firstSight, tip, viaEmail: false }
}

/**
 * A text of which it is unknown who wrote it, or when: what blocks in it counts from the time at which the text is known to
 * have stood (C0). Where the ledger has that already there is no doubt.
 */
function doubtful(
  written: Written,
  since: Timestamp | null,
  context: ToldContext,
): readonly EntryOf<'edit'>[] {
  const { trigger, told, text, at: posted } = written
  // A line may have been drafted long before its review was submitted.
  const at = trigger.on === 'line' ? context.seen : (since ?? context.seen)
  const isKnown = knownOf(trigger, context)
  const commands = context.commandsIn(text, buttonOf(told))
  if (commands.every((each) => !isBlock(each) || isKnown(each))) return []
  const revised = { written: posted ?? at, by: null, text: context.digest(text) }
  return [{ kind: 'edit', ...fromPayload(at, context), ...revision(written, commands, context), ...revised }]
}

/**
 * What blocks in the text before an edit, where the ledger does not have it: the edit may be the only trace of it, so it is
 * taken for the author's (C0). It stood until the edit, so it is dated a second earlier. What consents in it was not seen.
 */
function unseenBefore(
  written: Written,
  editedAt: Timestamp,
  context: ToldContext,
): readonly EntryOf<'edit'>[] {
  const { trigger, told, author, at: posted } = written
  if (told.before === null) return []
  const isKnown = knownOf(trigger, context)
  const commands = context.commandsIn(told.before, buttonOf(told))
  if (commands.every((each) => !isBlock(each) || isKnown(each))) return []
  const at = secondBefore(editedAt)
  const counting = commands.filter((each) => isBlock(each) || isKnown(each))
  const revised = { written: posted ?? at, by: author, text: context.digest(told.before) }
  return [{ kind: 'edit', ...fromPayload(at, context), ...revision(written, counting, context), ...revised }]
}

/** Returns whether the ledger has a command in any revision of the post. */
function knownOf(trigger: PostTrigger, { ledger }: ToldContext): (command: RecordedCommand) => boolean {
  const revisions = revisionsByPost(ledger).get(postKey(trigger)) ?? []
  const keys = new Set(revisions.flatMap(({ commands }) => commands.map(commandKey)))
  return (command) => keys.has(commandKey(command))
}

function isBlock(command: RecordedCommand): boolean {
  return isBlocking(actOf(command))
}

/** What a review was before it was dismissed, only a read tells (GH-29). */
function buttonOf({ review }: ToldOfPost): Button | null {
  return review !== null && Object.hasOwn(BUTTONS, review) ? (BUTTONS[review] as Button) : null
}

const BUTTONS: Readonly<Record<string, Button>> = {
  approved: 'approved',
  changes_requested: 'changes requested',
  commented: 'commented',
}

function secondBefore(time: Timestamp): Timestamp {
  return wholeSecond(new Date(Date.parse(time) - 1000).toISOString())
}
