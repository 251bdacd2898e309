/** Thrown when the disk is full. The statement changed nothing and can be tried again. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull'
}

// https://www.sqlite.org/rescode.html
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26

/** Returns the error with a sentence that says what to do, where the disk or the file is the reason. */
export function explained(cause: unknown, directory: string): Error {
  switch (codeOf(cause)) {
    case FULL:
      return new DiskFull(
        `The disk of the data directory ${directory} is full. Free space there; work goes on by itself.`,
        { cause },
      )
    case READONLY:
    case CANTOPEN:
      return new Error(
        `The database in ${directory} can't be written to. Make DATA_DIR writable for the server's user, or mount its ` +
          'disk for writing, then restart.',
        { cause },
      )
    case CORRUPT:
    case NOTADB:
      return new Error(
        `The database file in ${directory} is damaged. Restore it from a copy, or move it away and restart: open pull ` +
          'requests are then read from GitHub again.',
        { cause },
      )
    case IOERR:
      return stopped(directory, cause)
    default:
      if (isMarkedEnd(cause)) return stopped(directory, cause)
      return cause instanceof Error ? cause : new Error(String(cause))
  }
}

/** Whether the database must not be used any more in this process. */
export function isEnd(cause: unknown): boolean {
  const code = codeOf(cause)
  return code === IOERR || code === CORRUPT || code === NOTADB || isMarkedEnd(cause)
}

function stopped(directory: string, cause: unknown): Error {
  return new Error(
    `The disk of the data directory ${directory} failed while the database was written. Check the disk, then restart.`,
    { cause },
  )
}

function isMarkedEnd(cause: unknown): boolean {
  return cause instanceof Error && 'isEnd' in cause
}

/** The primary result code; the extended one has more bits. */
function codeOf(cause: unknown): number | null {
  if (!(cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number')) return null
  return cause.errcode & 0xff
}
