import type { Person } from '../../facts/snapshot.ts'
import type { Eligibility } from './permissions.ts'
import { nameOf, type Spoken } from './spoken.ts'

/** What a statement came to. `eligibility` tells whether it was accepted by what GitHub shows only now (C0). */
export type Outcome = (Accepted & { readonly eligibility: Eligible }) | Rejected

/** What a command came to whose writer may say it. */
export interface Accepted {
  readonly kind: 'accepted'
  /** It counts, and this is asked for. */
  readonly advice?: string
}

/** How it is known that somebody may say what they said. */
export type Eligible = Exclude<Eligibility, 'no'>

/** Why not, and what would work. `because`: it may be accepted once all who were named can be read. */
export type Rejected = { readonly kind: 'rejected'; readonly why: string; readonly because?: 'not named' }

export const ACCEPTED: Accepted = { kind: 'accepted' }

/** What was rejected when it was first seen stays rejected (C0). */
export const STAYS_REJECTED: Rejected = {
  kind: 'rejected',
  why: 'This was refused when it was said, and stays so. Say it again in a new comment of its own.',
}

export function rejected(why: string): Rejected {
  return { kind: 'rejected', why }
}

/** Rejected as what somebody says who is not named: nobody says so for good while it is not known who is. */
export function rejectedUnnamed(why: string): Rejected {
  return { kind: 'rejected', why, because: 'not named' }
}

export function isRejected(value: unknown): value is Rejected {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'rejected'
}

/** Something that consents and pins no text, because none was announced when it was posted (F1). */
export function unannounced(said: Spoken): Rejected {
  const again = said.kind === 'approve' ? '/commit' : nameOf(said)
  return rejected(
    `\`${nameOf(said)}\` was posted before this App announced the text, so nothing tells which text it is about. Post \`${again}\` again in a new comment.`,
  )
}

/** Something that was posted before its writer was named, who is by now: to post it again is all that is missing. */
export function namedSince(by: Person, said: Spoken): string {
  return `\`${nameOf(said)}\` was posted before @${by.login} was named, so it doesn't count. Post it again in a new comment.`
}

/** Why nothing comes of what somebody says who was not named. */
export function notNamed(by: Person, what: string): string {
  return `@${by.login} was not named in this RFC when this was said, so there is nothing to ${what}. The author or any stakeholder can say \`/add @${by.login}\`; then say it again in a new comment.`
}
