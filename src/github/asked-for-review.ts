import type { Asked } from '../facts/snapshot.ts'
import { wholeSecond } from '../facts/time.ts'
import type { EventFragment } from './answers.generated.ts'
import { personOf } from './person.ts'

/** Who was asked for a review, once each, and whether and when the App of that slug first asked them (V5). */
export function askedForReview(events: readonly EventFragment[], slug: string | null): readonly Asked[] {
  const asked = new Map<number, Asked>()
  for (const { actor, createdAt, requestedReviewer } of events) {
    const person = personOf(requestedReviewer)
    if (!person || createdAt === undefined) continue
    const byApp = actor?.__typename === 'Bot' && actor.login.replace(/\[bot\]$/, '') === slug
    const before = asked.get(person.id)?.byAppAt ?? null
    asked.set(person.id, { person, byAppAt: before ?? (byApp ? wholeSecond(createdAt) : null) })
  }
  return [...asked.values()]
}
