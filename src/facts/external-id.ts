import { hash } from 'node:crypto'
import type { PullRequestNumber } from './ids.ts'

/**
 * What the App writes into `external_id` of its own check runs, and reads back: GitHub keeps the record (F1, D5).
 * Only this App can write there, so it is evidence where a database row would be none.
 */
export interface ExternalId {
  /** The pull request the run was written for, or `MERGE_GROUP`; a head that two pull requests share has a run for each. */
  readonly number: PullRequestNumber
  /** The pull request was an RFC outside draft: from then on it always is one (D5). */
  readonly wasRfc: boolean
  /** What GitHub would forget and this App may not; see `kept-notes.ts`. */
  readonly kept: readonly string[]
  /** Digest of the annotations, or `-` without any: GitHub appends annotations at every update (GH-142). */
  readonly annotations: string
  /** Digest of the published text: an unchanged verdict writes nothing (V4). */
  readonly shown: string
}

/** Used in place of a pull request's number on the run of a merge group (V8). */
export const MERGE_GROUP: PullRequestNumber = 0

/** Returns an external id as text; `readExternalId` is its inverse. */
export function writeExternalId(id: ExternalId): string {
  const kept = id.kept.length > 0 ? ` kept=${id.kept.join(',')}` : ''
  return `rfc-alignment pr=${id.number} rfc=${id.wasRfc ? 1 : 0}${kept} notes=${id.annotations} shown=${id.shown}`
}

/** Reads an external id; null for anything this App did not write. */
export function readExternalId(text: string): ExternalId | null {
  const match = /^rfc-alignment pr=(\d+) rfc=([01])(?: kept=(\S+))? notes=(\S+) shown=(\S+)$/.exec(text)
  if (!match) return null
  return {
    number: Number(match[1]),
    wasRfc: match[2] === '1',
    kept: match[3]?.split(',') ?? [],
    annotations: match[4] as string,
    shown: match[5] as string,
  }
}

/** Returns a short digest of a value; equal JSON has equal digests. */
export function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value)).slice(0, 16)
}
