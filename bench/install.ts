import { execFile } from 'node:child_process'
import { cp, lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figure } from './figure.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** What `npm ci` reads: the emulator is a workspace. */
const MANIFESTS = ['package.json', 'package-lock.json', 'emulator/package.json']
const BLOCK_BYTES = 512

/**
 * The size of what a production install brings, as `du` counts it; Node itself is no part of it. Without the package
 * registry there is no figure.
 */
export async function benchInstall(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rfc-alignment-install-'))
  try {
    for (const file of MANIFESTS) await cp(join(ROOT, file), join(folder, file))
    await promisify(execFile)('npm', ['ci', '--omit=dev', '--ignore-scripts'], { cwd: folder })
    const megabytes = (await sizeOf(join(folder, 'node_modules'))) / 1024 / 1024
    return [{ what: 'production install, without Node', value: megabytes, unit: 'MB', budget: 70 }]
  } catch (error) {
    console.error(
      `the size of an installation was not measured: ${error instanceof Error ? error.message : error}`,
    )
    return []
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The bytes that a file or a folder takes on the disk. */
async function sizeOf(path: string): Promise<number> {
  const status = await lstat(path)
  const own = status.blocks * BLOCK_BYTES
  if (!status.isDirectory()) return own
  const inside = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))))
  return inside.reduce((sum, size) => sum + size, own)
}
