/** The size of the signature (SHA-256). */
const SHORTEST_SECRET_BYTES = 32

// A random secret of that length has more: sixteen hexadecimal digits contain ten or more different ones in
// all but one of a million.
const FEWEST_CHARACTERS = 8

/**
 * Passages from documentation and templates: Probot's default, GitHub's example of a signature, and
 * placeholders. Compared by letters and digits only, ignoring case.
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

// The characters that must remain without those passages: 16 characters of an alphabet of 16 are 64 bits.
const FEWEST_OF_ONES_OWN = 16

/**
 * Returns what is wrong with a webhook secret, as the rest of a sentence; null when it is acceptable. Anyone
 * who knows or guesses it can forge events (TH-15). The secret is never part of the message.
 */
export function weaknessOf(secret: string): string | null {
  const bytes = Buffer.byteLength(secret)
  if (bytes < SHORTEST_SECRET_BYTES) return `is shorter than ${SHORTEST_SECRET_BYTES} bytes (${bytes})`
  const different = new Set(secret).size
  if (different < FEWEST_CHARACTERS) {
    return `has only ${different} different characters and can be guessed`
  }
  if (isRepeated(secret)) return 'repeats itself and can be guessed'
  if (isRow(secret)) return 'is a sequence of neighbouring characters and can be guessed'
  if (isWellKnown(secret)) {
    return 'contains a secret from public documentation and can be guessed'
  }
  return null
}

function isWellKnown(secret: string): boolean {
  const plain = secret.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const own = WELL_KNOWN.reduce((rest, known) => rest.replaceAll(known, ''), plain)
  return own.length < plain.length && own.length < FEWEST_OF_ONES_OWN
}

/** Whether the text is one piece repeated, the last repetition perhaps cut. */
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
