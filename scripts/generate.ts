import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Generated, generated } from './generated.ts'
import { reportProblems } from './report-problems.ts'

const stale: { readonly file: string; readonly wanted: string }[] = []
for (const one of generated) {
  const wanted = await one.make()
  if (wanted !== (await contentOf(one))) stale.push({ file: one.file, wanted })
}

if (process.argv.includes('--check')) {
  reportProblems(
    stale.map(({ file }) => `${file} is out of date. Run "npm run generate" and commit it.`),
    'Generated files are up to date.',
  )
} else {
  for (const { file, wanted } of stale) {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, wanted)
    console.log(`wrote ${file}`)
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
