import type { Written } from '../world/state.ts'
import { nextId, type World } from '../world/world.ts'

/** What every text begins with. */
export function newText(world: World, authorId: number, body: string, viaEmail = false): Written {
  const now = world.clock.iso()
  return { body, authorId, createdAt: now, updatedAt: now, revisions: [], viaEmail, reactions: [] }
}

/** Changes a text and remembers what it was: the first edit adds the creation to the history as well (GH-163). */
export function rewrite(world: World, text: Written, editorId: number, body: string): void {
  const now = world.clock.iso()
  if (text.revisions.length === 0)
    text.revisions.push(revision(world, text.authorId, text.createdAt, text.body))
  text.revisions.push(revision(world, editorId, now, body))
  text.body = body
  text.updatedAt = now
}

function revision(world: World, editorId: number, editedAt: string, text: string) {
  return { id: nextId(world.state), editorId, editedAt, text, deletedAt: null, deletedById: null }
}
