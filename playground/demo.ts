import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { CheckRun } from '@rfc-alignment/emulator/world/state.ts'
import { CHECK, openScene, type Scene } from './scene.ts'
import { openStage } from './stage.ts'
import { openTerminal, readable } from './terminal.ts'

/** The story of one RFC, from a forgotten section to the merge: the real server against a local GitHub. */
const { values } = parseArgs({ options: { serve: { type: 'boolean', default: false } } })
const { print, colour } = openTerminal(process.stdout)

const FILE = 'rfcs/0001-billing-from-events.md'
const whole = readFileSync(new URL('../fixtures/rfcs/0001-billing-from-events.md', import.meta.url), 'utf8')
const [withoutNames] = whole.split(/^## Alignment$/m) as [string]
const changed = whole.replace(
  /^## Proposal$/m,
  '## Proposal\n\nThe second zone is paid for from the platform budget.',
)

const stage = await openStage()
const scene = openScene(stage, 'rfcs', { 'README.md': '# RFCs of Acme\n' })
print(`Local GitHub: ${stage.github.origin} · App: ${stage.server.url}`)
print()

await plays('@author opens #1 "Bill from events, not from the nightly job"', () =>
  scene.opens('author', { [FILE]: withoutNames }, { title: 'Bill from events, not from the nightly job' }),
)
await plays('@author pushes, naming @ada, @linus and @grace', () => scene.pushes('author', { [FILE]: whole }))
await plays('@ada comments  /commit', () => scene.says('ada', '/commit'))
await plays('@linus comments  /object who pays for the second zone?', () =>
  scene.says('linus', '/object who pays for the second zone?'),
)
await triesToMerge()
await plays('@author changes the Proposal and pushes', () => scene.pushes('author', { [FILE]: changed }))
await plays(
  '@linus comments  /disagree-commit I would have waited for the audit, and I will carry this out',
  () => scene.says('linus', '/disagree-commit I would have waited for the audit, and I will carry this out'),
)
await triesToMerge()
await plays('@ada reads what changed and comments  /commit', () => scene.says('ada', '/commit'))
await plays('@grace comments  /commit', () => scene.says('grace', '/commit'))
await triesToMerge()

if (values.serve) {
  print()
  print(
    `Still running: local GitHub at ${stage.github.origin}, App at ${stage.server.url}. Press Ctrl-C to stop both.`,
  )
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}
await stage.close()

/** Plays one step, and prints who did what and what a person then reads. */
async function plays(what: string, act: () => Promise<unknown>): Promise<void> {
  await act()
  print(`${colour('dim', time())}  ${colour('bold', what)}`)
  for (const line of shown(scene)) print(`       ${line}`)
  print()
}

async function triesToMerge(): Promise<void> {
  const { merged, answer } = await scene.triesToMerge('author')
  print(`${colour('dim', time())}  ${colour('bold', `@author ${merged ? 'merges' : 'tries to merge'}`)}`)
  print(
    `       ${merged ? colour('green', '✓ merged') : colour('red', `blocked by the branch rule: ${answer}`)}`,
  )
  print()
}

function shown(scene: Scene): readonly string[] {
  const run = scene.check()
  if (!run) return ['no check yet']
  const table = readable(scene.sticky() ?? '').filter((line) => line.trim() !== '')
  const annotations = run.annotations
    .map(({ path, start_line: line, message }) => ({ place: `${path}:${line}`, message }))
    // The comment lists them as well, unless there are too many.
    .filter(({ place, message }) => !table.some((line) => line.includes(place) && line.includes(message)))
    .map(({ place, message }) => `  ${place}  ${message}`)
  return [titleLine(run), ...annotations, ...table.slice(1, -1).map((line) => colour('dim', `  ${line}`))]
}

function titleLine(run: CheckRun): string {
  const title = run.title ?? ''
  if (run.conclusion === 'success') return `${colour('green', '✓')} ${CHECK}   ${colour('green', title)}`
  if (run.conclusion === 'action_required') return `${colour('yellow', '●')} ${CHECK}   ${title}`
  return `${colour('red', '✗')} ${CHECK}   ${title}`
}

function time(): string {
  return scene.clock().slice(11, 16)
}
