import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { configNames } from '../../src/config/config-names.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { globsOver } from '../../src/config/rfc-paths.ts'
import type { ChangedFile } from '../../src/facts/snapshot.ts'

const config = readConfig(`version: 1
stakeholders:
  always: ['@ada', '@acme/sre']
  paths:
    'rfcs/Billing/**': ['@grace']
    '**/*.sql': ['@linus', '@grace']
`).config as Config

const changed = (path: string, previousPath: string | null = null): ChangedFile => ({
  path,
  previousPath,
  change: previousPath === null ? 'modified' : 'renamed',
})

const namesFor = (files: readonly ChangedFile[]) => configNames(config, files, globsOver(config))

/** Those whom `stakeholders.paths` names. */
const namesForPaths = (files: readonly ChangedFile[]) => namesFor(files).filter(({ glob }) => glob !== null)

/** Names as `login` or `org/slug`, with the glob they came from. */
const told = (files: readonly ChangedFile[]) =>
  namesFor(files).map((name) => [name.kind === 'person' ? name.login : name.kind, name.glob])

describe('S2: people and teams that the configuration names', () => {
  it('are required for every change with `always`, with their line and column', () => {
    expect(namesFor([])).toEqual([
      { kind: 'person', login: 'ada', line: 3, column: 13, glob: null },
      { kind: 'team', org: 'acme', slug: 'sre', quorum: 1, line: 3, column: 21, glob: null },
    ])
  })

  it.each<[string, ChangedFile]>([
    ['a file that matches', changed('rfcs/Billing/a.md')],
    ['one in other letters', changed('RFCS/billing/A.md')],
    ['one that was renamed away', changed('docs/a.md', 'rfcs/billing/a.md')],
    ['one that was renamed there', changed('rfcs/billing/a.md', 'docs/a.md')],
    ['one whose path plays tricks (TH-89)', changed('rfcs/x/../billing/a.md')],
  ])('are required for %s', (_, file) => {
    expect(namesForPaths([changed('src/a.ts'), file])).toMatchObject([
      { login: 'grace', line: 5, glob: 'rfcs/Billing/**' },
    ])
  })

  it('are not required for other files', () => {
    expect(namesForPaths([changed('rfcs/a.md'), changed('sql/a.md')])).toEqual([])
  })

  it('are named once for each glob, however many files match', () => {
    expect(told([changed('a.sql'), changed('b.sql'), changed('rfcs/billing/c.sql')])).toEqual([
      ['ada', null],
      ['team', null],
      ['grace', 'rfcs/Billing/**'],
      ['linus', '**/*.sql'],
      ['grace', '**/*.sql'],
    ])
  })
})
