import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const PACKAGE = dirname(dirname(require.resolve('@sparticuz/chromium')))
const { version } = require(join(PACKAGE, 'package.json')) as { version: string }
const FOLDER = join(dirname(dirname(PACKAGE)), '.cache', `chromium-${version}`)
/** The browser, libraries that a minimal machine lacks, and fonts. */
const PARTS = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']

/** Unpacks the browser of the npm package, once per version. */
export async function unpackChromium(): Promise<void> {
  if (existsSync(FOLDER)) return
  const folder = `${FOLDER}-${process.pid}`
  await mkdir(folder, { recursive: true })
  // The package unpacks into the temporary folder only, where it would reuse a browser of any version.
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    await Promise.all(PARTS.map((part) => inflate(join(PACKAGE, 'bin', part))))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  // The package's own configuration expects fonts in the temporary folder.
  await writeFile(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(FOLDER, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(FOLDER, 'fonts-cache')}</cachedir></fontconfig>`,
  )
  try {
    await rename(folder, FOLDER)
  } catch (error) {
    if (!existsSync(FOLDER)) throw error
    await rm(folder, { recursive: true })
  }
}

/**
 * Starts a headless browser with its security features on; the package's own arguments would turn web
 * security off.
 */
export async function launchChromium(): Promise<Browser> {
  await unpackChromium()
  return await chromium.launch({
    executablePath: join(FOLDER, 'chromium'),
    args: ['--no-sandbox'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(FOLDER, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(FOLDER, 'fonts.conf'),
    },
  })
}
