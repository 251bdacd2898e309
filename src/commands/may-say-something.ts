import { COMMANDS } from './commands.ts'
import { looksLike } from './confusables.ts'

/**
 * Whether a post can hold anything that is a command, comes near to one, or is answered as a look-alike (C2, C4, C9).
 * One look at each character, so that a text costs no parse in which nothing can be said. It may be wrong in one
 * direction only: where this is false, `parseRemark` finds nothing (a test holds that).
 */
export function maySaySomething(text: string): boolean {
  if (ENTITY.test(text)) return true
  const looks = looksLike(text)
  return SLASH.test(looks) || OTHER_WORDS.test(looks) || (looks.includes('@') && ADDRESSED.test(looks))
}

/** A slash that is written as an entity. */
const ENTITY = /&(?:#|sol;|frasl;)/i
/** A slash that begins a word: none within a path or a date, and none of an address (`https://`). */
const SLASH = /(?<![a-z0-9/])\/(?!\/)|(?<![a-z0-9/:])\/\//
/** Words of other tools that stand without a slash (C9). */
const OTHER_WORDS = /\+\s*1|lgtm/
/** Said to the App by its name, perhaps without the slash (C9). */
const ADDRESSED = new RegExp(Object.keys(COMMANDS).join('|'))
