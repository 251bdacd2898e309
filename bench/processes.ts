import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second, whatever its clock. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS_PER_SECOND = 100

interface ProcessTimes {
  readonly parent: number
  readonly name: string
  /** Of the process, and of its children that ended. */
  readonly ticks: number
}

/** The CPU seconds that processes and all their children have taken so far. */
export function cpuSecondsOf(pids: readonly number[]): number {
  const all = processes()
  let ticks = 0
  for (const pid of withChildren(pids, all)) ticks += all.get(pid)?.ticks ?? 0
  return ticks / TICKS_PER_SECOND
}

/** The memory that a process holds, and that of its children, in MB. */
export function memoryOf(pid: number): { readonly own: number; readonly children: number } {
  const children = [...withChildren([pid], processes())].filter((child) => child !== pid)
  return { own: residentOf(pid), children: children.reduce((sum, child) => sum + residentOf(child), 0) }
}

/** The processes of a name among the children of this one. */
export function processesNamed(name: string): readonly number[] {
  const all = processes()
  return [...all]
    .filter(([, process_]) => process_.parent === process.pid && process_.name === name)
    .map(([pid]) => pid)
}

function withChildren(pids: readonly number[], all: ReadonlyMap<number, ProcessTimes>): ReadonlySet<number> {
  const counted = new Set(pids)
  // Children may stand before their parents.
  for (let size = -1; size !== counted.size; ) {
    size = counted.size
    for (const [pid, { parent }] of all) if (counted.has(parent)) counted.add(pid)
  }
  return counted
}

/** In MB; 0 when the process has ended meanwhile. */
function residentOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0
  return Number(kilobytes) / 1024
}

function processes(): ReadonlyMap<number, ProcessTimes> {
  const all = new Map<number, ProcessTimes>()
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry)
    const times = Number.isInteger(pid) ? timesOf(pid) : null
    if (times) all.set(pid, times)
  }
  return all
}

/** Null when the process has ended meanwhile. */
function timesOf(pid: number): ProcessTimes | null {
  const line = read(`/proc/${pid}/stat`)
  if (line === '') return null
  // The name is in parentheses and may hold spaces and parentheses.
  const name = line.slice(line.indexOf('(') + 1, line.lastIndexOf(')'))
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const [, parent, , , , , , , , , , user, system, childrenUser, childrenSystem] = fields.map(Number)
  const ticks = (user ?? 0) + (system ?? 0) + (childrenUser ?? 0) + (childrenSystem ?? 0)
  return { parent: parent ?? 0, name, ticks }
}

/** Empty when the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
