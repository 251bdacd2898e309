/** The replacement of a secret. */
const GONE = '[secret]'

// Shorter ones may be plain words.
const SHORTEST = 8

/**
 * Patterns of secrets: GitHub's tokens of any length (GH-131), JWTs, keys in PEM form (with escaped line ends
 * in JSON), authorization headers, and passwords in URLs.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\bgh[a-z]_[\w.-]{8,}/g, GONE],
  [/\bgithub_pat_\w{8,}/g, GONE],
  [/\beyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g, GONE],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*/g, GONE],
  [/(authorization\\?"?\s*[:=]\s*\\?"?)[^"\\,}\n]+/gi, `$1${GONE}`],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/"@]{1,1000}@/gi, `$1${GONE}@`],
]

/**
 * Returns a function that removes secrets from a text: the given ones, verbatim and as they appear in JSON,
 * and whatever looks like one. It is a safety net; never log secrets.
 */
export function createScrub(secrets: readonly string[]): (text: string) => string {
  const written = secrets
    .flatMap((secret) => [secret, ...linesOfKey(secret)])
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= SHORTEST)
  // The longest first: one secret may be a prefix of another.
  const longestFirst = [...new Set(written)].sort((a, b) => b.length - a.length)
  const known = longestFirst.length > 0 ? new RegExp(longestFirst.map(escaped).join('|'), 'g') : null
  return (text) => {
    const scrubbed = known === null ? text : text.replace(known, GONE)
    return SHAPES.reduce((rest, [shape, instead]) => rest.replace(shape, instead), scrubbed)
  }
}

/** A key may be quoted in part, so every line of it is a secret. */
function linesOfKey(secret: string): readonly string[] {
  return secret.includes('PRIVATE KEY-----')
    ? secret.split(/\r?\n/).filter((line) => !line.startsWith('-----') && line.length >= 16)
    : []
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
