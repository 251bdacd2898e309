import type { CheckRun } from './state.ts'

/** Of the runs with one name in one suite only the newest: what GitHub shows as `latest` (GH-139). */
export function newestByName(runs: readonly CheckRun[]): CheckRun[] {
  const newest = new Map<string, CheckRun>()
  for (const run of runs) {
    const key = `${run.suiteId} ${run.name}`
    if ((newest.get(key)?.id ?? 0) < run.id) newest.set(key, run)
  }
  return [...newest.values()].sort((a, b) => a.id - b.id)
}
