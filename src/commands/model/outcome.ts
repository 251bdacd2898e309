import type { Person } from '../../facts/snapshot.ts'
import type { Eligibility } from './permissions.ts'
import { nameOf, type Spoken } from './spoken.ts'

/** The outcome of a statement. `eligibility` says how it was known that its writer may post it (C0). */
export type Outcome = (Accepted & { readonly eligibility: Eligible }) | Rejected

/** An accepted command. */
export interface Accepted {
  readonly kind: 'accepted'
  /** What the writer is asked to add although the command counts. */
  readonly advice?: string
}

/** How it is known that somebody is eligible. */
export type Eligible = Exclude<Eligibility, 'no'>

/** A rejected command: what happened and what to do. `because` marks one that may be accepted once every stakeholder list is read (V6). */
export type Rejected = { readonly kind: 'rejected'; readonly why: string; readonly because?: 'not named' }

export const ACCEPTED: Accepted = { kind: 'accepted' }

/** For a command that an earlier evaluation rejected: it stays rejected (C0). */
export const STAYS_REJECTED: Rejected = {
  kind: 'rejected',
  why: 'This command was rejected when it was posted. Post it again in a new comment.',
}

/** Returns a rejection. `why` says what happened and what to do, in at most two sentences. */
export function rejected(why: string): Rejected {
  return { kind: 'rejected', why }
}

/** Returns a rejection that is published only once every stakeholder list is read (V6). */
export function rejectedUnnamed(why: string): Rejected {
  return { kind: 'rejected', why, because: 'not named' }
}

/** Returns whether a value is a rejection, for functions that return something else otherwise. */
export function isRejected(value: unknown): value is Rejected {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'rejected'
}

/** Returns the rejection of consent that was posted before any head was announced, so that it refers to no text (F1). */
export function unannounced(said: Spoken): Rejected {
  return rejected(
    `\`${nameOf(said)}\` was posted before this App's first check of the text, so it isn't clear which text it is about. Post ${again(said)}.`,
  )
}

/** Returns the reason for rejecting what was posted before its writer became a stakeholder. */
export function namedSince(by: Person, said: Spoken): string {
  return `\`${nameOf(said)}\` was posted before @${by.login} was named, so it doesn't count. Post ${again(said)}.`
}

/** Returns the reason for rejecting what somebody posted who is not a stakeholder. */
export function notNamed(by: Person, said: Spoken): string {
  return `@${by.login} isn't a stakeholder of this RFC. To add them, the author or a stakeholder comments \`/add @${by.login}\`; then post ${again(said)}.`
}

function again(said: Spoken): string {
  return said.kind === 'approve' ? '`/commit` in a comment' : `\`${nameOf(said)}\` again in a new comment`
}
