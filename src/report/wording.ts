import type { Timestamp } from '../facts/ids.ts'
import type { TeamStatus } from '../rules/positions.ts'

/** Joins items as a sentence does: "a", "a and b", "a, b and c", "a, b, c and 4 more". */
export function listed(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const shown = items.length > most + 1 ? items.slice(0, most) : items
  const rest = items.length - shown.length
  const all = rest > 0 ? [...shown, `${rest} more`] : shown
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Returns the UTC day of a timestamp: "2 Mar 2026". */
export function day(time: Timestamp): string {
  const date = new Date(time)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** Returns the UTC day of a timestamp, with its year only where that is not the one given: "2 Mar". */
export function dayIn(year: number, time: Timestamp): string {
  return day(time).replace(new RegExp(` ${year}$`), '')
}

/** Returns the UTC hour and minute of a timestamp: "10:31". */
export function clock(time: Timestamp): string {
  return new Date(time).toISOString().slice(11, 16)
}

/** Returns the seven characters by which GitHub shows a commit. */
export function short(oid: string): string {
  return oid.slice(0, 7)
}

/** Returns lines up to a budget in bytes, then one that says how many were left out (V3). */
export function within(
  lines: readonly string[],
  budgetBytes: number,
  rest: (left: number) => string,
): readonly string[] {
  const kept: string[] = []
  let used = 0
  for (const line of lines) {
    used += Buffer.byteLength(line) + 1
    if (used > budgetBytes) return [...kept, rest(lines.length - kept.length)]
    kept.push(line)
  }
  return kept
}

/** Returns how many members of a team committed, of those it needs: "1 of 2". */
export function teamCount({ committed, needed }: TeamStatus): string {
  return `${Math.min(committed.length, needed)} of ${needed}`
}

/** Returns a team with its progress: "@acme/sre (1 of 2)". */
export function teamProgress(row: TeamStatus): string {
  return `@${row.team.name} (${teamCount(row)})`
}
