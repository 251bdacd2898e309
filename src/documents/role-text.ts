import { NOTHING } from './markdown/mention.ts'
import { NO_TEXT } from './spelled.ts'

/** The most characters of a role (F2b). */
const LONGEST = 60
/** What makes words more than a role: code, numbers, addresses, torn HTML. */
const MORE = new RegExp(`[${NO_TEXT}<>\\p{N}]|://|\\bwww\\.`, 'u')
/** Stands where a name stood. */
const NAME = '\uFDD1'
const UNSEEN = new RegExp(`[${NOTHING}\\p{Cf}]`, 'gu')
/** What stands between the parts of an entry. */
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

/** What stands beside the names of an entry. */
export interface Roles {
  /** One for each name, in their order; '' where nothing stands beside it. */
  readonly roles: readonly string[]
  /** More stands there than a role may hold: a number, a link, code, or over 60 characters (F2b). */
  readonly isMore: boolean
}

/**
 * The role of each name in the text of an entry (S1, F2b): what stands in brackets right behind it, and what stands
 * beside all of them. The words a name is hung on, as in `Ada Lovelace (@ada)`, are none.
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
