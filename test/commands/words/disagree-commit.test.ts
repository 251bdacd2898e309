import { describe, expect, it } from 'vitest'
import { factsOf } from '../../../src/report/check-details.ts'
import { named, type Story } from '../../rules/story.ts'

const details = (told: Story) =>
  factsOf(told.rfc(), 'https://github.test/acme/rfcs').join('\n\n').replaceAll('\u2060', '')

describe('the dissent of /disagree-commit', () => {
  it('is in the final record verbatim, however long it is', () => {
    const told = named(['ada'])
    const why = `the rollback takes a day,\nand ${'nobody has tried it '.repeat(20)}yet`
    told.say('ada', `/disagree-commit ${why}`)
    expect(told.rfc().state).toBe('committed')
    for (const line of why.split('\n')) expect(details(told)).toContain(`> ${line}`)
  })
})
