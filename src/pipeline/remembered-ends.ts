import type { Remembered } from '../facts/snapshot.ts'
import type { Verdict } from '../rules/verdict.ts'
import type { Memory } from './memory.ts'

/** What ended something when it was said (C6), for the memory; null where nothing was counted, so that it stays known. */
export function endsToMemory(verdict: Verdict): Memory['ended'] | null {
  if (!('rows' in verdict) || !verdict.isCounted) return null
  return Object.fromEntries(
    [...verdict.ended].map(([key, { by, post, ...end }]) => [
      key,
      { ...end, remark: post, id: by.id, login: by.login },
    ]),
  )
}

/** The same as the core takes it. */
export function endsFromMemory(ended: Memory['ended']): Remembered['ended'] {
  return new Map(
    Object.entries(ended).map(([key, { id, login, remark, ...end }]) => [
      key,
      { ...end, post: remark, by: { id, login, type: 'User' } },
    ]),
  )
}
