import type { Asked } from '../domain/snapshot.ts'
import { type AccountNode, personOf } from './person.ts'
import type { EventNode } from './pull-request-answer.ts'

/** Who was asked for a review, once each, and whether the App of that slug asked them (V5). */
export function askedForReview(events: readonly EventNode[], slug: string | null): readonly Asked[] {
  const asked = new Map<number, Asked>()
  for (const { actor, requestedReviewer } of events) {
    const person = personOf(requestedReviewer as AccountNode | null | undefined)
    if (!person) continue
    const byApp = actor?.__typename === 'Bot' && actor.login.replace(/\[bot\]$/, '') === slug
    asked.set(person.id, { person, byApp: byApp || (asked.get(person.id)?.byApp ?? false) })
  }
  return [...asked.values()]
}
