import { postKey } from '../facts/keys.ts'
import type { Problem } from '../facts/problem.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { entriesOf } from '../ledger/append.ts'
import type { Observed } from '../ledger/observed/observe.ts'
import type { Said } from './said.ts'

/** Returns who edited whose posts with commands: these count as their authors wrote them (C5). */
export function editNotices(snapshot: Snapshot, { ledger }: Observed, said: Said): readonly Problem[] {
  const edits = entriesOf(ledger, 'edit')
  const byPost = Map.groupBy(
    edits.filter(({ by, author }) => by !== author),
    ({ post }) => post,
  )
  const withCommands = new Set(
    [...entriesOf(ledger, 'post'), ...edits].flatMap(({ post, commands }) =>
      commands.length > 0 ? [post] : [],
    ),
  )
  return snapshot.posts.map(postKey).flatMap((post): readonly Problem[] => {
    const [edit] = byPost.get(post) ?? []
    if (!edit || !withCommands.has(post)) return []
    const who = edit.by === null ? 'Somebody' : `@${said.person(edit.by).login}`
    const whose = said.person(edit.author).login
    const message = `${who} edited a comment by @${whose}. It counts as @${whose} wrote it before, and consents to nothing new.`
    return [{ source: 'pull request', message, place: null }]
  })
}
