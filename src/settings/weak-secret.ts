/** As many bytes as the signature itself has (SHA-256). */
export const SHORTEST_SECRET_BYTES = 32

// A secret of that length from any generator has more: sixteen hexadecimal digits give ten or more different
// ones in all but one of a million.
const FEWEST_CHARACTERS = 8

/**
 * Passages that stand in documentation and templates: Probot's default, GitHub's example of a signature, and what
 * people leave for "put your own here". Compared without case and without anything but letters and digits.
 */
const WELL_KNOWN = [
  'development',
  'itsasecrettoeverybody',
  'changeme',
  'replaceme',
  'placeholder',
  'yoursecret',
  'yourwebhooksecret',
  'mywebhooksecret',
  'webhooksecret',
  'supersecret',
  'examplesecret',
  'secretexample',
  'opensslrandhex',
  'correcthorsebatterystaple',
  '0123456789',
  'qwertyuiop',
]

// What must be left of a secret without those passages: 16 characters of an alphabet of 16 are 64 bits.
const FEWEST_OF_ONES_OWN = 16

/**
 * Says what is wrong with a webhook secret, as the rest of a sentence; null when it may be used. Whoever knows or
 * guesses it can make any event up (TH-15). The secret itself is never part of what is said.
 */
export function weaknessOf(secret: string): string | null {
  const bytes = Buffer.byteLength(secret)
  if (bytes < SHORTEST_SECRET_BYTES) return `has ${bytes} bytes; expected ${SHORTEST_SECRET_BYTES} or more`
  const different = new Set(secret).size
  if (different < FEWEST_CHARACTERS) {
    return `is made of ${different} different characters; expected one that nobody can guess`
  }
  if (isRepeated(secret)) return 'says the same again and again; expected one that nobody can guess'
  if (isRow(secret)) return 'is a row of neighbouring characters; expected one that nobody can guess'
  if (isWellKnown(secret)) {
    return 'is, or holds, one that stands in documentation; expected one of your own'
  }
  return null
}

function isWellKnown(secret: string): boolean {
  const plain = secret.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const own = WELL_KNOWN.reduce((rest, known) => rest.replaceAll(known, ''), plain)
  return own.length < plain.length && own.length < FEWEST_OF_ONES_OWN
}

/** Whether it is one piece, however long, over and over, the last of them perhaps cut. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length++) {
    if (text.startsWith(text.slice(length))) return true
  }
  return false
}

/** Whether nearly every character is followed by its neighbour: `abcdef…`, `9876…`. */
function isRow(text: string): boolean {
  let neighbours = 0
  for (let at = 1; at < text.length; at++) {
    if (Math.abs(text.charCodeAt(at) - text.charCodeAt(at - 1)) === 1) neighbours += 1
  }
  return neighbours > text.length * 0.8
}
