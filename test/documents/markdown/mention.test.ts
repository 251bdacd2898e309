import { describe, expect, test } from 'vitest'
import { leadingRun, type MentionAt, mentionsIn } from '../../../src/documents/markdown/mention.ts'

/** A mention in short: `ada`, `acme/sre (2)`, `? @-a: why`. */
function told({ mention }: MentionAt): string {
  if (mention.kind === 'person') return mention.login
  if (mention.kind === 'team') return `${mention.org}/${mention.slug} (${mention.quorum})`
  return `? ${mention.text}: ${mention.why}`
}

const run = (text: string) => leadingRun(text).mentions.map(told)
const all = (text: string, from?: number) => mentionsIn(text, from).map(told)

describe('a run of mentions leads an entry (S1)', () => {
  test.each<[string, readonly string[]]>([
    ['@ada', ['ada']],
    ['@ada, @linus', ['ada', 'linus']],
    ['@ada @linus', ['ada', 'linus']],
    ['@ada and @linus & @grace / @eve', ['ada', 'linus', 'grace', 'eve']],
    ['@ada (pays), @linus', ['ada', 'linus']],
    ['@ada (pays) and @linus (owns it) told @grace', ['ada', 'linus']],
    ['[ ] @ada', ['ada']],
    ['[x] @ada', ['ada']],
    ['\u200B@ada', ['ada']],
    ['@ada — asks @linus', ['ada']],
    ['@ada android @linus', ['ada']],
    ['told @ada', []],
    ['', []],
  ])('%j leads with %j', (text, logins) => {
    expect(run(text)).toEqual(logins)
  })

  test('and ends after its last name, before a note', () => {
    expect(leadingRun('@ada (pays), @linus (owns it)').end).toBe('@ada (pays), @linus'.length)
    expect(leadingRun('nobody').end).toBe(0)
  })
})

describe('a team may have a quorum (S3)', () => {
  test.each<[string, string]>([
    ['@acme/sre', 'acme/sre (1)'],
    ['@acme/sre (2)', 'acme/sre (2)'],
    ['@acme/sre ( 2 )', 'acme/sre (2)'],
    ['@acme/sre(12)', 'acme/sre (12)'],
    ['@acme/sre (999)', 'acme/sre (999)'],
    ['@acme/sre (all)', 'acme/sre (all)'],
    ['@acme/sre (ALL)', 'acme/sre (all)'],
    ['@acme/sre (all of them in turn)', 'acme/sre (1)'],
    ['@acme/sre (those on call)', 'acme/sre (1)'],
    ['@acme/sre (people on call 24/7)', 'acme/sre (1)'],
    ['@acme/sre — (2)', 'acme/sre (1)'],
  ])('%j is %j', (text, team) => {
    expect(run(text)).toEqual([team])
  })

  test.each([
    '(0)',
    '(-1)',
    '(+2)',
    '(2 of 5)',
    '(half)',
    '(x2)',
    '(1000)',
    '(2nd)',
    '(@ada)',
    '(all2)',
    '(1.5)',
    '()',
  ])('and %s is not a quorum', (brackets) => {
    expect(run(`@acme/sre ${brackets} on call`)).toEqual([
      `? @acme/sre ${brackets}: a quorum is a number from 1, such as \`(2)\`, or \`(all)\``,
    ])
  })
})

describe('a person has no quorum, and may have a note (S1)', () => {
  test.each(['(2)', '(all)', '(+2)', '(-1)', '(2x)', '(12)'])('rejects %s', (brackets) => {
    expect(run(`@ada ${brackets} pays`)).toEqual([
      `? @ada ${brackets}: only a team can have a quorum; remove the brackets`,
    ])
  })

  test.each(['(pays)', '(on call)', '(all day)', '(2 days a week)', '(shift 2)', '(a 2)', '(v2)'])(
    'takes %s for a note',
    (note) => {
      expect(run(`@ada ${note}`)).toEqual(['ada'])
    },
  )
})

describe('text that looks like a mention and cannot be one is reported (S4)', () => {
  test.each<[string, string]>([
    ['＠ada', '? ＠ada: it starts with `＠`; type a plain `@`'],
    ['@dependabot[bot]', "? @dependabot[bot]: a bot can't commit; name a person"],
    ['@аda', '? @аda: it contains `а` (U+0430), which no GitHub login does; retype it'],
    ['@ada\u200B', '? @ada\u200B: it contains U+200B, which no GitHub login does; retype it'],
    ['@a٣', '? @a٣: it contains `٣` (U+0663), which no GitHub login does; retype it'],
    ['@ada‑b', '? @ada‑b: it contains `‑` (U+2011), which no GitHub login does; retype it'],
    ['@\u212Aate', '? @\u212Aate: it contains `\u212A` (U+212A), which no GitHub login does; retype it'],
    ['@ada.b', '? @ada.b: expected `@login` or `@organisation/team`, and a space or a comma after it'],
    ['@-ada', '? @-ada: a login starts with a letter or a digit'],
    ['@_ada', '? @_ada: a login starts with a letter or a digit'],
    [`@${'a'.repeat(40)}`, `? @${'a'.repeat(40)}: a login has at most 39 characters`],
    ['@acme/s.re', '? @acme/s.re: a team is written `@organisation/team`'],
    ['@acme/-sre', '? @acme/-sre: a team is written `@organisation/team`'],
  ])('such as %j', (text, mention) => {
    expect(run(text)).toEqual([mention])
  })

  test('but a login of 39 characters is a mention', () => {
    expect(run(`@${'a'.repeat(39)}`)).toEqual(['a'.repeat(39)])
  })

  test('and a sign without a letter or digit after it is ignored', () => {
    expect(all('@ @- @_ — @ada')).toEqual(['ada'])
  })
})

describe('every mention of a text is found', () => {
  test.each<[string, readonly string[]]>([
    ['told @ada, who told @linus', ['ada', 'linus']],
    ['ask ada@example.org', []],
    ['(@ada)', ['ada']],
    ['@acme/sre (@ada)', ['? @acme/sre (@ada): a quorum is a number from 1, such as `(2)`, or `(all)`']],
  ])('%j mentions %j', (text, mentions) => {
    expect(all(text)).toEqual(mentions)
  })

  test('and only after a given position', () => {
    expect(all('@ada, @linus', 1)).toEqual(['linus'])
  })
})
