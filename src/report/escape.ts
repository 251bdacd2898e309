/**
 * The one place where text from people is made harmless. GitHub looks for mentions, issue references and addresses in
 * the *rendered* text, so entities and backslashes do not stop it: a word joiner (U+2060) between the characters does.
 */
const JOINER = '\u2060'

/** Returns a person's own words on one line: as written, but unable to mention, refer, link, embed or format. */
export function words(text: string, most = 300): string {
  const line = cut(visible(text).replace(/\s+/gu, ' ').trim(), most)
  return defused(line.replace(/[\\`*_[\]<>|~&$!]/g, '\\$&'))
}

/** What could begin a tag. Our own placeholders stay as they are: GitHub drops them where they are not in code. */
const TAG = /<(?!(?:reason|text)>)/g

/** Returns our own Markdown with names in it: it keeps its formatting and notifies no one. */
export function quietly(markdown: string): string {
  return defused(
    visible(markdown).replace(TAG, '‹').replaceAll('![', `!${JOINER}[`).replaceAll('](', `]${JOINER}(`),
  )
}

/** Returns text as inline code: nothing in it is read as Markdown. */
export function code(text: string, most = 200): string {
  return `\`${cut(visible(text).replace(/\s+/gu, ' '), most).replaceAll('`', 'ˋ').replaceAll('|', '¦')}\``
}

/** Returns a mention: GitHub notifies the login. */
export function calling(login: string): string {
  return `@${login}`
}

/** Returns a login that GitHub does not notify. */
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

/** Removes what is invisible but changes how text reads: control characters, direction marks, lone surrogates. */
function visible(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069\u200E\u200F\uFEFF]/gu, '')
}
