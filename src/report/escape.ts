/**
 * The one place where text from people is made harmless. GitHub looks for mentions, issue references and addresses in
 * the *rendered* text, so entities and backslashes do not stop it: a word joiner (U+2060) between the characters does.
 */
const JOINER = '\u2060'

/** A person's own words on one line: shown as they are, unable to mention, refer, link, embed or format. */
export function words(text: string, most = 300): string {
  const line = cut(visible(text).replace(/\s+/gu, ' ').trim(), most)
  return defused(line.replace(/[\\`*_[\]<>|~&$!]/g, '\\$&'))
}

/** Our own Markdown with names in it: it keeps its formatting and reaches nobody. */
export function quietly(markdown: string): string {
  return defused(
    visible(markdown).replaceAll('<', '‹').replaceAll('![', `!${JOINER}[`).replaceAll('](', `]${JOINER}(`),
  )
}

/** Text as inline code: nothing in it is read as Markdown. */
export function code(text: string, most = 200): string {
  return `\`${cut(visible(text).replace(/\s+/gu, ' '), most).replaceAll('`', 'ˋ').replaceAll('|', '¦')}\``
}

/** A login that is told: GitHub notifies them. */
export function calling(login: string): string {
  return `@${login}`
}

/** A login that is only spoken of. */
export function naming(login: string): string {
  return `@${JOINER}${login}`
}

/** Cuts on whole characters, with an ellipsis. */
export function cut(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}

function defused(text: string): string {
  return text
    .replace(/([@#])(?=[\p{L}\p{N}_])/gu, `$1${JOINER}`)
    .replace(/(gh)-(?=\d)/gi, `$1${JOINER}-`)
    .replaceAll('://', `:${JOINER}//`)
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}${JOINER}.`)
}

/** Takes away what cannot be seen but changes how text reads: controls, direction marks, lone surrogates. */
function visible(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069\u200E\u200F\uFEFF]/gu, '')
}
