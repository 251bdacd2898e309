import { mergeWithBase } from '../branch-rule.ts'
import { announceIn } from '../webhooks/events.ts'
import { repositoryOf } from '../world/find.ts'
import type { PullRequest } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { commitOn } from './commit.ts'
import { tip } from './repositories.ts'
import { note } from './timeline.ts'
import { allowed, type Who } from './who.ts'

/** Puts a pull request into the merge queue: GitHub makes the group's commit and asks for checks on it (F50). */
export function enqueue(world: World, pull: PullRequest, by: Who): string {
  const repository = repositoryOf(world.state, pull)
  const actor = allowed(world, repository, by, 'write', 'enqueue')
  const base = tip(repository, pull.baseRef)
  const { files } = mergeWithBase(world, pull)
  const message = `Merge pull request #${pull.number} from ${pull.headLabel}/${pull.headRef}\n\n${pull.title}`
  const headOid = commitOn(world, repository, {
    files,
    parents: [base, pull.headOid],
    author: actor,
    message,
  })
  const ref = `refs/heads/gh-readonly-queue/${pull.baseRef}/pr-${pull.number}-${base}`
  repository.refs.set(ref, headOid)
  pull.queued = { headOid, ref, at: world.clock.iso(), byId: actor.id }
  note(world, pull, actor.id, { type: 'AddedToMergeQueueEvent' })
  announceIn(world, repository, 'merge_group', actor.id, {
    action: 'checks_requested',
    merge_group: {
      head_sha: headOid,
      head_ref: ref,
      base_sha: base,
      base_ref: `refs/heads/${pull.baseRef}`,
      head_commit: { id: headOid, tree_id: world.git(repository).mustCommit(headOid).tree, message },
    },
  })
  return headOid
}
