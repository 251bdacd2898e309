import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

/** Runs some lines in a process of its own, which may be deaf for so long, and returns how it ended. */
async function watched(
  lines: string,
  deafSeconds = 2,
): Promise<{ code: number | null; signal: string | null; said: string }> {
  const module = new URL('../../src/ops/watchdog.ts', import.meta.url).href
  const text = `import { startWatchdog } from ${JSON.stringify(module)}
    const watch = (answers) => startWatchdog({ answers, deafSeconds: ${deafSeconds}, lastWords: 'deaf' })
    ${lines}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (data) => (said += data))
  child.stderr.on('data', (data) => (said += data))
  const [code, signal] = await once(child, 'close')
  return { code, signal, said }
}

test('kills a process whose main thread is blocked, with a message', async () => {
  expect(
    await watched("watch(async () => {}); console.log('holding'); setTimeout(() => { for (;;); }, 0)"),
  ).toEqual({
    code: null,
    signal: 'SIGKILL',
    said: 'holding\ndeaf\n',
  })
})

test('kills a process whose database never answers, although its thread is free', async () => {
  const { signal, said } = await watched('watch(() => new Promise(() => {})); setInterval(() => {}, 100)')
  expect([signal, said]).toEqual(['SIGKILL', 'deaf\n'])
})

test('does not kill a process whose database answers, also with errors', async () => {
  // Long enough that a busy machine, on which it gets no turn for seconds, is not taken for deafness.
  const { code, said } = await watched(
    `let asked = 0
    const dog = watch(async () => {
      asked += 1
      if (asked === 4) dog.stop().then(() => { console.log('alive'); process.exit(0) })
      throw new Error('the disk is full')
    })
    setInterval(() => {}, 100)`,
    10,
  )
  expect([code, said]).toEqual([0, 'alive\n'])
})
