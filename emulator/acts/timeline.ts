import type { PullRequest, TimelineEvent, TimelineFact } from '../world/state.ts'
import { nextId, type World } from '../world/world.ts'

/** Adds an entry to a pull request's timeline, now. `actorId` null: GitHub does not say who. */
export function note(
  world: World,
  pull: PullRequest,
  actorId: number | null,
  fact: TimelineFact,
): TimelineEvent {
  const event: TimelineEvent = { id: nextId(world.state), actorId, createdAt: world.clock.iso(), ...fact }
  pull.timeline.push(event)
  pull.updatedAt = event.createdAt
  return event
}
