import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Figure } from './figure.ts'

/** What one part of the bench gave when it was last run, and where. */
export interface PartResult {
  readonly name: string
  readonly at: string
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string }
  readonly figures: readonly Figure[]
}

const FILE = new URL('results.json', import.meta.url)

export function readResults(): readonly PartResult[] {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as PartResult[]) : []
}

export function writeResults(results: readonly PartResult[]): void {
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`)
}
