import type { Texts } from './texts.ts'
import type { ParsedRemark } from './parsed-post.ts'

/** The texts with what was said after a mention of this App; after that of anybody else nothing is said (C9). */
export function readForApp(texts: Texts, appSlug: string | null): Texts {
  const isOurs = ({ addressed }: { readonly addressed?: string }) =>
    addressed === undefined || addressed === appSlug
  const remark = new Map(
    [...texts.remark].map(([text, parsed]) => {
      if (parsed.kind === 'unreadable' || !isAddressed(parsed)) return [text, parsed] as const
      const { said, hints } = parsed
      const ours = {
        said: said.filter((each) => each.kind !== 'command' || isOurs(each)),
        hints: hints.filter((each) => each.kind !== 'elsewhere' || isOurs(each)),
      }
      return [text, { ...parsed, ...ours }] as const
    }),
  )
  return { ...texts, remark }
}

function isAddressed({ said, hints }: ParsedRemark): boolean {
  return [...said, ...hints].some((each) => 'addressed' in each)
}
