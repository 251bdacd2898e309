import { withoutPlainComments } from './html-comments.ts'

/** The addresses that raw HTML links to or shows: values of `href`, `src` and `srcset`; those in comments on demand. */
export function htmlTargets(html: string, { comments = false } = {}): readonly string[] {
  const attributes = ((comments ? null : withoutPlainComments(html)) ?? html).matchAll(
    /[\s"'/](href|src|srcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/gi,
  )
  return [...attributes].flatMap(([, name, ...values]) => {
    const value = values.find((each) => each !== undefined) ?? ''
    if (name?.toLowerCase() !== 'srcset') return [value]
    return value.split(',').map((candidate) => candidate.trim().split(/\s/, 1)[0] ?? '')
  })
}
