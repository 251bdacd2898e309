import { decodeHTMLAttribute } from 'entities'
import { plainPieces, withoutPlainComments } from './html-comments.ts'

/** Attributes that lead to, or show, another file. GitHub keeps most of them; one it drops can only be read in vain. */
const TARGETS = 'href|xlink:href|src|srcset|imagesrcset|poster|longdesc|data|background|cite|lowsrc|dynsrc'
const ATTRIBUTE = new RegExp(`[\\s"'/](${TARGETS})\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'gi')

/**
 * Returns the addresses that raw HTML links to or shows, as a browser reads them; those in comments on demand. Entities
 * in them are decoded: `src="a&#46;png"` shows `a.png`.
 */
export function htmlTargets(html: string, { comments = false } = {}): readonly string[] {
  const shown = (comments ? null : withoutPlainComments(html)) ?? html
  return [...shown.matchAll(ATTRIBUTE)].flatMap(targetsOf)
}

/**
 * Returns raw HTML with the addresses in its tags as a browser reads them; unchanged where it is not certain what is a
 * tag.
 */
export function withReadTargets(html: string): string {
  const pieces = plainPieces(html)
  return pieces === null
    ? html
    : pieces.map((piece) => (isTag(piece) ? withReadAddresses(piece) : piece)).join('')
}

function isTag(piece: string): boolean {
  return piece.startsWith('<') && !piece.startsWith('<!--')
}

function withReadAddresses(tag: string): string {
  return tag.replace(ATTRIBUTE, (...match: string[]) => {
    const [all = '', name = ''] = match
    return `${all[0]}${name.toLowerCase()}=${JSON.stringify(targetsOf(match))}`
  })
}

function targetsOf([, name = '', ...values]: readonly (string | undefined)[]): readonly string[] {
  const value = decodeHTMLAttribute(values.slice(0, 3).find((each) => each !== undefined) ?? '')
  return (/srcset$/i.test(name) ? imageCandidates(value) : [value]).map(browserAddress)
}

/**
 * Returns an address as a browser reads it: without surrounding blanks, tabs, line ends, and with backslashes as
 * slashes (WHATWG URL).
 */
export function browserAddress(written: string): string {
  return written
    .replace(/^[^!-\u{10FFFF}]+|[^!-\u{10FFFF}]+$/gu, '')
    .replace(/[\t\n\r]/g, '')
    .replaceAll('\\', '/')
}

/** Returns a path with its percent signs decoded; a stray one is part of the name. */
export function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The addresses of a `srcset`, each with a width or density behind it; commas inside an address belong to it. */
function imageCandidates(value: string): readonly string[] {
  return value
    .split(/\s+/)
    .map((word) => word.replace(/^(?:[\d.]+[wxh])?,+/i, '').replace(/,+$/, ''))
    .filter((word) => word !== '' && !/^[\d.]+[wxh]$/i.test(word))
}
