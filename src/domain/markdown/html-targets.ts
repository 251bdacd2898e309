import { withoutComments } from './html-comments.ts'

/** The addresses that raw HTML links to or shows: values of `href` and `src`. */
export function htmlTargets(html: string): readonly string[] {
  const attributes = withoutComments(html).matchAll(
    /\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/gi,
  )
  return [...attributes].map((attribute) => attribute[1] ?? attribute[2] ?? attribute[3] ?? '')
}
