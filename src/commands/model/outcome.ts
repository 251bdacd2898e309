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
  why: 'This was refused when it was said, and stays so. Say it again in a new comment of its own.',
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
  const again = said.kind === 'approve' ? '/commit' : nameOf(said)
  return rejected(
    `\`${nameOf(said)}\` was posted before this App announced the text, so nothing tells which text it is about. Post \`${again}\` again in a new comment.`,
  )
}

/** Returns the reason for rejecting what was posted before its writer became a stakeholder. */
export function namedSince(by: Person, said: Spoken): string {
  return `\`${nameOf(said)}\` was posted before @${by.login} was named, so it doesn't count. Post it again in a new comment.`
}

/** Returns the reason for rejecting what somebody posted who is not a stakeholder. */
export function notNamed(by: Person, what: string): string {
  return `@${by.login} was not named in this RFC when this was said, so there is nothing to ${what}. The author or any stakeholder can say \`/add @${by.login}\`; then say it again in a new comment.`
}
