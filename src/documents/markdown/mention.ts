import type { Login } from '../../facts/ids.ts'

/** A mention: a login, a team, or something that begins like a mention and cannot be one (S1, S3, S4). */
export type Mention =
  | { readonly kind: 'person'; readonly login: Login }
  | { readonly kind: 'team'; readonly org: string; readonly slug: string; readonly quorum: number | 'all' }
  | { readonly kind: 'invalid'; readonly text: string; readonly why: string }

/** A mention in a string, from `start` up to `end`. */
export interface MentionAt {
  readonly mention: Mention
  readonly start: number
  readonly end: number
}

/** Signs that people read as `@`. Only the first is one. */
export const AT_SIGNS = '@＠﹫'

// Whatever readers would take as part of the name belongs to it, so that "@аda" is never ignored, nor "@ada‑smith"
// (with a typographic hyphen) read as "@ada".
const NAME = '[\\p{L}\\p{N}\\p{M}\\p{Cf}\\p{Pc}\\u2010\\u2011\\u2212\\uFE63\\uFF0D-]'
const START = new RegExp(`[${AT_SIGNS}](${NAME}+)`, 'uy')
const TEAM = new RegExp(`/((?:${NAME}|\\.(?=${NAME}))+)`, 'uy')
const OVERHANG = new RegExp(`(?:\\[bot\\]|[.@/](?=${NAME})(?:${NAME}|[.@/])*)`, 'uiy')
const QUORUM = /[ \t\u00A0\uFDD0]*\(([^()\n]{0,80})\)/y
/**
 * Replaces in a text what has no width, such as an HTML tag. It is a Unicode noncharacter, so texts do not contain it.
 */
export const NOTHING = '\uFDD0'
// Invisible characters must not hide a mention; in the run they join like white space.
const UNSEEN = `\\s\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800${NOTHING}`
const LEAD = new RegExp(`[${UNSEEN}]*(?:\\[[ xX]?\\][${UNSEEN}]*)*`, 'uy')
const JOINED = new RegExp(`(?:[${UNSEEN}]|[,&/]|and(?=[${UNSEEN}]))+(?=[${AT_SIGNS}])`, 'uy')
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]*$/
const LONGEST_LOGIN = 39

/**
 * Returns the run of mentions at the start of a text, joined by white space, commas, `and`, `&` or `/` (S1); a task box
 * and invisible characters may precede it, and a note in round brackets may be between. `end` is the end of the run, 0
 * when there is none.
 */
export function leadingRun(text: string): { readonly mentions: readonly MentionAt[]; readonly end: number } {
  const mentions: MentionAt[] = []
  let at = match(LEAD, text, 0)?.[0].length ?? 0
  let end = 0
  for (let found = mentionAt(text, at); found; found = mentionAt(text, at)) {
    mentions.push(found)
    end = found.end
    const note = match(QUORUM, text, end)?.[0].length ?? 0
    const joined = match(JOINED, text, end + note)
    if (!joined) break
    at = end + note + joined[0].length
  }
  return { mentions, end }
}

/** Returns every mention in a text from an index on. What follows a letter, as in an e-mail address, is none. */
export function mentionsIn(text: string, from = 0): readonly MentionAt[] {
  const mentions: MentionAt[] = []
  const sign = new RegExp(
    `(?<!(?!\\p{Default_Ignorable_Code_Point})[\\p{L}\\p{N}\\p{M}_${AT_SIGNS}])[${AT_SIGNS}]`,
    'gu',
  )
  sign.lastIndex = from
  for (let found = sign.exec(text); found; found = sign.exec(text)) {
    const mention = mentionAt(text, found.index)
    if (!mention) continue
    mentions.push(mention)
    sign.lastIndex = Math.max(sign.lastIndex, mention.end)
  }
  return mentions
}

/** Returns the mention that starts at an index, with its quorum; null when none does. */
export function mentionAt(text: string, start: number): MentionAt | null {
  const found = match(START, text, start)
  const name = found?.[1]
  if (!found || !name || !/[\p{L}\p{N}]/u.test(name)) return null
  const afterName = start + found[0].length
  const team = match(TEAM, text, afterName)
  const afterTeam = afterName + (team?.[0].length ?? 0)
  const overhang = match(OVERHANG, text, afterTeam)?.[0] ?? ''
  const end = afterTeam + overhang.length
  const written = text.slice(start, end)
  const why = nameFault(written, name, team?.[1] ?? null, overhang)
  if (why) return { mention: { kind: 'invalid', text: written, why }, start, end }
  return withQuorum(text, start, end, name, team?.[1] ?? null)
}

function nameFault(written: string, login: Login, slug: string | null, overhang: string): string | null {
  if (!written.startsWith('@')) return `it starts with \`${written.slice(0, 1)}\`; type a plain \`@\``
  if (/^\[bot\]/i.test(overhang)) return "a bot can't commit; name a person"
  const foreign = /[^A-Za-z0-9_./@-]/u.exec(written.slice(1))?.[0]
  if (foreign) return `it contains ${codePoint(foreign)}, which no GitHub login does; retype it`
  if (overhang) return 'expected `@login` or `@organisation/team`, and a space or a comma after it'
  if (!LOGIN.test(login)) return 'a login starts with a letter or a digit'
  if (login.length > LONGEST_LOGIN) return `a login has at most ${LONGEST_LOGIN} characters`
  if (slug !== null && !LOGIN.test(slug)) return 'a team is written `@organisation/team`'
  return null
}

function withQuorum(text: string, start: number, end: number, login: Login, slug: string | null): MentionAt {
  const brackets = match(QUORUM, text, end)
  const inside = brackets?.[1]?.trim() ?? ''
  const after = end + (brackets?.[0].length ?? 0)
  const invalid = (why: string): MentionAt => ({
    mention: { kind: 'invalid', text: text.slice(start, after), why },
    start,
    end: after,
  })
  if (slug === null) {
    if (/^(?:[-+]?\d\S*|all)$/i.test(inside))
      return invalid('only a team can have a quorum; remove the brackets')
    return { mention: { kind: 'person', login }, start, end }
  }
  const team = (quorum: number | 'all', to: number): MentionAt => ({
    mention: { kind: 'team', org: login, slug, quorum },
    start,
    end: to,
  })
  if (/^all$/i.test(inside)) return team('all', after)
  if (/^[1-9]\d{0,2}$/.test(inside)) return team(Number(inside), after)
  // "(2 of 5)" and "(half)" mean a number; "(the people on call)" is a note.
  if (brackets && (/^[-+\d]/.test(inside) || !/\s/.test(inside))) {
    return invalid('a quorum is a number from 1, such as `(2)`, or `(all)`')
  }
  return team(1, end)
}

function codePoint(character: string): string {
  const code = (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')
  return /[\p{L}\p{N}\p{P}]/u.test(character) ? `\`${character}\` (U+${code})` : `U+${code}`
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
