import type { MembershipTrigger, Trigger } from '../facts/trigger.ts'
import type { Entry } from './entry.ts'
import { fromPayload, type ToldContext } from './told-context.ts'
import { toldOfPost } from './told-of-post.ts'
import { toldOfPullRequest } from './told-of-pull-request.ts'

/**
 * Returns the evidence in a payload (L2), to be recorded before anything is read, and before the next payload of the same
 * pull request is turned into entries: that depends on what the ledger has. A trigger that an older version stored tells less.
 *
 * No payload has a role: `member` events are about direct collaborators only, and a person who loses that access may still
 * be a maintainer through a team. Roles are read when a command needs them (C0).
 */
export function toldBy(trigger: Trigger, context: ToldContext): readonly Entry[] {
  switch (trigger.kind) {
    case 'remark':
      return toldOfPost(trigger, context)
    case 'pull-request':
      return toldOfPullRequest(trigger, context)
    case 'membership':
      return toldOfMembership(trigger, context)
    case 'look':
    case 'group':
    case 'unreadable':
      return []
    default:
      return trigger satisfies never
  }
}

/**
 * These payloads have no time, and may be late or out of order (GH-107). That somebody left a team is believed until a
 * later read shows them; that somebody joined one, only a read can tell.
 */
function toldOfMembership(
  { teamId, personId, state }: MembershipTrigger,
  context: ToldContext,
): readonly Entry[] {
  if (teamId === undefined || state === 'present') return []
  const evidence = fromPayload(context.seen, context)
  return [{ kind: 'membership', ...evidence, team: teamId, person: personId, isMember: false }]
}
