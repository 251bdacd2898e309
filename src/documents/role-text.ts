import { NOTHING } from './markdown/mention.ts'
import { NO_TEXT } from './spelled.ts'

/** The most characters of a role (F2b). */
const LONGEST = 60
/** What makes words more than a role: code, numbers, addresses, broken HTML. */
const MORE = new RegExp(`[${NO_TEXT}<>\\p{N}]|://|\\bwww\\.`, 'u')
/** Replaces a name. */
const NAME = '\uFDD1'
const UNSEEN = new RegExp(`[${NOTHING}\\p{Cf}]`, 'gu')
/** Separators between the parts of an entry. */
const BETWEEN = '[\\s,;:|/&+·•–—"“”-]'
const AROUND = new RegExp(
  `^(?:${BETWEEN}|and(?=${BETWEEN}|$))+|(?:${BETWEEN}|(?<=${BETWEEN}|^)and$)+$`,
  'giu',
)
/** Words in front of a name in brackets, back to the separator before: `Ada Lovelace (@ada)`. */
const HUNG = new RegExp(
  `(?:(?!\\s[-–—]+\\s)[^,;:|/·•–—()<>[\\]\\n${NAME}])*[(<[]\\s*${NAME}\\s*[)>\\]]`,
  'gu',
)

/** The text beside the names of an entry. */
export interface Roles {
  /** One for each name, in their order; '' where there is none. */
  readonly roles: readonly string[]
  /** There is more than a role: a number, a link, code, or over 60 characters (F2b). */
  readonly isMore: boolean
}

/**
 * Returns the role of each name in the text of an entry (S1, F2b): the text in brackets right after it, and the text
 * beside all of them. The words that a name follows in brackets, as in `Ada Lovelace (@ada)`, are no role.
 */
export function rolesIn(
  text: string,
  names: readonly { readonly start: number; readonly end: number }[],
): Roles {
  let marked = ''
  let at = 0
  for (const { start, end } of names) {
    marked += text.slice(at, start) + NAME
    at = end
  }
  marked = `${marked}${text.slice(at)}`.replace(UNSEEN, '').replace(/^\s*(?:\[[ xX]?\]\s*)+/, '')
  const unhung = marked.replace(HUNG, NAME)
  const own: string[] = []
  const shared = unhung
    .replace(new RegExp(`${NAME}[ \\t]*(?:\\(([^()\\n]*)\\))?`, 'g'), (_, note: string | undefined) => {
      own.push(plain(note ?? ''))
      return NAME
    })
    .split(NAME)
    .map(plain)
    .filter((part) => part !== '')
    .join(', ')
  const roles = own.map((note) => [note, shared].filter((part) => part !== '').join(', '))
  const isMore = roles.some((role) => role.length > LONGEST || MORE.test(role))
  return { roles: isMore ? roles.map(() => '') : roles, isMore }
}

function plain(text: string): string {
  const words = text
    .replace(/\s*\|\s*/g, ', ')
    .replace(/\s+/g, ' ')
    .replace(AROUND, '')
  return /[\p{L}\p{N}\uFFFC]/u.test(words) ? words : ''
}
