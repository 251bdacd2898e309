import type { CommitSha } from '../facts/ids.ts'
import type { ToldHead, ToldOfPullRequest, Trigger } from '../facts/trigger.ts'
import type { Entry, EntryOf } from './entry.ts'
import { fromPayload, isCommit, type ToldContext } from './told-context.ts'

type PullRequestTrigger = Extract<Trigger, { kind: 'pull-request' }>

/**
 * Returns what a payload about a pull request tells (L1). A payload shows the pull request as it was when the payload
 * was made, which may be after the next change (GH-203). So what it shows is recorded, at the time of the last change that it
 * shows, and its action is only looked up in that.
 */
export function toldOfPullRequest(trigger: PullRequestTrigger, context: ToldContext): readonly Entry[] {
  const { head, at, draft, base, told } = trigger
  const shown = fromPayload(at === '' ? context.seen : at, context)
  const tips = tipsIn({ commit: head, at: at === '' ? null : at, draft }, told?.push ?? null, context)
  if (!told) return tips
  const showsBase = told.action === 'opened' || told.isBaseChanged
  return [
    ...tips,
    ...stateIn(trigger, told, context),
    ...(showsBase ? [{ kind: 'base' as const, ...shown, branch: context.digest(base) }] : []),
    ...labelIn(trigger, told, context),
    ...mergeIn(told, context),
  ]
}

/**
 * Returns the tips that a payload shows. `updated_at` is no time of a push: the head was the tip then, and perhaps
 * before (F1, ADR 61). The commit that a push replaced stands beside it, for it was the tip, too (S6).
 */
export function tipsIn(
  { commit, at, draft }: ToldHead,
  push: ToldOfPullRequest['push'],
  context: ToldContext,
): readonly EntryOf<'tip'>[] {
  const isReady = draft === null ? null : !draft
  const isNewest = push?.after === commit
  const before = isNewest && isCommit(push.before) ? push.before : null
  const evidence = fromPayload(at ?? context.seen, context)
  // Without a time nothing says that it was still the tip when the payload arrived.
  const how = at === null ? 'possible' : 'shown'
  return [
    ...(isCommit(commit)
      ? [{ kind: 'tip' as const, ...evidence, commit, before, how, isReady } as const]
      : []),
    ...(push && !isNewest ? [push.before, push.after].filter(isCommit).map(passed) : []),
  ]

  /** Another push followed before the payload was made. Whether it was a draft meanwhile is unknown. */
  function passed(former: CommitSha): EntryOf<'tip'> {
    return { kind: 'tip', ...evidence, commit: former, before: null, how: 'possible', isReady: null }
  }
}

function stateIn(
  { at, draft, state }: PullRequestTrigger,
  { action, by, closedAt }: ToldOfPullRequest,
  context: ToldContext,
): readonly EntryOf<'state'>[] {
  const to = STATES[action]?.({ draft, state }) ?? null
  if (to === null) return []
  const changed = at === '' ? context.seen : at
  return [
    { kind: 'state', ...fromPayload(to === 'closed' ? (closedAt ?? changed) : changed, context), to, by },
  ]
}

type Shown = Pick<PullRequestTrigger, 'draft' | 'state'>

/** The state that each action brings, if the payload shows it: otherwise somebody changed it again meanwhile. */
const STATES: Readonly<Record<string, (shown: Shown) => EntryOf<'state'>['to'] | null>> = {
  opened: ({ draft }) => (draft === null ? null : draft ? 'draft' : 'ready'),
  converted_to_draft: ({ draft }) => (draft === false ? null : 'draft'),
  ready_for_review: ({ draft }) => (draft === false ? 'ready' : null),
  closed: ({ state }) => (state === 'closed' ? 'closed' : null),
  reopened: ({ state }) => (state === 'open' ? 'reopened' : null),
}

/** Labels are the same in whatever case they are written (D3). */
function labelIn(
  { at, labels }: PullRequestTrigger,
  { action, label }: ToldOfPullRequest,
  context: ToldContext,
): readonly EntryOf<'label'>[] {
  if (label === null) return []
  const name = label.toLowerCase()
  const isOn = labels?.some((each) => each.toLowerCase() === name) ?? action === 'labeled'
  const evidence = fromPayload(at === '' ? context.seen : at, context)
  return [{ kind: 'label', ...evidence, label: context.digest(name), to: isOn ? 'on' : 'off' }]
}

/** Every payload after a merge shows it. Where it does not say who merged, the sender of the first one did. */
function mergeIn(
  { action, by, merge }: ToldOfPullRequest,
  context: ToldContext,
): readonly EntryOf<'merge'>[] {
  if (merge === null) return []
  const merger = merge.by ?? (action === 'closed' ? by : null)
  const commit = isCommit(merge.commit) ? merge.commit : null
  return [{ kind: 'merge', ...fromPayload(merge.at, context), by: merger, commit }]
}
