/** Raw HTML without its comments, as a browser ends them (`-->`, `--!>`, `<!-->`); an unended one reaches to the end. */
export function withoutComments(html: string): string {
  let kept = ''
  let at = 0
  for (;;) {
    const start = html.indexOf('<!--', at)
    if (start === -1 || isInsideTag(html, at, start)) return kept + html.slice(at)
    kept += html.slice(at, start)
    const end = endOfComment(html, start)
    if (end === -1) return kept
    at = end
  }
}

/** Where the comment that starts at an offset has ended; -1 where it never ends. */
export function endOfComment(html: string, start: number): number {
  const abrupt = /^<!--(?:>|->)/.exec(html.slice(start, start + 6))
  if (abrupt) return start + abrupt[0].length
  const mark = /--!?>/g
  mark.lastIndex = start + 4
  return mark.exec(html) ? mark.lastIndex : -1
}

/** `<a title="<!--">`: a comment inside a tag is none, and what follows counts as it is written. */
function isInsideTag(html: string, from: number, at: number): boolean {
  const open = html.lastIndexOf('<', at - 1)
  if (open < from || !/^<[a-z/]/i.test(html.slice(open, open + 2))) return false
  const close = html.indexOf('>', open)
  return close === -1 || close > at
}
