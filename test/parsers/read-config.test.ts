import { describe, expect, test } from 'vitest'
import { DEFAULTS } from '../../src/domain/config.ts'
import { readConfig } from '../../src/domain/read-config.ts'

/** The problems of a configuration as people read them: `3:5 Unknown key …`. */
function problemsOf(text: string): readonly string[] {
  return readConfig(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

describe('a configuration (§10)', () => {
  test('that says only its version is the defaults', () => {
    expect(readConfig('version: 1\n')).toEqual({ kind: 'config', config: DEFAULTS, problems: [] })
  })

  test('may say everything', () => {
    const text = `\uFEFFversion: 1\r
rfcs:\r
  paths: ['design/**/*.md']\r
  ignore: ['drafts/**', template.md]\r
  labels: []\r
sections:\r
  - name: Problem\r
  - name: Costs\r
    aliases: [Budget]\r
    required: false\r
stakeholders: { minimum: 3 }\r
freshness: { sections: [Problem, Costs] }\r
`
    expect(readConfig(text)).toEqual({
      kind: 'config',
      config: {
        rfcs: { paths: ['design/**/*.md'], ignore: ['drafts/**', 'template.md'], labels: [] },
        sections: [
          { name: 'Problem', aliases: [], required: true },
          { name: 'Costs', aliases: ['Budget'], required: false },
        ],
        stakeholders: { minimum: 3 },
        freshness: { sections: ['Problem', 'Costs'] },
      },
      problems: [],
    })
  })
})

describe('is a problem at its line and column, and nothing of the text is used (§10)', () => {
  test.each<[string, string, readonly string[]]>([
    ['an empty file', '', ['1:1 `version: 1` is missing. Write it as the first line.']],
    ['a file of comments', '# later\n', ['1:1 `version: 1` is missing. Write it as the first line.']],
    ['another version', 'version: 2', ['1:10 `version` is `2`; expected `version: 1`.']],
    ['a version in quotes', 'version: "1"', ['1:10 `version` is `"1"`; expected `version: 1`.']],
    [
      'a misspelt key',
      'version: 1\nrfcs:\n  pathes: [a]',
      ['3:3 Unknown key `pathes` under `rfcs`. Did you mean `paths`?'],
    ],
    [
      'a misspelt key of a section',
      'version: 1\nsections:\n  - name: A\n    alias: [B]',
      ['4:5 Unknown key `alias` under entry 1 of `sections`. Did you mean `aliases`?'],
    ],
    [
      'a key like no other',
      'version: 1\nstakeholders: { quorum: 2 }',
      ['2:17 Unknown key `quorum` under `stakeholders`. Known keys are `minimum`.'],
    ],
    [
      '`_extends`, which other apps follow anywhere',
      '_extends: other\nversion: 1',
      [
        '1:1 Unknown key `_extends`. Known keys are `version`, `rfcs`, `sections`, `stakeholders`, `freshness`.',
      ],
    ],
    [
      'keys of later rules',
      'version: 1\nreviews: count\nalignment: { first: true }\nstakeholders:\n  always: ["@ada"]\n  paths: {}',
      [
        '2:1 `reviews` is not yet supported. Remove it.',
        '3:1 `alignment` is not yet supported. Remove it.',
        '5:3 `stakeholders.always` is not yet supported. Remove it.',
        '6:3 `stakeholders.paths` is not yet supported. Remove it.',
      ],
    ],
    [
      'a text for a list',
      'version: 1\nrfcs:\n  paths: rfcs/**',
      ['3:10 `rfcs.paths` is `rfcs/**`; expected a list of globs.'],
    ],
    [
      'a number for a glob',
      'version: 1\nrfcs:\n  paths:\n    - rfcs/**\n    - 7',
      ['5:7 Entry 2 of `rfcs.paths` is `7`; expected a glob such as `rfcs/**/*.md`.'],
    ],
    [
      'a key without a value',
      'version: 1\nrfcs:',
      ['2:6 `rfcs` is empty; expected keys `paths`, `ignore` and `labels`.'],
    ],
    [
      'a list for keys',
      'version: 1\nstakeholders: [ada]',
      ['2:15 `stakeholders` is a list; expected the key `minimum`.'],
    ],
    [
      'a `yes`, which is a text in YAML 1.2',
      'version: 1\nsections:\n  - { name: A, required: yes }',
      ['3:26 `required` of entry 1 of `sections` is `yes`; expected `true` or `false`.'],
    ],
    [
      'a section without a name',
      'version: 1\nsections:\n  - required: false',
      ['3:5 `name` of entry 1 of `sections` is missing; expected a text.'],
    ],
    [
      'no section to be fresh',
      'version: 1\nfreshness: { sections: [] }',
      ['2:24 `freshness.sections` is a list; expected at least one name of a section.'],
    ],
    ...['0', '-1', '1.5', '201', '"1"', 'many', '.inf'].map((minimum): [string, string, string[]] => [
      `a minimum of ${minimum} (S5)`,
      `version: 1\nstakeholders:\n  minimum: ${minimum}`,
      [`3:12 \`stakeholders.minimum\` is \`${minimum}\`; expected a whole number from 1 to 200.`],
    ]),
    [
      'a key twice',
      'version: 1\nversion: 1',
      ['2:1 The key `version` stands here a second time. Keep one of them.'],
    ],
    ['an alias', 'version: &a 1\nrfcs: *a', ['2:7 The alias `*a` is not read here. Write the value out.']],
    ['a tag', 'version: !!js/x 1', ['1:17 The tag `!!js/x` is not read here. Remove it.']],
    [
      'a second document',
      'version: 1\n---\nversion: 1',
      ['2:1 A second YAML document begins here; one was expected. Remove the line `---`.'],
    ],
    [
      'a tab',
      'version: 1\nrfcs:\n\tpaths: []',
      ['3:1 A tab indents this line, and YAML expects spaces. Replace the tab.'],
    ],
    ['a list', '- version: 1', ['1:1 The configuration is a list; expected keys such as `version: 1`.']],
    [
      'a prototype',
      'version: 1\n__proto__: { a: 1 }',
      [expect.stringMatching(/^2:1 Unknown key `__proto__`/)],
    ],
  ])('%s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
    expect(readConfig(text).config).toBeNull()
  })

  test.each([
    '"{a,b}.md"',
    '"{1..99999}.md"',
    '"!rfcs/**"',
    '"+(a|b)*"',
    '"@(a)"',
    '"/rfcs/**"',
    '"rfcs\\\\**"',
    '"a\\nb"',
    '""',
    `"${'a'.repeat(201)}"`,
    `"${'*a'.repeat(11)}"`,
  ])('a glob such as %s', (glob) => {
    expect(problemsOf(`version: 1\nrfcs:\n  ignore: [${glob}]`)).toEqual([
      expect.stringMatching(/^3:12 Entry 1 of `rfcs.ignore` is .*; expected a glob of/),
    ])
  })

  test('more than 100 globs', () => {
    expect(problemsOf(`version: 1\nrfcs:\n  paths: [${Array(101).fill('a').join(', ')}]`)).toEqual([
      '3:10 `rfcs.paths` is a list; expected at most 100 globs.',
    ])
  })

  test.each([
    ['nesting', `version: 1\nx: ${'['.repeat(5_000)}`],
    [
      'nesting by lines',
      `version: 1\n${Array.from({ length: 100 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')}`,
    ],
    ['size', `version: 1\n# ${'a'.repeat(65_536)}`],
    ['aliases', `a: &a [1]\n${'b: [*a, *a]\n'.repeat(2_000)}`],
  ])('a text of hostile %s, with few words about it', (_, text) => {
    const { config, problems } = readConfig(text)
    expect(config).toBeNull()
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThanOrEqual(20)
  })
})
