import type { ParsedPost } from './model/parsed-post.ts'
import type { Texts } from './texts.ts'

/** The texts with what was said after a mention of this App; after that of anybody else nothing is said (C9). */
export function readForApp(texts: Texts, appSlug: string | null): Texts {
  const isOurs = ({ addressed }: { readonly addressed?: string }) =>
    addressed === undefined || addressed === appSlug
  const post = new Map(
    [...texts.post].map(([text, parsed]) => {
      if (parsed.kind === 'unreadable' || !isAddressed(parsed)) return [text, parsed] as const
      const { said, hints } = parsed
      const ours = {
        said: said.filter((each) => each.kind !== 'command' || isOurs(each)),
        hints: hints.filter((each) => each.kind !== 'elsewhere' || isOurs(each)),
      }
      return [text, { ...parsed, ...ours }] as const
    }),
  )
  return { ...texts, post }
}

function isAddressed({ said, hints }: ParsedPost): boolean {
  return [...said, ...hints].some((each) => 'addressed' in each)
}
