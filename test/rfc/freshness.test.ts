import { describe, expect, it } from 'vitest'
import { factsOf } from '../../src/report/check-details.ts'
import { stickyOf } from '../../src/report/comment.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, story, named } from '../rules/story.ts'
import { account } from '../rules/account.ts'
import { doc, people, staleAfter } from './stale-after.ts'

describe('F2: in a section that names people, only text outside of entries is material', () => {
  const before = doc(people('- @ada', '- @linus'))

  it.each<[string, string]>([
    ['somebody more', doc(people('- @ada', '- @linus', '- @grace'))],
    ['another order', doc(people('- @linus', '- @ada'))],
    ['another name of the section', before.replace('## Alignment', '## 4. Stakeholders')],
    ['two names of it in one', before.replace('## Alignment', '## Approvers & Reviewers')],
    ['another level of it', before.replace('## Alignment', '### Alignment')],
    ['one more section of that kind', `${before}\n## Reviewers\n\n- @grace\n`],
    ['a comment among the entries', before.replace('- @linus', '- @linus\n\n<!-- who else? -->')],
  ])('%s makes nobody stale (F5)', (_, after) => {
    expect(staleAfter(before, after)).toEqual({})
  })

  it('a new section with the people from front matter makes nobody stale', () => {
    const front = '---\nstakeholders: [ada, linus]\n---\n'
    expect(staleAfter(front + doc(''), front + before)).toEqual({})
  })

  it.each<[string, string]>([
    [
      'a decision that its heading holds',
      before.replace('## Alignment', '## Alignment: we pay nine millions'),
    ],
    ['one in brackets', before.replace('## Alignment', '## Alignment (we pay nine millions)')],
    ['a link in its heading', before.replace('## Alignment', '## [Alignment](https://example.org)')],
    ['a heading below it', before.replace('- @linus', '- @linus\n\n### We pay nine millions')],
    ['words among the entries', before.replace('- @linus', '- @linus\n\nWe pay nine millions.')],
    ['a number beside a name (F2b)', before.replace('- @linus', '- @linus, up to 9 hours a week')],
    ['a link beside a name (F2b)', before.replace('- @linus', '- @linus, see [this](https://example.org)')],
    ['code beside a name (F2b)', before.replace('- @linus', '- @linus runs `rm`')],
    [
      'more than 60 characters beside a name (F2b)',
      before.replace('- @linus', `- @linus ${'who knows '.repeat(7)}`),
    ],
    ['a picture beside a name (F2b)', before.replace('- @linus', '- @linus ![](a.png)')],
  ])('%s makes everybody stale', (_, after) => {
    expect(Object.keys(staleAfter(before, after))).toEqual(['ada', 'linus'])
  })
})

describe('F2: material metadata', () => {
  const trial = (day: string, more = '') =>
    `---\ntrial: true\nrevisit: ${day}\n${more}---\n${doc(people('- @ada', '- @linus'))}`

  it.each<[string, string, string, readonly string[]]>([
    ['is not an earlier end of a trial', trial('2026-09-30'), trial('2026-08-31'), []],
    ['is a later end of a trial', trial('2026-09-30'), trial('2026-10-01'), ['ada', 'linus']],
    [
      'is not the day by which to decide',
      trial('2026-09-30'),
      trial('2026-09-30', 'decide-by: 2026-04-01\ndecider: grace\n'),
      [],
    ],
    [
      'is that a trial becomes permanent',
      trial('2026-09-30'),
      trial('2026-09-30').replace('trial: true\n', ''),
      ['ada', 'linus'],
    ],
  ])('%s', (_, first, second, stale) => {
    expect(Object.keys(staleAfter(first, second))).toEqual(stale)
  })

  it('names the end of the trial as what changed', () => {
    expect(staleAfter(trial('2026-09-30'), trial('2026-10-01')).ada).toEqual(['the end of the trial'])
  })

  it('a trial end that is moved back makes commitments current again', () => {
    const told = story()
    told.push({ [FILE]: trial('2026-09-30') })
    told.say('ada', '/commit')
    told.push({ [FILE]: trial('2026-12-31') })
    told.push({ [FILE]: trial('2026-09-30') })
    expect(told.position('ada')).toBe('committed')
  })
})

describe('F4: a stale commitment shows the changed words and a link to the diff', () => {
  function told(first: string, second: string) {
    const pull = story()
    pull.push({ [FILE]: rfc(['ada'], first) })
    pull.say('ada', '/commit')
    pull.push({ [FILE]: rfc(['ada'], second) })
    return pull
  }
  const wordsOf = (first: string, second: string) => {
    const freshness = told(first, second).rfc().rows[0]?.freshness
    return freshness?.kind === 'stale' ? freshness.words : 'fresh'
  }

  it.each<[string, string, string, unknown]>([
    [
      'a word that changed',
      'Bill weekly in May.',
      'Bill nightly in May.',
      { gone: 'weekly', added: 'nightly' },
    ],
    [
      'two words that changed, and leaves out those between them',
      'Bill weekly in May.',
      'Bill nightly in June.',
      { gone: 'weekly … May.', added: 'nightly … June.' },
    ],
    ['words that were added', 'Bill.', 'Bill. And refund.', { gone: '', added: 'And refund.' }],
    ['no words when only the nesting changed', '- a\n- b', '- a\n  - b', null],
  ])('shows %s', (_, first, second, expected) => {
    expect(wordsOf(first, second)).toEqual(expected)
  })

  it('with at most 300 characters', () => {
    const long = Array.from({ length: 3000 }, (_, index) => `w${index}`).join(' ')
    for (const [first, second] of [
      [long, 'None.'],
      ['None.', long],
      [long, long.replaceAll('w', 'v')],
    ] as const) {
      const words = wordsOf(first, second)
      if (words === null || typeof words === 'string') throw new Error('no words')
      expect(words.gone.length + words.added.length).toBeLessThanOrEqual(300)
    }
  })

  it('with words on the check and without them in the comment (V3)', () => {
    const pull = told('Bill weekly.', 'Bill nightly.')
    const repositoryUrl = 'https://github.test/acme/rfcs'
    const onCheck = factsOf(pull.rfc(), repositoryUrl).join('\n')
    const inComment = stickyOf(pull.rfc(), { repositoryUrl, number: 1, boardUrl: null })
    expect(onCheck).toContain(
      'Needs to commit again: **Proposal** changed: *weekly.* → *nightly.* ([diff](https://github.test/acme/rfcs/compare/',
    )
    expect(inComment).toContain('Needs to commit again: **Proposal** changed ([diff](')
    expect(inComment).not.toContain('nightly')
  })
})

describe('F4: withdrawing a commitment does not restore an older one', () => {
  const twice = () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const newer = told.say('ada', '/commit I read it again')
    told.evaluate()
    expect(told.position('ada')).toBe('committed')
    return { told, newer }
  }

  it('when its writer deletes the newer one', () => {
    const { told, newer } = twice()
    told.remove(newer, undefined)
    expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
    told.say('ada', '/commit')
    expect(told.position('ada')).toBe('committed')
  })

  it('when its writer edits the newer one away, unless the edit leaves the command unchanged', () => {
    const { told, newer } = twice()
    told.edit(newer, 'ada', '/commit I read it twice')
    expect(told.position('ada')).toBe('committed')
    told.edit(newer, 'ada', 'never mind')
    expect(told.position('ada')).toBe('silent')
  })

  it('and deleting the older one changes nothing', () => {
    const told = named(['ada'])
    const older = told.say('ada', '/commit')
    told.say('ada', '/commit I read it again')
    told.evaluate()
    told.remove(older, undefined)
    expect(told.position('ada')).toBe('committed')
  })
})
