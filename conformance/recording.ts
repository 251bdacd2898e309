import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Exchange } from './client.ts'
import type { Verdict } from './step.ts'
import type { Made } from './suite.ts'

/** What is kept of one step: enough to try it again on another GitHub and compare. */
export interface Recording {
  readonly belief: string
  readonly believed: string
  readonly verdict: Verdict
  readonly seen: string
  readonly exchanges: readonly Exchange[]
}

/** A step as it is kept, with every secret taken out, whatever it stood in. */
export function recordingOf({ step, verdict, seen, exchanges }: Made, secrets: readonly string[]): Recording {
  const { belief, believed } = step
  const text = JSON.stringify({ belief, believed, verdict, seen, exchanges })
  return JSON.parse(withoutSecrets(text, secrets)) as Recording
}

/** Tokens by their shapes as well as by their values: GitHub may have made one on the way. */
const TOKENS = /\b(gh[opsur]_[A-Za-z0-9_.-]{10,}|github_pat_[A-Za-z0-9_]{10,}|eyJ[\w-]+\.[\w-]+\.[\w-]+)/g

export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length > 3)
  return known.reduce((rest, secret) => rest.replaceAll(secret, '***'), text).replaceAll(TOKENS, '***')
}

/** Writes recordings to `folder/01.json` and so on. */
export function recorder(folder: string, secrets: () => readonly string[]) {
  let count = 0
  return async (made: Made): Promise<void> => {
    count += 1
    await mkdir(folder, { recursive: true })
    const file = join(folder, `${String(count).padStart(2, '0')}.json`)
    await writeFile(file, `${JSON.stringify(recordingOf(made, secrets()), null, 2)}\n`)
  }
}
