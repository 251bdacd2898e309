import { endOfComment } from '../documents/markdown/html-comments.ts'

/** An opened HTML element. `isClosed` changes when its end tag is read. */
export interface OpenElement {
  readonly name: string
  isClosed: boolean
}

/** Elements that GitHub renders and that stay open across paragraphs. */
const LASTING = new Set(
  (
    'details summary div blockquote pre ul ol dl table thead tbody tfoot tr td th caption figure figcaption picture ' +
    'h1 h2 h3 h4 h5 h6 section article aside header footer nav main center form fieldset ' +
    'a b code em i s small strike strong tt u font big'
  ).split(' '),
)
/** Elements that end with their paragraph. */
const PASSING = new Set('del ins sub sup kbd q samp var span mark time abbr cite dfn bdo ruby'.split(' '))

/**
 * Tracks which HTML elements are open. Markdown splits raw HTML into pieces, so the tree does not say what is between
 * `<details>` and `</details>` (C2).
 */
export class OpenHtml {
  #open: OpenElement[] = []
  /** An unfinished comment or tag: everything belongs to it up to `-->` or `>`. */
  #swallowing: (OpenElement & { readonly name: '<!--' | '<' }) | null = null

  /** The elements that are open now, outermost first. */
  get open(): readonly OpenElement[] {
    return this.#swallowing ? [...this.#open, this.#swallowing] : [...this.#open]
  }

  /** Reads one piece of raw HTML. */
  read(html: string): void {
    let at = this.#resume(html)
    while (at < html.length) {
      const start = html.indexOf('<', at)
      if (start === -1) return
      if (html.startsWith('<!--', start)) at = this.#comment(html, start)
      else at = this.#tag(html, start)
    }
  }

  /** Closes what was opened inside a quote, list, heading or table, which ends with that block. */
  closeBlock(before: readonly OpenElement[]): void {
    this.#open = this.#open.filter((element) => before.includes(element))
  }

  /** Closes the elements that end with their paragraph. */
  closeParagraph(): void {
    this.#open = this.#open.filter(({ name }) => !PASSING.has(name))
  }

  #resume(html: string): number {
    if (!this.#swallowing) return 0
    const mark = this.#swallowing.name === '<!--' ? '-->' : '>'
    const end = html.indexOf(mark)
    if (end === -1) return html.length
    this.#swallowing.isClosed = true
    this.#swallowing = null
    return end + mark.length
  }

  #comment(html: string, start: number): number {
    const end = endOfComment(html, start)
    if (end !== -1) return end
    this.#swallowing = { name: '<!--', isClosed: false }
    return html.length
  }

  #tag(html: string, start: number): number {
    const tag = /<(\/?)([a-z][a-z0-9-]*)/iy
    tag.lastIndex = start
    const found = tag.exec(html)
    if (!found) return start + 1
    const end = endOfTag(html, tag.lastIndex)
    if (end === -1) {
      this.#swallowing = { name: '<', isClosed: false }
      return html.length
    }
    const name = (found[2] as string).toLowerCase()
    if (found[1] === '/') this.#close(name)
    else if (LASTING.has(name) || PASSING.has(name)) this.#open.push({ name, isClosed: false })
    return end
  }

  #close(name: string): void {
    const index = this.#open.findLastIndex((element) => element.name === name)
    const closed = this.#open[index]
    if (!closed) return
    closed.isClosed = true
    this.#open = this.#open.slice(0, index)
  }
}

/** Returns where a tag ends, skipping quoted attributes; -1 when it does not end. */
function endOfTag(html: string, from: number): number {
  let quote = ''
  for (let at = from; at < html.length; at += 1) {
    const character = html[at] as string
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at + 1
  }
  return -1
}
