import { postKey } from '../../src/facts/keys.ts'
import { person, type Story } from './story.ts'

/** Lets somebody else delete a post, which a webhook tells that names it (C6). */
export function removedBy(told: Story, id: string, by: string): void {
  const post = told.facts.posts.find((each) => each.id === id)
  if (!post) throw new Error(`no post ${id}`)
  told.remove(id, by)
  told.facts.deletions.pop()
  told.facts.deletions.push({ at: told.now(), by: person(by), author: post.author, post: postKey(post) })
}
