import type { Time } from '../facts/ids.ts'
import type { RfcRecord } from './record.ts'

/** Something that changed on an RFC, for its timeline. */
export interface Turn {
  /** GitHub's time: of the command if there is one, else of the evaluation that saw it. */
  readonly at: Time
  readonly kind: 'state' | 'position' | 'objection' | 'head' | 'alignment'
  /** The login whose position or objection it is; empty otherwise. */
  readonly who: string
  /** The new state or position, the number of the objection and its state, the commit, whether all share the problem. */
  readonly what: string
}

/** What is new in a record; of the first one everything is. */
export function turnsBetween(before: RfcRecord | null, after: RfcRecord): readonly Turn[] {
  const at = after.judgedAt
  const heads = new Set(before?.heads.map((head) => head.commit + head.at))
  const positions = new Map(before?.people.map(({ id, position }) => [id, position]))
  const objections = new Map(before?.objections.map(({ number, state }) => [number, state]))
  return [
    ...after.heads
      .filter((head) => !heads.has(head.commit + head.at))
      .map((head): Turn => ({ at: head.at, kind: 'head', who: '', what: head.commit })),
    ...after.people
      .filter(({ id, position }) => position !== (positions.get(id) ?? 'silent'))
      .map(({ login, position, at: since }): Turn => {
        const isTheirs = position === 'committed' || position === 'dissenting'
        return { at: isTheirs ? (since ?? at) : at, kind: 'position', who: login, what: position }
      }),
    ...after.objections
      .filter(({ number, state }) => objections.get(number) !== state)
      .map(({ number, by, state, at: since }): Turn => {
        const isNew = !objections.has(number) && state === 'open'
        return { at: isNew ? since : at, kind: 'objection', who: by.login, what: `#${number} ${state}` }
      }),
    ...(isShared(before) === isShared(after)
      ? []
      : [{ at, kind: 'alignment', who: '', what: isShared(after) ? 'shared' : 'open' } satisfies Turn]),
    ...(before?.state === after.state
      ? []
      : [{ at: after.merge?.at ?? at, kind: 'state', who: '', what: after.state } satisfies Turn]),
  ]
}

function isShared(record: RfcRecord | null): boolean {
  return record !== null && record.sharing.of > 0 && record.sharing.share === record.sharing.of
}
