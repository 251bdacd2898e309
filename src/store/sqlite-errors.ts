/** Thrown when the disk is full. The statement changed nothing and can be tried again. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull'
}

/** What is wrong with the disk or the file. `failed`: what the disk holds now is unknown. */
type Fault = 'full' | 'not writable' | 'damaged' | 'failed'

/** https://www.sqlite.org/rescode.html */
const FAULTS: Readonly<Record<number, Fault>> = {
  // A new part of the index of the log needs space; SQLite tells it apart from no other failure there.
  4874: 'full', // SQLITE_IOERR_SHMSIZE
  8: 'not writable', // SQLITE_READONLY
  10: 'failed', // SQLITE_IOERR
  11: 'damaged', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'not writable', // SQLITE_CANTOPEN
  26: 'damaged', // SQLITE_NOTADB
}

/** https://man7.org/linux/man-pages/man3/errno.3.html */
const FAULTS_OF_FILES: Readonly<Record<string, Fault>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'not writable',
  EACCES: 'not writable',
  EPERM: 'not writable',
}

/** Thrown by us where no result code says it. */
export class DiskFault extends Error {
  readonly fault: Fault

  constructor(fault: Fault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

/** Returns the error with a sentence that says what to do, where the disk or the file is the reason. */
export function explained(cause: unknown, directory: string): Error {
  switch (faultOf(cause)) {
    case 'full':
      return new DiskFull(
        `The disk of the data directory ${directory} is full. Free space there; a running server goes on by itself.`,
        { cause },
      )
    case 'not writable':
      return new Error(
        `The database in ${directory} can't be written to. Make DATA_DIR writable for the server's user, or mount its ` +
          'disk for writing, then restart.',
        { cause },
      )
    case 'damaged':
      return new Error(
        `The database file in ${directory} is damaged. Restore it from a copy, or move it away and restart: open pull ` +
          'requests are then read from GitHub again.',
        { cause },
      )
    case 'failed':
      return new Error(
        `The disk of the data directory ${directory} failed while the database was written. Check the disk, then restart.`,
        { cause },
      )
    case null:
      return cause instanceof Error ? cause : new Error(String(cause))
  }
}

/** Whether the database must not be used any more in this process. */
export function isEnd(cause: unknown): boolean {
  const fault = faultOf(cause)
  return fault === 'damaged' || fault === 'failed'
}

function faultOf(cause: unknown): Fault | null {
  if (!(cause instanceof Error)) return null
  if (cause instanceof DiskFault) return cause.fault
  if ('errcode' in cause && typeof cause.errcode === 'number') {
    // The primary code is in the low byte of an extended one.
    return FAULTS[cause.errcode] ?? FAULTS[cause.errcode & 0xff] ?? null
  }
  if ('code' in cause && typeof cause.code === 'string') return FAULTS_OF_FILES[cause.code] ?? null
  return null
}
