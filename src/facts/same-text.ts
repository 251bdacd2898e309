/** Returns a text as it is compared: webhooks, the API and what was sent differ in line ends and white space around it. */
export function normalizedText(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

/** Returns whether two copies of a text are the same but for what GitHub changes; see `normalizedText`. */
export function isSameText(a: string, b: string): boolean {
  return normalizedText(a) === normalizedText(b)
}
