import type { Remembered } from '../facts/snapshot.ts'
import type { Verdict } from '../rules/verdict.ts'
import type { Memory } from './memory.ts'

/**
 * Returns what ended something when it was posted (C6), for the memory; null when nothing was counted, so
 * that the known ends stay.
 */
export function endsToMemory(verdict: Verdict): Memory['ended'] | null {
  if (!('rows' in verdict) || !verdict.isCounted) return null
  return Object.fromEntries(
    [...verdict.ended].map(([key, { by, post, ...end }]) => [
      key,
      { ...end, remark: post, id: by.id, login: by.login },
    ]),
  )
}

/** Returns remembered ends in the form that the core takes. */
export function endsFromMemory(ended: Memory['ended']): Remembered['ended'] {
  return new Map(
    Object.entries(ended).map(([key, { id, login, remark, ...end }]) => [
      key,
      { ...end, post: remark, by: { id, login, type: 'User' } },
    ]),
  )
}
