import { type CheckRun, isNamed, type Write } from '../facts/check-run.ts'
import { MERGE_GROUP, readExternalId, saysTheSame } from '../facts/external-id.ts'
import { type CommitSha, type Login, loginKey } from '../facts/ids.ts'
import { notesBeside } from '../facts/former-notes.ts'
import type { GroupFacts } from '../facts/merge-group.ts'
import { RESOLVED, readReply } from '../facts/reply-marker.ts'
import { isSameText } from '../facts/same-text.ts'
import { postKey } from '../facts/keys.ts'
import type { OwnComment, Post, PullRequestFacts, Reaction, Run } from '../facts/snapshot.ts'
import { headSpans } from '../rfc/heads.ts'
import { isRetrying, supersededCheck } from './check.ts'
import { STICKY } from './comment.ts'
import type { Prose, Publication } from './publication.ts'
import { type Reply, resolvedReply } from './replies.ts'

/** What this App last wrote on a head's check, where it remembers: an answer of GitHub may be older than that. */
export interface Written {
  readonly commit: CommitSha
  readonly externalId: string
  readonly conclusion: string
}

/**
 * What must be written so that GitHub shows the publication: only differences (V4), what takes a green away first,
 * then the check, then prose. `refusedReviewers` are logins GitHub would not ask for a review before (V5).
 */
export function writesFor(
  facts: PullRequestFacts,
  publication: Publication,
  refusedReviewers: readonly Login[] = [],
  written: Written | null = null,
): readonly Write[] {
  return [
    ...checkWrites(facts, publication.check, written),
    ...(publication.prose ? proseWrites(facts, publication.prose, refusedReviewers) : []),
  ]
}

/** The writes that bring the check on the head up to date and leave no other green of this pull request behind (V7). */
export function checkWrites(
  facts: PullRequestFacts,
  check: CheckRun,
  written: Written | null = null,
): readonly Write[] {
  const current = currentRun(facts, check.name)
  const onHead = headWrite(facts, current, check, written)
  // A create leaves the run it follows as it is: were that one green, it would stay so.
  const touched = onHead?.kind === 'update run' || onHead === null ? current : undefined
  const { wasRfc = false, kept = [] } = readExternalId(check.externalId) ?? {}
  const supersessions = ownRuns(facts)
    .filter((run) => run.conclusion === 'success' || isLastGreen(facts, run, written))
    .filter((run) => isLeftToOthers(facts, run) || (run !== touched && isOutdated(run, check)))
    .map((run): Write => {
      const notes = { wasRfc, kept: notesBeside(run, kept) }
      const superseded = supersededCheck(facts.pullRequest.number, notes, run)
      return update(run, superseded, [])
    })
  // First of all what takes a success away, wherever it stands (V7).
  return onHead?.kind === 'update run' && check.conclusion !== 'success'
    ? [onHead, ...supersessions]
    : [...supersessions, ...(onHead ? [onHead] : [])]
}

function isOutdated(run: Run, check: CheckRun): boolean {
  return check.conclusion !== 'success' || !isNamed(run, check.name)
}

/**
 * Whether a run stands on a commit that this pull request left to another one, which has runs there, too: were that one
 * red by then and pushed back to the commit, our green would pass it until it is looked at (GH-139, V7).
 */
function isLeftToOthers({ pullRequest, runs, sameHead }: PullRequestFacts, { commit, name }: Run): boolean {
  const { number, head, state } = pullRequest
  const isOthers = ({ externalId }: Run) =>
    ![number, MERGE_GROUP, undefined].includes(readExternalId(externalId)?.number)
  return (
    // While the other one stands there it sees to what covers it, and need not wait for ours.
    (commit !== head || (state === 'closed' && sameHead.length === 0)) &&
    runs.some((run) => run.commit === commit && run.name === name && isOthers(run))
  )
}

/** Whether we wrote a run green last, on a head that is none any more: an answer of GitHub may show what stood before (V6). */
function isLastGreen(facts: PullRequestFacts, run: Run, written: Written | null): boolean {
  if (written?.conclusion !== 'success' || written.commit === facts.pullRequest.head) return false
  return newestRun(ownRuns(facts).filter(({ commit }) => commit === written.commit)) === run
}

/** The writes that bring the check on a merge group's commit up to date and leave no other green of it there (V8). */
export function groupWrites(
  { commit, runs }: Pick<GroupFacts, 'commit' | 'runs'>,
  check: CheckRun,
  written: Written | null = null,
): readonly Write[] {
  const named = (runs ?? []).filter((run) => isNamed(run, check.name))
  const own = ownGroupRuns(named)
  const current = newestRun(own)
  const isGreen = check.conclusion === 'success'
  // Somebody may open a pull request from the group's commit: its check there has the same name (GH-147).
  const isOverruled = !isGreen && newestRun(named) !== current && newestRun(named)?.conclusion === 'success'
  // A queue that has seen a failure looks for a new run (V8).
  const isHealed = isGreen && current !== undefined && current.conclusion !== 'success'
  const onCommit: Write | null =
    !current || isOverruled || isHealed
      ? { kind: 'create run', commit, run: check }
      : inPlace(current, check, written)
  const touched = onCommit?.kind === 'create run' ? undefined : current
  const others = own.filter((run) => !isGreen && run.conclusion === 'success' && run !== touched)
  return [...(onCommit ? [onCommit] : []), ...others.map((run) => update(run, check, []))]
}

/** Whether the check on a merge group's commit may be green: as GitHub shows it, or as we wrote it (V6). */
export function isGroupGreen(
  { commit, runs }: Pick<GroupFacts, 'commit' | 'runs'>,
  written: Written | null,
): boolean {
  return (
    ownGroupRuns(runs ?? []).some(({ conclusion }) => conclusion === 'success') ||
    (written?.commit === commit && written.conclusion === 'success')
  )
}

function ownGroupRuns(runs: readonly Run[]): readonly Run[] {
  return runs.filter((run) => readExternalId(run.externalId)?.number === MERGE_GROUP)
}

/** The newest run of this pull request on its head under a name. */
export function currentRun(facts: PullRequestFacts, name: string): Run | undefined {
  return newestRun(ownRuns(facts).filter((run) => isOnHead(facts, run, name)))
}

/** This App's runs that name this pull request, whatever their commit and name. */
function ownRuns(facts: PullRequestFacts): readonly Run[] {
  return facts.runs.filter((run) => readExternalId(run.externalId)?.number === facts.pullRequest.number)
}

function headWrite(
  facts: PullRequestFacts,
  current: Run | undefined,
  check: CheckRun,
  written: Written | null,
): Write | null {
  const { head, state } = facts.pullRequest
  if (state === 'closed') return closedWrite(facts, current, check, written)
  // A commit that becomes the tip again is announced anew: nobody could see before that it is back (F1).
  // What has no ledger is no RFC, and nobody commits to it.
  const isNewest =
    readExternalId(check.externalId)?.trace?.length === 0 || newestRun(ownRuns(facts))?.commit === head
  const isAnnounced = isNewest && headSpans(facts).at(-1)?.commit === head
  if (!current || !isAnnounced || isOverruled(facts, check))
    return { kind: 'create run', commit: head, run: check }
  return inPlace(current, check, written)
}

/** A closed pull request announces nothing and overrules nobody; only its success and its announced retry end (V7). */
function closedWrite(
  { pullRequest, sameHead }: PullRequestFacts,
  current: Run | undefined,
  check: CheckRun,
  written: Written | null,
): Write | null {
  if (!current) return null
  const { number, baseName, head } = pullRequest
  const last = written?.commit === head ? written.externalId : current.externalId
  const announcesRetry = [current.externalId, last].some((id) => isRetrying(id, number, baseName))
  // Its green must not pass another pull request on this commit that stays red.
  const maySay = check.conclusion !== 'success' || sameHead.length === 0
  if (announcesRetry && maySay) return inPlace(current, check, written)
  return current.conclusion === 'success' && check.conclusion !== 'success'
    ? update(current, check, [])
    : null
}

/** Brings a run up to date, or puts a new one in its place; null where it says all of it already. */
function inPlace(current: Run, check: CheckRun, written: Written | null): Write | null {
  const { commit } = current
  const last = written?.commit === commit ? written : null
  if (isUpToDate(current, check, last)) return null
  const mayBeGreen = current.conclusion === 'success' || last?.conclusion === 'success'
  const before = readExternalId(current.externalId)?.annotations ?? '-'
  const after = readExternalId(check.externalId)?.annotations ?? '-'
  // GitHub appends annotations at every update and never takes one away (GH-142): other ones need a new run.
  if (before !== '-' && before !== after) return { kind: 'create run', commit, run: check }
  return update(current, check, before === after ? [] : check.annotations, mayBeGreen)
}

/** Returns whether a run says what it should, as GitHub shows it and as it was written last, if it was. */
export function isUpToDate(current: Run, check: CheckRun, written: Written | null): boolean {
  return isSame(current, check) && (written?.commit !== current.commit || isSame(written, check))
}

function isSame(run: Pick<Run, 'externalId' | 'conclusion'>, check: CheckRun): boolean {
  return saysTheSame(run.externalId, check.externalId) && run.conclusion === check.conclusion
}

/**
 * GitHub shows the newest run of a name on a commit (GH-139), whichever pull request it was written for. A newer green of
 * another pull request must not pass this one; and what one said that is closed, or has another head now, must neither
 * block it for ever nor speak for it.
 */
function isOverruled(facts: PullRequestFacts, check: CheckRun): boolean {
  const newest = newestRun(facts.runs.filter((run) => isOnHead(facts, run, check.name)))
  const number = newest && readExternalId(newest.externalId)?.number
  if (!newest || number === facts.pullRequest.number) return false
  const isGreen = newest.conclusion === 'success'
  const isRed = check.conclusion !== 'success'
  const isSibling = facts.sameHead.some((sibling) => sibling.number === number)
  // The red of a merge group on this commit is answered by one of ours only where it is a green (V8).
  if (isRed) return isGreen || (number !== MERGE_GROUP && !isSibling)
  return !isGreen && !isSibling
}

function isOnHead(facts: PullRequestFacts, run: Run, name: string): boolean {
  return run.commit === facts.pullRequest.head && isNamed(run, name)
}

function newestRun(runs: readonly Run[]): Run | undefined {
  return [...runs].sort((a, b) => a.id - b.id).at(-1)
}

function update(
  run: Run,
  check: CheckRun,
  annotations: CheckRun['annotations'],
  mayBeGreen = run.conclusion === 'success',
): Write {
  return {
    kind: 'update run',
    id: run.id,
    commit: run.commit,
    run: check,
    takesGreenAway: mayBeGreen && check.conclusion !== 'success',
    sendAnnotations: annotations.length > 0,
  }
}

function proseWrites(
  facts: PullRequestFacts,
  prose: Prose,
  refusedReviewers: readonly Login[],
): readonly Write[] {
  const { answers } = prose
  const replies = answers ? replyWrites(facts.ownComments, answers.replies) : NO_REPLIES
  // By key: the verdict may have been given a post with an author that GitHub no longer shows (C5).
  const reactions = new Map([...(answers?.reactions ?? [])].map(([post, wanted]) => [postKey(post), wanted]))
  return [
    ...stickyWrites(facts.ownComments, prose.sticky),
    ...(answers
      ? facts.posts.flatMap((post) => reactionWrites(post, reactions.get(postKey(post)) ?? []))
      : []),
    ...replies.texts,
    ...reviewWrites(facts, prose.askForReview, refusedReviewers),
    ...replies.hiding,
  ]
}

/**
 * One sticky comment: edited in place, recreated when deleted, rewritten when somebody edits it (V4). An edit may
 * remove its marker, so a comment of the App without one is rewritten or deleted.
 */
function stickyWrites(own: readonly OwnComment[], body: string): readonly Write[] {
  const marked = own.filter(({ text }) => text.startsWith(STICKY))
  const unmarked = own.filter(({ text }) => !text.startsWith(STICKY) && !readReply(text))
  const [sticky, ...others] = [...marked, ...unmarked]
  const extra = others.map(({ id }): Write => ({ kind: 'delete comment', id }))
  if (!sticky) return [{ kind: 'create comment', body }]
  return [
    ...(isSameText(sticky.text, body) ? [] : [{ kind: 'update comment' as const, id: sticky.id, body }]),
    ...extra,
  ]
}

function reactionWrites(post: Post, wanted: readonly Reaction[]): readonly Write[] {
  const { on, id, nodeId, reacted } = post
  const stale = reacted.filter((reaction) => !wanted.includes(reaction))
  const missing = wanted.filter((reaction) => !reacted.includes(reaction))
  return [
    ...stale.map((reaction): Write => ({ kind: 'unreact', nodeId, reaction })),
    ...missing.map((reaction): Write => ({ kind: 'react', on, id, nodeId, reaction })),
  ]
}

interface ReplyWrites {
  readonly texts: readonly Write[]
  /** What may fail where the rest does not (an App cannot hide comments everywhere) comes last (C4). */
  readonly hiding: readonly Write[]
}

const NO_REPLIES: ReplyWrites = { texts: [], hiding: [] }

function replyWrites(own: readonly OwnComment[], replies: readonly Reply[]): ReplyWrites {
  const written = new Map(
    own.flatMap((comment) => {
      const reply = readReply(comment.text)
      return reply ? [[reply.to, { comment, revision: reply.revision }] as const] : []
    }),
  )
  const due = replies.map((reply): ReplyWrites => {
    const before = written.get(reply.to)
    if (!before) return { texts: [{ kind: 'create comment', body: reply.body }], hiding: [] }
    const { comment, revision } = before
    if (isSameText(comment.text, reply.body) || (reply.isNews && revision === reply.revision))
      return NO_REPLIES
    const text: Write = { kind: 'update comment', id: comment.id, body: reply.body }
    // Only what we hid is shown again, and that says "Resolved"; somebody else who hides a reply has a reason. It is
    // shown before it is edited: after a crash between the two it still says "Resolved", and is written again.
    return revision === RESOLVED && comment.isMinimized
      ? { texts: [], hiding: [{ kind: 'unminimize', nodeId: comment.nodeId }, text] }
      : { texts: [text], hiding: [] }
  })
  const wanted = new Set(replies.map(({ to }) => to))
  const resolved = [...written].map(([to, { comment }]): ReplyWrites => {
    if (wanted.has(to)) return NO_REPLIES
    const { id, nodeId, text, isMinimized } = comment
    const body = resolvedReply(to, comment)
    return {
      texts: isSameText(text, body) ? [] : [{ kind: 'update comment', id, body }],
      hiding: isMinimized === false ? [{ kind: 'minimize', nodeId }] : [],
    }
  })
  const all = [...due, ...resolved]
  return { texts: all.flatMap(({ texts }) => texts), hiding: all.flatMap(({ hiding }) => hiding) }
}

/** Asks people for a review once each, and not again when GitHub rejected it (V5). */
function reviewWrites(
  facts: PullRequestFacts,
  pending: readonly Login[],
  refused: readonly Login[],
): readonly Write[] {
  const asked = facts.askedForReview.map(({ person }) => person.login)
  const done = new Set([...asked, ...refused].map(loginKey))
  const logins = pending.filter((login) => !done.has(loginKey(login)))
  return logins.length === 0 ? [] : [{ kind: 'ask for review', logins }]
}
