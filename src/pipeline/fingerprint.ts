import { isNamed } from '../facts/check-run.ts'
import { readExternalId, saysTheSame } from '../facts/external-id.ts'
import type { BlobId, Timestamp } from '../facts/ids.ts'
import type { FileAt, PullRequestFacts, Run } from '../facts/snapshot.ts'
import { byTime } from '../facts/time.ts'
import type { Fingerprint } from '../github/fingerprints.ts'
import { checkName } from '../report/check.ts'
import type { Memory } from './memory.ts'

type Judged = NonNullable<Memory['outline']>

/** The number that `fingerprints.graphql` asks for. */
const NEWEST = 20

/** Returns the fingerprint of evaluated facts. */
export function fingerprintOf({
  pullRequest,
  config,
  configFrom,
  posts,
  ownComments,
  brief,
}: PullRequestFacts): Judged {
  const comments = posts.filter(({ on }) => on === 'comment')
  const changedLast = comments.toSorted((a, b) => byTime(a.updatedAt, b.updatedAt)).at(-1)
  const reviews = posts.filter(({ on }) => on === 'review').map(({ updatedAt }) => updatedAt)
  return {
    baseTip: pullRequest.baseTip,
    isBrief: brief !== undefined,
    isDraft: pullRequest.isDraft,
    editedAt: pullRequest.description.lastEditedAt,
    labels: pullRequest.labels.toSorted(),
    config: blobOf(config),
    configFrom,
    comments: {
      count: comments.length,
      changedAt: changedLast?.updatedAt ?? null,
      changedId: changedLast?.id ?? null,
    },
    lines: posts.filter(({ on }) => on === 'line').length,
    ownComments: ownComments.map(({ id }) => id),
    reviews: { count: reviews.length, changedAt: reviews.slice(-NEWEST) },
  }
}

function blobOf(file: FileAt): BlobId | null {
  return file.kind === 'absent' ? null : file.blob
}

/**
 * A fingerprint does not show team membership, read permission or renamed people, so RFCs are evaluated again
 * after this time.
 */
const LOOK_AGAIN_HOURS = { withTeams: 1, withPeople: 24 }

/**
 * Returns why what is published may be out of date, or null when the fingerprint matches what was evaluated
 * by these `rules`. The tip of the base is not compared: it moves all the time and seldom matters (F6).
 */
export function whatDiffers(seen: Fingerprint, memory: Memory | null, rules: number): string | null {
  if (!memory?.outline || !memory.written) return 'it is not evaluated yet'
  // An older answer comes from a lagging replica and proves nothing (V6).
  if (seen.updatedAt < memory.updatedAt) return null
  const { outline: judged, written } = memory
  if (seen.head !== memory.head || written.commit !== seen.head) return 'its head changed'
  if (seen.baseName !== memory.baseName) return 'its base changed'
  if (written.own === 'unread' || written.own === null) return 'it could not be evaluated'
  if (memory.rules < rules) return 'it was evaluated by older rules'
  if (seen.isDraft !== judged.isDraft) return 'its draft status changed'
  if (seen.editedAt !== judged.editedAt) return 'its description was edited'
  if (seen.labels.toSorted().join('\n') !== judged.labels.join('\n')) return 'its labels changed'
  if (!isSameConfig(seen, judged)) return 'its configuration changed'
  if (memory.state === 'could not evaluate') return 'it could not be evaluated'
  return (
    (judged.isBrief ? null : whatWasSaid(seen, judged, memory.updatedAt)) ??
    whatIsShown(seen, written) ??
    whatMayHaveAged(seen, memory)
  )
}

/**
 * The organisation's file counts only where the App is installed on its repository, which a fingerprint does
 * not show.
 */
function isSameConfig({ config }: Fingerprint, judged: Judged): boolean {
  if (config.ofBase !== null) return judged.configFrom === 'base' && judged.config === config.ofBase
  return judged.config === (judged.configFrom === 'base' ? null : config.ofOwner)
}

function whatWasSaid(
  { comments, reviews, updatedAt, askedAt }: Fingerprint,
  judged: Judged,
  judgedAt: Timestamp,
): string | null {
  const ownIds = new Set(judged.ownComments)
  const own = comments.newest.filter(({ id, isOwn }) => isOwn || ownIds.has(id))
  const others = comments.newest.filter((comment) => !own.includes(comment))
  for (const { id } of own) ownIds.add(id)
  if (comments.count - ownIds.size !== judged.comments.count) return 'comments were added or deleted'
  if (own.some(({ isEditedByAnother }) => isEditedByAnother)) return "the App's comment was edited"
  if (others.length > 0 && others.at(-1)?.updatedAt !== judged.comments.changedAt)
    return 'a comment was edited'
  // A post that is not among the newest did not change after the oldest of them.
  const oldest = comments.newest[0]?.updatedAt
  if (others.length === 0 && (judged.comments.changedAt ?? '') > (oldest ?? '')) return 'a comment was edited'
  if (reviews.count !== judged.reviews.count) return 'it was reviewed'
  if (reviews.newest.join() !== judged.reviews.changedAt.join()) return 'a review was edited or dismissed'
  // The App's own comments change the pull request's `updatedAt`, too.
  return [judgedAt, askedAt, ...own.map((comment) => comment.updatedAt)].includes(updatedAt)
    ? null
    : 'it was updated'
}

/** Returns why the check shown is not the one that was written, or null. */
function whatIsShown(
  { runs, reference, baseName, head }: Fingerprint,
  written: NonNullable<Memory['written']>,
): string | null {
  if (!runs) return 'not all of its check runs are visible'
  const named = runs.filter((run) => isNamed(run, checkName(baseName)) && run.commit === head)
  const current = newest(
    named.filter(({ externalId }) => readExternalId(externalId)?.number === reference.number),
  )
  const isWritten =
    current?.conclusion === written.conclusion && saysTheSame(current.externalId, written.externalId)
  if (!isWritten) {
    return 'its check differs from the one that was written'
  }
  const shown = newest(named)
  return written.conclusion !== 'success' && shown?.conclusion === 'success'
    ? 'another check covers its own'
    : null
}

function newest(runs: readonly Run[]): Run | undefined {
  return runs.toSorted((a, b) => a.id - b.id).at(-1)
}

function whatMayHaveAged({ at }: Fingerprint, memory: Memory): string | null {
  if (memory.state === 'not an RFC') return null
  const hours = (Date.parse(at) - Date.parse(memory.at)) / 3_600_000
  const most = memory.usesTeams ? LOOK_AGAIN_HOURS.withTeams : LOOK_AGAIN_HOURS.withPeople
  return hours >= most ? 'its last evaluation is too old' : null
}
