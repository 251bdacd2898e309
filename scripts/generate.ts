import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Generated, generated } from './generated.ts'

const checkOnly = process.argv.includes('--check')

for (const one of generated) {
  const wanted = await one.make()
  if (wanted === (await contentOf(one))) continue
  if (checkOnly) {
    console.error(`${one.file} is not what its generator makes; run "npm run generate" and commit it.`)
    process.exitCode = 1
  } else {
    await mkdir(dirname(one.file), { recursive: true })
    await writeFile(one.file, wanted)
    console.log(`wrote ${one.file}`)
  }
}

async function contentOf({ file }: Generated): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`could not read ${file} to compare it`, { cause })
  }
}
