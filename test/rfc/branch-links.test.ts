import { describe, expect, it } from 'vitest'
import { leadsToBranch } from '../../src/rfc/branch-links.ts'
import { checkOf } from '../../src/report/check.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, story } from '../rules/story.ts'

describe('F2: a link to a branch is a notice, because its target can change after people committed', () => {
  const REPOSITORY = 'https://github.com/acme/rfcs'
  const COMMIT = 'a'.repeat(40)

  it.each([
    ['https://github.com/acme/rfcs/blob/main/plan.md', true],
    ['https://github.com/Acme/RFCs/raw/refs/heads/main/a.png', true],
    ['https://raw.githubusercontent.com/acme/rfcs/main/a.png', true],
    ['//raw.githubusercontent.com/acme/rfcs/main/a.png', true],
    ['https://media.githubusercontent.com/media/acme/rfcs/main/a.png', true],
    ['https://github.com/acme/%72fcs/blob/main/plan.md', true],
    [`https://github.com/acme/rfcs/blob/${COMMIT}/plan.md`, false],
    [`https://raw.githubusercontent.com/acme/rfcs/${COMMIT}/a.png`, false],
    ['https://github.com/acme/other/blob/main/plan.md', false],
    ['https://example.org/acme/rfcs/blob/main/plan.md', false],
    ['https://github.com/acme/rfcs/pull/1', false],
    ['http://[/blob/', false],
  ])('takes %s for one: %s', (address, expected) => {
    expect(leadsToBranch(address, REPOSITORY)).toBe(expected)
  })

  it('on another host, too', () => {
    const own = 'https://git.acme.example/acme/rfcs'
    expect(leadsToBranch('https://git.acme.example/raw/acme/rfcs/main/a.png', own)).toBe(true)
    expect(leadsToBranch('https://raw.git.acme.example/acme/rfcs/main/a.png', own)).toBe(true)
    expect(leadsToBranch('https://raw.githubusercontent.com/acme/rfcs/main/a.png', own)).toBe(false)
  })

  it('is an annotation at its line, and does not block', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada'], 'See ![it](https://github.test/acme/rfcs/raw/main/a.png).') })
    told.say('ada', '/commit')
    const verdict = told.judge()
    expect(verdict.state).toBe('committed')
    expect(checkOf(verdict, 1, 'https://github.test/acme/rfcs').annotations).toEqual([
      {
        path: FILE,
        line: 9,
        level: 'notice',
        message:
          'https://github.test/acme/rfcs/raw/main/a.png links to a branch, so its target can change after people committed. Link to the file by its path in the repository, or at a commit.',
      },
    ])
  })
})
