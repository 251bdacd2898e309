import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether this process may mount disks. */
export const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0

const PAGE = 4096

/** A disk of its own that is soon full. */
export interface SmallDisk {
  readonly directory: string
  /** Leaves so many bytes, at most. */
  readonly fill: (leftBytes?: number) => void
  readonly empty: () => void
  readonly remove: () => void
}

export function mountSmallDisk(bytes: number): SmallDisk {
  const directory = mkdtempSync(join(tmpdir(), 'rfc-alignment-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', directory])
  const filler = join(directory, 'filler')
  return {
    directory,
    fill: (leftBytes = 0) => {
      const file = openSync(filler, 'w')
      let size = 0
      const block = Buffer.alloc(PAGE)
      try {
        for (;;) size += writeSync(file, block)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      } finally {
        closeSync(file)
      }
      truncateSync(filler, Math.max(0, size - leftBytes))
    },
    empty: () => rmSync(filler, { force: true }),
    remove: () => {
      execFileSync('umount', ['--lazy', directory])
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Makes a path read-only until the returned function is called. Root writes despite modes, so for it by a mount. */
export function mountReadOnly(path: string): () => void {
  execFileSync('mount', ['--bind', path, path])
  execFileSync('mount', ['-o', 'remount,bind,ro', path])
  return () => void execFileSync('umount', [path])
}

export function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'rfc-alignment-disk-'))
}
