import { describe, expect, it } from 'vitest'
import { leadsToBranch } from '../../src/rfc/branch-links.ts'
import { factsOf } from '../../src/report/check-details.ts'
import { checkOf } from '../../src/report/check.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, story, type Story } from './story.ts'

const doc = (alignment: string, proposal = 'Bill from events.') =>
  `# Billing\n\n## Problem\n\nLate.\n\n## Proposal\n\n${proposal}\n${alignment}`
const people = (...entries: readonly string[]) => `\n## Alignment\n\n${entries.join('\n')}\n`

/** Both commit to the first text; who is stale after the second, and what changed for them. */
function staleAfter(first: string, second: string, tell: (told: Story) => void = () => {}) {
  const told = story()
  tell(told)
  told.push({ [FILE]: first })
  told.say('ada', '/commit')
  told.say('linus', '/commit')
  told.push({ [FILE]: second })
  return Object.fromEntries(
    ['ada', 'linus'].flatMap((login) => {
      const rows = [
        ...told.rfc().rows,
        ...told.rfc().teams.flatMap(({ committed, pending }) => [...committed, ...pending]),
      ]
      const freshness = rows.find(({ person }) => person.login === login)?.freshness
      return freshness?.kind === 'stale' ? [[login, freshness.sections]] : []
    }),
  )
}

describe('F2: of a section that names people only what is no entry counts', () => {
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

  it('nor does a section where none was, with those whom front matter names', () => {
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

describe('F2b: a role that changes makes the commitment of its holder stale', () => {
  const before = doc(people('- @ada, payments', '- @linus'))

  it.each<[string, string, Record<string, readonly string[]>]>([
    ['another role', doc(people('- @ada, billing', '- @linus')), { ada: ['the role of @ada'] }],
    ['a role that goes', doc(people('- @ada', '- @linus')), { ada: ['the role of @ada'] }],
    [
      'a role that comes',
      doc(people('- @ada, payments', '- @linus, network')),
      { linus: ['the role of @linus'] },
    ],
    ['another way to write the same role', doc(people('* @ada — *payments*', '* @linus')), {}],
    ['somebody who comes with a role', doc(people('- @ada, payments', '- @linus', '- @grace, tests')), {}],
    ['somebody who goes with their role', doc(people('- @linus')), {}],
    ['the words that the name is hung on', doc(people('- Ada Lovelace (@ada), payments', '- @linus')), {}],
  ])('%s', (_, after, expected) => {
    expect(staleAfter(before, after)).toEqual(expected)
  })

  it('a role that returns makes it current again (F4)', () => {
    const told = story()
    told.push({ [FILE]: before })
    told.say('ada', '/commit')
    told.push({ [FILE]: doc(people('- @ada, billing', '- @linus')) })
    expect(told.position('ada')).toBe('stale')
    told.push({ [FILE]: before })
    expect(told.position('ada')).toBe('committed')
  })

  it('who went and came back with another role is stale', () => {
    const told = story()
    told.push({ [FILE]: before })
    told.say('ada', '/commit')
    told.push({ [FILE]: doc(people('- @linus')) })
    told.push({ [FILE]: doc(people('- @ada, billing', '- @linus')) })
    expect(told.position('ada')).toBe('stale')
  })

  it('the role of a team concerns those whose word fills it, and nobody else', () => {
    const team = (role: string) => doc(people(`- @acme/sre${role}`, '- @linus'))
    const tell = (told: Story) => told.team('sre', ['ada', 'grace'])
    expect(staleAfter(team(', on call'), team(', at night'), tell)).toEqual({
      ada: ['the role of @acme/sre'],
    })
    expect(staleAfter(team(' (1)'), team(' (all)'), tell)).toEqual({})
  })
})

describe('F2: what metadata counts', () => {
  const trial = (day: string, more = '') =>
    `---\ntrial: true\nrevisit: ${day}\n${more}---\n${doc(people('- @ada', '- @linus'))}`

  it.each<[string, string, string, readonly string[]]>([
    ['a trial that ends sooner', trial('2026-09-30'), trial('2026-08-31'), []],
    ['a trial that lasts longer', trial('2026-09-30'), trial('2026-10-01'), ['ada', 'linus']],
    [
      'by when it is to be decided',
      trial('2026-09-30'),
      trial('2026-09-30', 'decide-by: 2026-04-01\ndecider: grace\n'),
      [],
    ],
    [
      'a trial that becomes for good',
      trial('2026-09-30'),
      trial('2026-09-30').replace('trial: true\n', ''),
      ['ada', 'linus'],
    ],
  ])('%s', (_, first, second, stale) => {
    expect(Object.keys(staleAfter(first, second))).toEqual(stale)
  })

  it('says that it is the end of the trial', () => {
    expect(staleAfter(trial('2026-09-30'), trial('2026-10-01')).ada).toEqual(['the end of the trial'])
  })

  it('a trial that is moved back is current again', () => {
    const told = story()
    told.push({ [FILE]: trial('2026-09-30') })
    told.say('ada', '/commit')
    told.push({ [FILE]: trial('2026-12-31') })
    told.push({ [FILE]: trial('2026-09-30') })
    expect(told.position('ada')).toBe('committed')
  })
})

describe('F4: what changed is told by its words, and where to compare', () => {
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
    ['a word', 'Bill weekly in May.', 'Bill nightly in May.', { gone: 'weekly', added: 'nightly' }],
    [
      'two words apart',
      'Bill weekly in May.',
      'Bill nightly in June.',
      { gone: 'weekly … May.', added: 'nightly … June.' },
    ],
    ['words that are new', 'Bill.', 'Bill. And refund.', { gone: '', added: 'And refund.' }],
    ['only the nesting', '- a\n- b', '- a\n  - b', null],
  ])('%s', (_, first, second, expected) => {
    expect(wordsOf(first, second)).toEqual(expected)
  })

  it('in 300 characters at most, long texts and short ones', () => {
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

  it('on the check, and in the comment without the words, which a comment would keep (V3)', () => {
    const pull = told('Bill weekly.', 'Bill nightly.')
    const page = { repositoryUrl: 'https://github.test/acme/rfcs' }
    const [onCheck, inComment] = [false, true].map((mayCall) =>
      factsOf(pull.rfc(), { ...page, mayCall }).join('\n'),
    )
    expect(onCheck).toContain(
      '**Proposal** changed since: *weekly.* → *nightly.* · [what changed](https://github.test/acme/rfcs/compare/',
    )
    expect(inComment).toContain('**Proposal** changed since · [what changed]')
    expect(inComment).not.toContain('nightly')
  })
})

describe('F2: a link to a branch is a notice, for its target can change after people committed', () => {
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
  ])('%s: %s', (address, expected) => {
    expect(leadsToBranch(address, REPOSITORY)).toBe(expected)
  })

  it('on another host, too', () => {
    const own = 'https://git.acme.example/acme/rfcs'
    expect(leadsToBranch('https://git.acme.example/raw/acme/rfcs/main/a.png', own)).toBe(true)
    expect(leadsToBranch('https://raw.git.acme.example/acme/rfcs/main/a.png', own)).toBe(true)
    expect(leadsToBranch('https://raw.githubusercontent.com/acme/rfcs/main/a.png', own)).toBe(false)
  })

  it('is an annotation at its line, and holds nothing up', () => {
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
          'https://github.test/acme/rfcs/raw/main/a.png leads to a branch, so what it shows can change after people committed. Link to it by its path in the repository, or at a commit.',
      },
    ])
  })
})
