/**
 * Returns user text for a message: one line in code marks that it cannot leave, so that nothing in it is read as
 * Markdown, a link or a mention.
 */
export function quoted(text: string, most = 80): string {
  const line = [...text.replace(/[\s`]+/gu, ' ').trim()]
  return `\`${line.length > most ? `${line.slice(0, most - 1).join('')}…` : line.join('')}\``
}
