import type { Timestamp } from '../facts/ids.ts'
import { isSameText } from '../facts/same-text.ts'
import type { PullRequestFacts, Snapshot } from '../facts/snapshot.ts'
import type { MembershipTrigger, Trigger } from '../facts/trigger.ts'
import { isMember } from './person-or-team.ts'

/**
 * Returns the triggers that a snapshot does not show yet (V6). GitHub's replicas may lag behind its webhooks, and a
 * snapshot without the withdrawal that caused the evaluation would give a wrong verdict. Deliveries may arrive in any
 * order, so of several about the same thing the newest decides. `patience` becomes `any` after a few attempts: then one
 * of several events of the same second is enough, because their order is unknown.
 */
export function triggersNotVisible(
  facts: PullRequestFacts,
  triggers: readonly Trigger[],
  patience: 'all' | 'any',
): readonly Trigger[] {
  // Posts on a pull request that is no RFC are not read, so a brief read without them shows all that matters (D5).
  const posts = facts.brief ? [] : unseenPosts(facts, triggers, patience)
  const unreadable = triggers.filter(({ kind }) => kind === 'unreadable')
  return [...posts, ...unseenStates(facts, triggers, patience), ...unreadable]
}

/**
 * Returns who joined or left a team and is not shown so yet (S3, V6). Of several about one person the newest decides.
 * Someone who left a team and is in one nested in it stays visible as a member, so this is only waited for a few
 * attempts.
 */
export function membershipsNotVisible(
  { teams }: Snapshot,
  triggers: readonly Trigger[],
): readonly MembershipTrigger[] {
  const told = triggers.filter((trigger) => trigger.kind === 'membership')
  const newest = new Map(told.map((trigger) => [`${trigger.team} ${trigger.personId}`, trigger]))
  return [...newest.values()].filter(({ team, personId, state }) => {
    const found = teams.get(team)
    return found?.kind === 'found' && isMember(found, personId) !== (state === 'present')
  })
}

type PostTrigger = Extract<Trigger, { kind: 'remark' }>
type StateTrigger = Extract<Trigger, { kind: 'pull-request' }>

function unseenPosts(
  facts: PullRequestFacts,
  triggers: readonly Trigger[],
  patience: 'all' | 'any',
): readonly Trigger[] {
  const posts = triggers.filter((trigger): trigger is PostTrigger => trigger.kind === 'remark')
  return [...Map.groupBy(posts, ({ on, id }) => `${on}-${id}`).values()].flatMap((told) => {
    // Nothing comes after a deletion.
    const deletion = told.find(({ state }) => state === 'absent')
    if (deletion) return isPostVisible(facts, deletion) ? [] : [deletion]
    return unseenOfNewest(told, (trigger) => isPostVisible(facts, trigger), patience)
  })
}

/** Those of the newest second that are not shown; with patience `any`, none when one of them is. */
function unseenOfNewest<Told extends { readonly at: Timestamp | '' }>(
  told: readonly Told[],
  isShown: (trigger: Told) => boolean,
  patience: 'all' | 'any',
): readonly Told[] {
  const latest = told
    .map(({ at }) => at)
    .sort()
    .at(-1)
  const newest = told.filter(({ at }) => at === latest)
  const unseen = newest.filter((trigger) => !isShown(trigger))
  return patience === 'any' && unseen.length < newest.length ? [] : unseen
}

function isPostVisible({ posts }: PullRequestFacts, trigger: PostTrigger): boolean {
  const found = posts.find(({ on, id }) => on === trigger.on && id === trigger.id)
  if (trigger.state === 'absent') return found === undefined
  if (!found || found.updatedAt < trigger.at) return false
  if (trigger.isDismissed && !found.review?.isDismissed) return false
  return found.updatedAt > trigger.at || trigger.text === null || isSameText(found.text, trigger.text)
}

function unseenStates(
  facts: PullRequestFacts,
  triggers: readonly Trigger[],
  patience: 'all' | 'any',
): readonly Trigger[] {
  const states = triggers.filter((trigger): trigger is StateTrigger => trigger.kind === 'pull-request')
  const isShown = (trigger: StateTrigger) =>
    (trigger.at !== '' && facts.pullRequest.updatedAt > trigger.at) || isStateVisible(facts, trigger)
  return unseenOfNewest(states, isShown, patience)
}

function isStateVisible({ pullRequest }: PullRequestFacts, trigger: StateTrigger): boolean {
  const isOpen = pullRequest.state === 'open'
  return (
    pullRequest.head === trigger.head &&
    pullRequest.baseName === trigger.base &&
    (trigger.draft === null || pullRequest.isDraft === trigger.draft) &&
    isOpen === (trigger.state === 'open') &&
    (trigger.body === null || isSameText(pullRequest.description.text, trigger.body)) &&
    (trigger.labels === null ||
      [...pullRequest.labels].sort().join('\n') === [...trigger.labels].sort().join('\n'))
  )
}
