import { pino } from 'pino'
import { expect, it } from 'vitest'
import { openWatch } from '../../src/pipeline/watch.ts'

const reference = {
  kind: 'pull-request' as const,
  ...{ installationId: 1, repositoryId: 2, owner: 'acme', repo: 'rfcs', number: 7 },
}

it('reports that a pull request cannot be read while a success cannot be taken away (V1, V6)', async () => {
  const made: string[] = []
  const retried = Promise.withResolvers<void>()
  const watch = openWatch({
    takeAwayAfterMs: 0,
    sayAfterMs: 0,
    takeAway: async () => {
      made.push('take away')
      throw new Error('502')
    },
    say: async () => void made.push('report'),
    backoffSeconds: (attempt) => {
      made.push(`retry ${attempt}`)
      retried.resolve()
      return 60
    },
    log: pino({ level: 'silent' }),
  })
  watch.notice([reference])
  await retried.promise
  await watch.stop()
  expect(made).toEqual(['take away', 'report', 'retry 1'])
})
