/** What a secret is replaced with. */
const GONE = '[secret]'

// Shorter ones are words; to replace them would spoil lines that say nothing secret.
const SHORTEST = 8

/**
 * Shapes of secrets, whoever they belong to: GitHub's tokens of any length (GH-131), JWTs, keys in PEM form (in a line
 * of JSON their line ends are written out), what an authorization header holds, and passwords in addresses.
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
 * Makes a function that takes every secret out of a text: the ones given, as they are and as they stand in JSON, and
 * whatever looks like one. It is the last net under the log, not a leave to log secrets.
 */
export function createScrub(secrets: readonly string[]): (text: string) => string {
  const written = secrets
    .flatMap((secret) => [secret, ...linesOfKey(secret)])
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= SHORTEST)
  // The longest first: a secret may begin with another.
  const longestFirst = [...new Set(written)].sort((a, b) => b.length - a.length)
  const known = longestFirst.length > 0 ? new RegExp(longestFirst.map(escaped).join('|'), 'g') : null
  return (text) => {
    const scrubbed = known === null ? text : text.replace(known, GONE)
    return SHAPES.reduce((rest, [shape, instead]) => rest.replace(shape, instead), scrubbed)
  }
}

/** A key may be quoted in part; every line of it is part of the secret. */
function linesOfKey(secret: string): readonly string[] {
  return secret.includes('PRIVATE KEY-----')
    ? secret.split(/\r?\n/).filter((line) => !line.startsWith('-----') && line.length >= 16)
    : []
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
