import { parsePost } from '../../src/commands/parse-post.ts'

/** What a comment was understood to say, for a table: `commit`, `object: why`, `near object`. */
export function tellPost(text: string): readonly string[] {
  const parsed = parsePost(text)
  if (parsed.kind === 'unreadable') return [`unreadable: ${parsed.why}`]
  return parsed.said.map((said) => {
    if (said.kind === 'near miss') return `near ${said.meant}`
    if (said.kind === 'condition') return `if ${said.word}`
    return said.reason === '' ? said.word : `${said.word}: ${said.reason}`
  })
}
