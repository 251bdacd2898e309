import type { Account, Reaction, ReactionContent, Written } from '../world/state.ts'
import { nextId, type World } from '../world/world.ts'

/** Adds a reaction; the second of one kind by one account is the first again. */
export function react(
  world: World,
  text: Written,
  actor: Account,
  content: ReactionContent,
): { readonly reaction: Reaction; readonly isNew: boolean } {
  const known = text.reactions.find((each) => each.userId === actor.id && each.content === content)
  if (known) return { reaction: known, isNew: false }
  const reaction = { id: nextId(world.state), userId: actor.id, content, createdAt: world.clock.iso() }
  text.reactions.push(reaction)
  return { reaction, isNew: true }
}

/** Takes a reaction away; undefined when it was not there. */
export function unreact(text: Written, actor: Account, content: ReactionContent): Reaction | undefined {
  const at = text.reactions.findIndex((each) => each.userId === actor.id && each.content === content)
  return at < 0 ? undefined : text.reactions.splice(at, 1)[0]
}
