/**
 * A time of GitHub's as ISO 8601 in UTC with whole seconds, so that times compare as strings. GitHub's clock has a
 * resolution of one second; whatever is finer is cut off. Throws on what is no time.
 */
export function wholeSecond(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}
