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
  /** Null on a run of a version before the ledger, and on that of a merge group. */
  readonly trace: Trace | null
}

/** How a run tells of the ledger when it was written (L3). */
export interface Trace {
  /** How many entries there ever were; 0 where there was no ledger. */
  readonly length: number
  /** Digest of the copy in the run's text; null where that has none. */
  readonly digest: string | null
}

/** The trace of a pull request that has no ledger: it is no RFC. */
export const NO_TRACE: Trace = { length: 0, digest: null }

/** Used in place of a pull request's number on the run of a merge group (V8). */
export const MERGE_GROUP: PullRequestNumber = 0

/**
 * Returns an external id as text; `readExternalId` is its inverse. The trace ends the last field, where a version
 * without a ledger takes it for a part of the digest: it reads the rest and writes the run anew.
 */
export function writeExternalId(id: ExternalId): string {
  const kept = id.kept.length > 0 ? ` kept=${id.kept.join(',')}` : ''
  const trace = id.trace ? `.${traceText(id.trace)}` : ''
  return `rfc-alignment pr=${id.number} rfc=${id.wasRfc ? 1 : 0}${kept} notes=${id.annotations} shown=${id.shown}${trace}`
}

function traceText({ length, digest: copy }: Trace): string {
  return `${length.toString(36)}${copy === null ? '' : `:${copy}`}`
}

/** A trace in a form that only a newer version writes still tells that there was a ledger. */
function traceIn(text: string): Trace {
  const [, length, copy = null] = /^([0-9a-z]{1,8})(?::([\w-]{8}))?$/.exec(text) ?? []
  return length === undefined
    ? { length: 1, digest: null }
    : { length: Number.parseInt(length, 36), digest: copy }
}

/** Returns whether two runs say the same, whatever they tell of the ledger: its length alone is no news (V4). */
export function saysTheSame(one: string, other: string): boolean {
  return withoutTrace(one) === withoutTrace(other)
}

function withoutTrace(externalId: string): string {
  const id = readExternalId(externalId)
  return id ? writeExternalId({ ...id, trace: id.trace && NO_TRACE }) : externalId
}

/** Reads an external id; null for anything this App did not write. */
export function readExternalId(text: string): ExternalId | null {
  const match =
    /^rfc-alignment pr=(\d+) rfc=([01])(?: kept=(\S+))? notes=(\S+) shown=([^\s.]+)(?:\.(\S+))?$/.exec(text)
  if (!match) return null
  return {
    number: Number(match[1]),
    wasRfc: match[2] === '1',
    kept: match[3]?.split(',') ?? [],
    // Earlier versions wrote more of the same digest.
    annotations: (match[4] as string).slice(0, ANNOTATIONS_LENGTH),
    shown: match[5] as string,
    trace: match[6] === undefined ? null : traceIn(match[6]),
  }
}

const ANNOTATIONS_LENGTH = 12

/** Returns the digest of annotations for an external id. */
export function annotationsDigest(annotations: readonly unknown[]): string {
  return annotations.length === 0 ? '-' : digest(annotations).slice(0, ANNOTATIONS_LENGTH)
}

/** Returns a digest of eight characters, for an external id: with all its notes that has to stay within 255. */
export function shortDigest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 8)
}

/** Returns a short digest of a value; equal JSON has equal digests. */
export function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value)).slice(0, 16)
}
