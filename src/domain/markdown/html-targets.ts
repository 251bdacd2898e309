import { withoutPlainComments } from './html-comments.ts'

/** The addresses that raw HTML links to or shows: values of `href` and `src`; those in comments on demand. */
export function htmlTargets(html: string, { comments = false } = {}): readonly string[] {
  const attributes = ((comments ? null : withoutPlainComments(html)) ?? html).matchAll(
    /[\s"'/](?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/gi,
  )
  return [...attributes].map((attribute) => attribute[1] ?? attribute[2] ?? attribute[3] ?? '')
}
