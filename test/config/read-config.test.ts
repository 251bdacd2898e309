import { describe, expect, test } from 'vitest'
import { DEFAULTS } from '../../src/config/config.ts'
import { readConfig } from '../../src/config/read-config.ts'
import fc from 'fast-check'

/** The problems of a configuration as people read them: `3:5 Unknown key …`. */
function problemsOf(text: string): readonly string[] {
  return readConfig(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

const A_GLOB =
  'a glob of names, `*`, `**`, `?` and `[…]`, without braces, `!` and brackets before `(`, and without a slash at its start'

describe('a configuration (§13)', () => {
  test('with only its version equals the defaults', () => {
    expect(readConfig('version: 1\n')).toEqual({
      kind: 'config',
      config: DEFAULTS,
      problems: [],
      patterns: [],
    })
  })

  test('may set every key', () => {
    const text = `\uFEFFversion: 1\r
rfcs:\r
  paths: ['design/**/*.md']\r
  ignore: ['drafts/**', template.md]\r
  labels: []\r
  since: 1F0C2B7A9D3E4F5061728394A5B6C7D8E9F00112\r
  bases: [main, 'release/*']\r
sections:\r
  - name: Problem\r
  - name: Costs\r
    aliases: [Budget]\r
    required: false\r
stakeholders:\r
  always: ['@ada', Linus, '  @acme/sre (2)']\r
  paths:\r
    'design/billing/**': ["@acme/payments ( ALL )", '007']\r
    'design/empty/**': []\r
  minimum: 3\r
  keys: [Approvers, shepherd-team]\r
  deciders: ['@grace']\r
alignment: { first: true }\r
freshness: { sections: [Problem, Costs] }\r
reviews: count\r
questions: off\r
`
    expect(readConfig(text)).toEqual({
      kind: 'config',
      config: {
        rfcs: {
          paths: ['design/**/*.md'],
          ignore: ['drafts/**', 'template.md'],
          labels: [],
          since: '1f0c2b7a9d3e4f5061728394a5b6c7d8e9f00112',
          bases: ['main', 'release/*'],
        },
        sections: [
          { name: 'Problem', aliases: [], required: true },
          { name: 'Costs', aliases: ['Budget'], required: false },
        ],
        stakeholders: {
          minimum: 3,
          always: [
            { kind: 'person', login: 'ada', line: 14, column: 13 },
            { kind: 'person', login: 'Linus', line: 14, column: 20 },
            { kind: 'team', org: 'acme', slug: 'sre', quorum: 2, line: 14, column: 30 },
          ],
          paths: [
            {
              glob: 'design/billing/**',
              names: [
                { kind: 'team', org: 'acme', slug: 'payments', quorum: 'all', line: 16, column: 28 },
                { kind: 'person', login: '007', line: 16, column: 54 },
              ],
            },
            { glob: 'design/empty/**', names: [] },
          ],
          keys: ['Approvers', 'shepherd-team'],
          deciders: [{ kind: 'person', login: 'grace', line: 20, column: 15 }],
        },
        alignment: { first: true },
        freshness: { sections: ['Problem', 'Costs'] },
        reviews: 'count',
        questions: 'off',
      },
      problems: [],
      patterns: [
        { key: 'rfcs.paths', glob: 'design/**/*.md', line: 3, column: 11 },
        // The defaults ignore `template.md`, too.
        { key: 'rfcs.ignore', glob: 'drafts/**', line: 4, column: 12 },
      ],
    })
  })
})

describe('an invalid configuration has problems at line and column and is not used (§13)', () => {
  test.each<[string, string, readonly string[]]>([
    ['an empty file', '', ['1:1 `version: 1` is missing. Write it as the first line.']],
    ['a file of comments', '# later\n', ['1:1 `version: 1` is missing. Write it as the first line.']],
    ['another version', 'version: 2', ['1:10 `version` is `2`; expected `version: 1`.']],
    [
      'a branch where a commit should stand',
      'version: 1\nrfcs: { since: main }',
      ['2:16 `rfcs.since` is `main`; expected a commit, as its 40 hexadecimal digits.'],
    ],
    [
      'an empty list of branches',
      'version: 1\nrfcs: { bases: [] }',
      ['2:16 `rfcs.bases` is a list; expected at least one branch.'],
    ],
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
      [
        '2:17 Unknown key `quorum` under `stakeholders`. Known keys are `always`, `paths`, `minimum`, `keys`, `deciders`.',
      ],
    ],
    [
      '`_extends`, which other apps follow anywhere',
      '_extends: other\nversion: 1',
      [
        '1:1 Unknown key `_extends`. Known keys are `version`, `rfcs`, `sections`, `stakeholders`, `alignment`, `freshness`, `reviews`, `questions`.',
      ],
    ],
    [
      'a text for a list',
      'version: 1\nrfcs:\n  paths: rfcs/**',
      ['3:10 `rfcs.paths` is `rfcs/**`; expected a list of globs.'],
    ],
    [
      'an unknown value of `questions`',
      'version: 1\nquestions: never',
      ['2:12 `questions` is `never`; expected `on` or `off`.'],
    ],
    [
      'a truth value for `questions`',
      'version: 1\nquestions: false',
      ['2:12 `questions` is `false`; expected `on` or `off`.'],
    ],
    [
      'a number for a glob',
      'version: 1\nrfcs:\n  paths:\n    - rfcs/**\n    - 7',
      ['5:7 Entry 2 of `rfcs.paths` is `7`; expected a glob such as `rfcs/**`.'],
    ],
    [
      'a key without a value',
      'version: 1\nrfcs:',
      ['2:6 `rfcs` is empty; expected keys `paths`, `ignore`, `labels`, `since` and `bases`.'],
    ],
    [
      'a list for keys',
      'version: 1\nstakeholders: [ada]',
      ['2:15 `stakeholders` is a list; expected keys `always`, `paths`, `minimum`, `keys` and `deciders`.'],
    ],
    [
      'a `yes`, which is a text in YAML 1.2',
      'version: 1\nsections:\n  - { name: A, required: yes }',
      ['3:26 `required` of entry 1 of `sections` is `yes`; expected `true` or `false`.'],
    ],
    [
      'a section without a name',
      'version: 1\nsections:\n  - required: false',
      ['3:5 `name` of entry 1 of `sections` is missing; expected a string.'],
    ],
    [
      'an empty list of sections to be fresh',
      'version: 1\nfreshness: { sections: [] }',
      ['2:24 `freshness.sections` is a list; expected at least one name of a section.'],
    ],
    ...['0', '-1', '1.5', '201', '"1"', 'many', '.inf'].map((minimum): [string, string, string[]] => [
      `a minimum of ${minimum} (S5)`,
      `version: 1\nstakeholders:\n  minimum: ${minimum}`,
      [`3:12 \`stakeholders.minimum\` is \`${minimum}\`; expected a whole number from 1 to 200.`],
    ]),
    ['a key twice', 'version: 1\nversion: 1', ['2:1 Duplicate key `version`. Keep one of them.']],
    ['an alias', 'version: &a 1\nrfcs: *a', ["2:7 The alias `*a` isn't supported. Write the value out."]],
    ['a tag', 'version: !!js/x 1', ["1:17 The tag `!!js/x` isn't supported. Remove it."]],
    [
      'a second document',
      'version: 1\n---\nversion: 1',
      ['2:1 A second YAML document starts here; expected one. Remove the line `---`.'],
    ],
    [
      'a tab',
      'version: 1\nrfcs:\n\tpaths: []',
      ['3:1 This line is indented with a tab, but YAML requires spaces. Replace the tab.'],
    ],
    ['a list', '- version: 1', ['1:1 The configuration is a list; expected keys such as `version: 1`.']],
    [
      'an unknown word for reviews (C7)',
      'version: 1\nreviews: yes',
      ['2:10 `reviews` is `yes`; expected `hint` or `count`.'],
    ],
    [
      'a number for a switch (P3)',
      'version: 1\nalignment:\n  first: 1',
      ['3:10 `alignment.first` is `1`; expected `true` or `false`.'],
    ],
    [
      'a key that sets a prototype',
      'version: 1\n__proto__: { a: 1 }',
      ["2:1 The key `__proto__` isn't allowed. Remove it."],
    ],
    [
      'a key that every object has',
      'version: 1\nconstructor: 1',
      [expect.stringMatching(/^2:1 Unknown key `constructor`/)],
    ],
    [
      'a number for a key',
      'version: 1\n1e3: a',
      ["2:1 The key `1e3` isn't a string in YAML. Put it in quotes."],
    ],
    [
      'a list for a key',
      'version: 1\n? [a]\n: b',
      ['2:3 A key here is a list; expected a string. Write it out.'],
    ],
    [
      'a key that would leave its code marks',
      'version: 1\n"a`\\n<b>": 1',
      [expect.stringMatching(/^2:1 Unknown key `a <b>`\. /)],
    ],
    [
      'a merge key',
      'version: 1\n<<: { reviews: count }',
      ["2:1 The merge key `<<` isn't supported. Write the keys out."],
    ],
  ])('rejects %s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
    expect(readConfig(text).config).toBeNull()
  })

  const LONG = 'a glob of at most 200 characters'
  const STARS = 'a glob of at most 10 stars'
  test.each<[string, string, string]>([
    ['"{a,b}.md"', '`"{a,b}.md"`', A_GLOB],
    ['"{1..99999}.md"', '`"{1..99999}.md"`', A_GLOB],
    ['"a}"', '`"a}"`', A_GLOB],
    ['"!rfcs/**"', '`"!rfcs/**"`', A_GLOB],
    ['"a!(b)"', '`"a!(b)"`', A_GLOB],
    ['"+(a|b)*"', '`"+(a|b)*"`', A_GLOB],
    ['"?(a)"', '`"?(a)"`', A_GLOB],
    ['"@(a)"', '`"@(a)"`', A_GLOB],
    ['"*(a)"', '`"*(a)"`', A_GLOB],
    ['"/rfcs/**"', '`"/rfcs/**"`', A_GLOB],
    ['"rfcs\\\\**"', '`"rfcs\\\\**"`', A_GLOB],
    ['"a\\nb"', '`"a\\nb"`', A_GLOB],
    ['""', 'an empty string', A_GLOB],
    [`"${'a'.repeat(201)}"`, `\`"${'a'.repeat(39)}…\``, LONG],
    [`"${'*a'.repeat(11)}"`, `\`"${'*a'.repeat(11)}"\``, STARS],
    ['"*a*a*a*a*a*a*a*a*a*a**"', '`"*a*a*a*a*a*a*a*a*a*a**"`', STARS],
    ['" rfcs/**"', '`" rfcs/**"`', A_GLOB],
    ['"rfcs/** "', '`"rfcs/** "`', A_GLOB],
  ])('for a glob such as %s', (glob, found, expected) => {
    expect(problemsOf(`version: 1\nrfcs:\n  ignore: [${glob}]`)).toEqual([
      `3:12 Entry 1 of \`rfcs.ignore\` is ${found}; expected ${expected}.`,
    ])
  })

  test.each([
    'a',
    'a b',
    '!a'.slice(1),
    'a!',
    '(a)',
    'a(b)',
    '@a',
    'a'.repeat(200),
    '*a'.repeat(10),
    '**'.repeat(10),
  ])('but not for a glob such as %s', (glob) => {
    expect(problemsOf(`version: 1\nrfcs:\n  ignore: ["${glob}"]`)).toEqual([])
  })

  test.each<[string, readonly string[]]>([
    ['""', ['3:12 Entry 1 of `rfcs.labels` is an empty string; expected a string.']],
    ['"  "', ['3:12 Entry 1 of `rfcs.labels` is `" "`; expected a string.']],
    ['7', ['3:12 Entry 1 of `rfcs.labels` is `7`; expected a string.']],
    [
      `"${'a'.repeat(201)}"`,
      [`3:12 Entry 1 of \`rfcs.labels\` is \`"${'a'.repeat(39)}…\`; expected at most 200 characters.`],
    ],
    [`" ${'a'.repeat(200)} "`, []],
  ])('for a label such as %s', (label, problems) => {
    expect(problemsOf(`version: 1\nrfcs:\n  labels: [${label}]`)).toEqual(problems)
  })

  test.each<[string, string, readonly string[]]>([
    [
      'of rfcs',
      'rfcs: 1',
      ['2:7 `rfcs` is `1`; expected keys `paths`, `ignore`, `labels`, `since` and `bases`.'],
    ],
    [
      'of a section',
      'sections: [a]',
      ['2:12 Entry 1 of `sections` is `a`; expected keys `name`, `aliases` and `required`.'],
    ],
    [
      'of its names',
      'sections: [{ name: 7 }]',
      ['2:20 `name` of entry 1 of `sections` is `7`; expected a string.'],
    ],
    [
      'of its aliases',
      'sections: [{ name: A, aliases: B }]',
      ['2:32 `aliases` of entry 1 of `sections` is `B`; expected a list of names.'],
    ],
    ['of ignored files', 'rfcs: { ignore: a }', ['2:17 `rfcs.ignore` is `a`; expected a list of globs.']],
    ['of labels', 'rfcs: { labels: a }', ['2:17 `rfcs.labels` is `a`; expected a list of labels.']],
    ['of sections', 'sections: a', ['2:11 `sections` is `a`; expected a list of sections.']],
    ['of alignment', 'alignment: [first]', ['2:12 `alignment` is a list; expected the key `first`.']],
    ['of freshness', 'freshness: 1', ['2:12 `freshness` is `1`; expected the key `sections`.']],
    [
      'of fresh sections',
      'freshness: { sections: Problem }',
      ['2:24 `freshness.sections` is `Problem`; expected a list of names of sections.'],
    ],
    [
      'of who is always asked',
      'stakeholders: { always: ada }',
      ['2:25 `stakeholders.always` is `ada`; expected a list of names.'],
    ],
    [
      'of who is asked by path',
      'stakeholders: { paths: ada }',
      ['2:24 `stakeholders.paths` is `ada`; expected globs as keys, each with a list of names.'],
    ],
    [
      'of a name that is too long',
      `stakeholders: { always: ["${'a'.repeat(201)}"] }`,
      [
        `2:26 Entry 1 of \`stakeholders.always\` is \`"${'a'.repeat(39)}…\`; expected a name of at most 200 characters.`,
      ],
    ],
  ])('for a value of another type in place %s', (_, line, problems) => {
    expect(problemsOf(`version: 1\n${line}`)).toEqual(problems)
  })

  test.each<[string, readonly string[]]>([
    ['{ path: [a] }', ['3:7 Unknown key `path` under `rfcs`. Did you mean `paths`?']],
    ['{ PATHS: [a] }', ['3:7 Unknown key `PATHS` under `rfcs`. Did you mean `paths`?']],
    ['{ pat: [a] }', ['3:7 Unknown key `pat` under `rfcs`. Did you mean `paths`?']],
    [
      '{ ptsh: [a] }',
      ['3:7 Unknown key `ptsh` under `rfcs`. Known keys are `paths`, `ignore`, `labels`, `since`, `bases`.'],
    ],
    ['{ lables: [a] }', ['3:7 Unknown key `lables` under `rfcs`. Did you mean `labels`?']],
    [
      '{ labours: [a] }',
      [
        '3:7 Unknown key `labours` under `rfcs`. Known keys are `paths`, `ignore`, `labels`, `since`, `bases`.',
      ],
    ],
    [
      '{ lables: [a], pathes: [b] }',
      [
        '3:7 Unknown key `lables` under `rfcs`. Did you mean `labels`?',
        '3:20 Unknown key `pathes` under `rfcs`. Did you mean `paths`?',
      ],
    ],
  ])('for a misspelt key: %s', (rfcs, problems) => {
    expect(problemsOf(`version: 1\nrfcs:\n    ${rfcs}`)).toEqual(problems)
  })

  test('in the order of the text, at most twenty', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `key${index}: 1`)
    const problems = problemsOf(['reviews: 7', ...lines, 'version: 1', 'alignment: 7'].join('\n'))
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(
      Array.from({ length: 20 }, (_, index) => `${index + 1}:${index === 0 ? 10 : 1}`),
    )
    expect(
      problemsOf('version: 1\nrfcs: { labels: 7, paths: 7 }').map((problem) => problem.split(' ')[0]),
    ).toEqual(['2:17', '2:27'])
  })

  test('for more than 100 globs', () => {
    expect(problemsOf(`version: 1\nrfcs:\n  paths: [${Array(101).fill('a').join(', ')}]`)).toEqual([
      '3:10 `rfcs.paths` is a list; expected at most 100 globs.',
    ])
  })

  test('for more than 100 entries of any list', () => {
    const list = (of: string) => `[${Array(101).fill(of).join(', ')}]`
    expect(
      problemsOf(`version: 1
sections: ${list('{ name: a }')}
stakeholders:
  always: ${list('ada')}
  paths: { a: ${list('ada')} }
`),
    ).toEqual([
      '2:11 `sections` is a list; expected at most 100 sections.',
      '4:11 `stakeholders.always` is a list; expected at most 100 names.',
      '5:15 `a` under `stakeholders.paths` is a list; expected at most 100 names.',
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
  ])('for a text of hostile %s, with a short message', (_, text) => {
    const { config, problems } = readConfig(text)
    expect(config).toBeNull()
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThanOrEqual(20)
  })
})

describe('names in a configuration (S2)', () => {
  const always = (entry: string) => problemsOf(`version: 1\nstakeholders:\n  always:\n    - ${entry}\n`)

  test.each([
    '@ada',
    'ada',
    'Ada-Lovelace',
    '@acme/sre',
    'acme/sre (2)',
    '@acme/sre(all)',
    '12345',
    'null',
    'e_v',
  ])("'%s' is valid", (name) => {
    expect(always(`'${name}'`)).toEqual([])
  })

  test.each<[string, string]>([
    ['@ada', '4:7 `@ada` needs quotes in YAML. Write `"@ada"`.'],
    [
      '12345',
      '4:7 Entry 1 of `stakeholders.always` is `12345`; expected a name in quotes, such as `"@ada"`.',
    ],
    ['1e3', '4:7 Entry 1 of `stakeholders.always` is `1e3`; expected a name in quotes, such as `"@ada"`.'],
    ['0o7', '4:7 Entry 1 of `stakeholders.always` is `0o7`; expected a name in quotes, such as `"@ada"`.'],
    ['true', '4:7 Entry 1 of `stakeholders.always` is `true`; expected a name in quotes, such as `"@ada"`.'],
    ['~', '4:7 Entry 1 of `stakeholders.always` is empty; expected a name in quotes, such as `"@ada"`.'],
    ['[ada]', '4:7 Entry 1 of `stakeholders.always` is a list; expected a name in quotes, such as `"@ada"`.'],
    [
      "''",
      '4:7 Entry 1 of `stakeholders.always` is an empty string, which names nobody: expected one `@login` or `@organisation/team`, with `(2)` or `(all)` after a team.',
    ],
    [
      'ada, linus',
      '4:7 Entry 1 of `stakeholders.always` is `ada, linus`, which names nobody: expected one `@login` or `@organisation/team`, with `(2)` or `(all)` after a team.',
    ],
    [
      '"@ada (2)"',
      '4:7 Entry 1 of `stakeholders.always` is `"@ada (2)"`, which names nobody: only a team can have a quorum; remove the brackets.',
    ],
    [
      '"@acme/sre (0)"',
      '4:7 Entry 1 of `stakeholders.always` is `"@acme/sre (0)"`, which names nobody: a quorum is a number from 1, such as `(2)`, or `(all)`.',
    ],
    [
      '"@\u0430da"',
      '4:7 Entry 1 of `stakeholders.always` is `"@\u0430da"`, which names nobody: it contains `\u0430` (U+0430), which no GitHub login does; retype it.',
    ],
    [
      'build[bot]',
      "4:7 Entry 1 of `stakeholders.always` is `build[bot]`, which names nobody: a bot can't commit; name a person.",
    ],
  ])('`%s` is invalid, and the problem says what was expected (S4, TH-84)', (entry, problem) => {
    expect(always(entry)).toEqual([problem])
  })

  test('an invalid one under a glob is reported at its line and column', () => {
    expect(problemsOf(`version: 1\nstakeholders:\n  paths:\n    'rfcs/a/**': [ada, 7]\n`)).toEqual([
      '4:24 Entry 2 of `rfcs/a/**` under `stakeholders.paths` is `7`; expected a name in quotes, such as `"@ada"`.',
    ])
  })

  test('an escaped name is reported where its value begins', () => {
    const { config } = readConfig('version: 1\nstakeholders:\n  always: ["\\x61da"]')
    expect(config?.stakeholders.always).toEqual([{ kind: 'person', login: 'ada', line: 3, column: 12 }])
  })
})

describe('globs with names (S2)', () => {
  const paths = (lines: string) => problemsOf(`version: 1\nstakeholders:\n  paths:\n${lines}`)

  test.each<[string, string, readonly string[]]>([
    [
      'a glob that cannot be used',
      "    '{a,b}.md': [ada]",
      [`4:5 \`stakeholders.paths\` has the key \`{a,b}.md\`; expected ${A_GLOB}.`],
    ],
    [
      'white space around a glob, which would make two of one',
      "    'a/**': [ada]\n    ' a/**': [linus]",
      [`5:5 \`stakeholders.paths\` has the key \`a/**\`; expected ${A_GLOB}.`],
    ],
    [
      'a text for a list of names',
      '    a: ada',
      ['4:8 `a` under `stakeholders.paths` is `ada`; expected a list of names.'],
    ],
    [
      'a glob without a value',
      '    a:',
      ['4:7 `a` under `stakeholders.paths` is empty; expected a list of names.'],
    ],
    ['a glob twice', "    a: [ada]\n    'a': [linus]", [expect.stringMatching(/^5:5 Duplicate key `'a'`/)]],
    [
      'a number for a glob',
      '    1e3: [ada]',
      ["4:5 The key `1e3` isn't a string in YAML. Put it in quotes."],
    ],
    ['nothing for a glob', '    ~: [ada]', ["4:5 The key `~` isn't a string in YAML. Put it in quotes."]],
    ['a prototype', '    __proto__: [ada]', ["4:5 The key `__proto__` isn't allowed. Remove it."]],
    ['a merge key', '    <<: [ada]', ["4:5 The merge key `<<` isn't supported. Write the keys out."]],
    [
      'a merge of an alias',
      '    a: &a [ada]\n    <<: *a',
      [
        "5:5 The merge key `<<` isn't supported. Write the keys out.",
        "5:9 The alias `*a` isn't supported. Write the value out.",
      ],
    ],
    [
      'an alias for a list',
      '    a: &a [ada]\n    b: *a',
      ["5:8 The alias `*a` isn't supported. Write the value out."],
    ],
    [
      'a list for a map',
      '    - a',
      ['4:5 `stakeholders.paths` is a list; expected globs as keys, each with a list of names.'],
    ],
    [
      'more than 100',
      Array.from({ length: 101 }, (_, index) => `    a${index}: []`).join('\n'),
      ['4:5 `stakeholders.paths` is a mapping; expected at most 100 globs.'],
    ],
  ])('%s is a problem', (_, lines, problems) => {
    expect(paths(lines)).toEqual(problems)
  })

  test("may have the name of an object's own property", () => {
    const { config } = readConfig(
      'version: 1\nstakeholders:\n  paths: { constructor: [ada], toString: [ada] }',
    )
    expect(config?.stakeholders.paths.map(({ glob, names }) => [glob, names.length])).toEqual([
      ['constructor', 1],
      ['toString', 1],
    ])
  })
})

test('reading any configuration does not throw', () => {
  const yaml = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'version',
          ': ',
          '1',
          '\n',
          '  ',
          '- ',
          'rfcs',
          'stakeholders:\n  ',
          'paths',
          'always',
          'version: 1\n',
          '__proto__',
          'a/**',
          "'@ada'",
          '[',
          ']',
          '{',
          '}',
          '*a',
          '&a ',
          '!!',
          '"',
          "'",
          '|',
          '? ',
          '<<',
          '#',
          '---',
          '@',
        ),
        fc.string({ maxLength: 3, unit: 'binary' }),
      ),
      { maxLength: 25 },
    )
    .map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(yaml, (text) => {
      const { config, problems } = readConfig(text)
      expect(config === null).toBe(problems.length > 0)
      for (const { line, column } of problems) {
        expect(line).toBeGreaterThan(0)
        expect(column).toBeGreaterThan(0)
      }
    }),
    { numRuns: 500 },
  )
})
