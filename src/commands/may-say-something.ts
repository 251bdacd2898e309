import { COMMANDS } from './commands.ts'
import { looksLike } from './confusables.ts'

/**
 * Returns whether a post can contain a command, a near miss or a look-alike (C2, C4, C9). It looks at each character
 * once, so that other posts need no parse. False is certain: `parsePost` then finds nothing, which a test checks.
 */
export function maySaySomething(text: string): boolean {
  if (ENTITY.test(text)) return true
  const looks = looksLike(text)
  return SLASH.test(looks) || OTHER_WORDS.test(looks) || (looks.includes('@') && ADDRESSED.test(looks))
}

/** A slash written as an entity. */
const ENTITY = /&(?:#|sol;|frasl;)/i
/** A slash that begins a word, not one in a path, a date or a URL. */
const SLASH = /(?<![a-z0-9/])\/(?!\/)|(?<![a-z0-9/:])\/\//
/** Commands of other tools without a slash (C9). */
const OTHER_WORDS = /\+\s*1|lgtm/
/** A command after a mention of the App, perhaps without the slash (C9). */
const ADDRESSED = new RegExp(Object.keys(COMMANDS).join('|'))
