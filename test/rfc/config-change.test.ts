import { describe, expect, it } from 'vitest'
import { CONFIG_PATH } from '../../src/config/config.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { fileKey } from '../../src/facts/keys.ts'
import type { Snapshot } from '../../src/facts/snapshot.ts'
import { publicationOf } from '../../src/report/publication.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, story } from '../rules/story.ts'

const VALID = 'version: 1\nreviews: count\n'
const BROKEN = 'version: 1\nrfcs:\n  pathes: [a]\n'
const PROBLEM = 'Unknown key pathes under rfcs. Did you mean paths?'

function checkOf(told: ReturnType<typeof story>, change: Partial<Snapshot> = {}) {
  return publicationOf(told.judge(change), { ...told.snapshot(), ...change }).check
}

describe('§13: a pull request that changes the configuration', () => {
  it('passes as no RFC and says that the new configuration is valid', () => {
    const told = story()
    told.push({ [CONFIG_PATH]: VALID })
    expect(checkOf(told)).toMatchObject({
      conclusion: 'success',
      title: 'Not an RFC (no change under rfcs/**, rfc/**, rfds/** and 5 more)',
      summary: expect.stringMatching(
        /no commitments are required\.\n\nThe new `.*` is valid\.\n\n\*\*Rules it loosens\*\*\n\n- an approving review/,
      ),
      annotations: [
        {
          path: CONFIG_PATH,
          line: 1,
          level: 'notice',
          message:
            'This configuration is valid. It applies to pull requests once it is on their base branch. It loosens these rules: an approving review counts as a commitment.',
        },
      ],
    })
  })

  it('fails with each problem at its line when the new configuration is invalid (V9)', () => {
    const told = story({ base: { [CONFIG_PATH]: VALID }, config: VALID })
    told.push({ [CONFIG_PATH]: BROKEN })
    expect(checkOf(told)).toMatchObject({
      conclusion: 'failure',
      title: 'Configuration is invalid: Unknown key pathes under rfcs',
      summary: expect.stringMatching(
        /is invalid and would fail every RFC\. Fix line 3 \(see the annotations\)/,
      ),
      annotations: [{ path: CONFIG_PATH, line: 3, level: 'failure', message: PROBLEM }],
    })
  })

  it('lists problems of the new configuration after those of the RFC', () => {
    const told = story()
    told.push({ [CONFIG_PATH]: BROKEN, [FILE]: rfc(['nobody-here']) })
    expect(checkOf(told).annotations.map(({ path, level }) => [path, level])).toEqual([
      [FILE, 'failure'],
      [CONFIG_PATH, 'failure'],
    ])
    expect(told.rfc().problems.map(({ source }) => source)).toEqual(['people', 'config'])
  })

  it('is judged by the configuration on the base, never by its own (D1, TH-94)', () => {
    const told = story({ config: 'version: 1\nstakeholders: { minimum: 2 }\n' })
    told.push({ [CONFIG_PATH]: 'version: 1\nrfcs: { paths: [] }\n', [FILE]: rfc(['ada', 'linus']) })
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('waiting')
  })

  it('reports the broken configuration on the base and that the new one is valid when it fixes it', () => {
    const told = story({ base: { [CONFIG_PATH]: BROKEN }, config: BROKEN })
    told.push({ [CONFIG_PATH]: VALID, 'docs/a.md': 'a' })
    const { conclusion, summary, annotations } = checkOf(told)
    expect(conclusion).toBe('failure')
    expect(summary).toMatch(
      /On the branch `main`, `\.github\/rfc-alignment\.yml`, line 3, column 3: Unknown key/,
    )
    expect(annotations.map(({ level }) => level)).toEqual(['notice'])
  })

  it.each<[string, Record<string, string | null>]>([
    ['leaves it alone', { 'src/a.ts': 'a' }],
    ['changes one of that name elsewhere', { [`docs/${CONFIG_PATH}`]: BROKEN }],
  ])('says nothing when it %s', (_, files) => {
    const told = story({ base: { [CONFIG_PATH]: VALID }, config: VALID })
    told.push(files)
    expect(checkOf(told).annotations).toEqual([])
    expect(told.judge().evaluated.configChange).toBeNull()
  })

  it('says nothing when it renames it to something else', () => {
    const told = story({ config: VALID })
    told.push({ 'old.yml': VALID })
    const files = [{ path: 'old.yml', previousPath: CONFIG_PATH, change: 'renamed' as const }]
    expect(checkOf(told, { changes: { kind: 'complete', files } }).annotations).toEqual([])
  })

  it('fails when the new configuration is not text', () => {
    const told = story()
    const head = told.push({ [CONFIG_PATH]: VALID })
    const files = new Map(told.snapshot().files)
    files.set(fileKey(head, CONFIG_PATH), { kind: 'unreadable', blob: 'b', why: 'is a symbolic link' })
    expect(checkOf(told, { files }).annotations).toEqual([
      {
        path: CONFIG_PATH,
        line: 1,
        level: 'failure',
        message: 'The configuration is a symbolic link. Replace it with a regular text file in UTF-8.',
      },
    ])
  })

  it('reads one more file, and other pull requests read none', () => {
    const told = story()
    const head = told.push({ [CONFIG_PATH]: VALID })
    expect(told.missing({ files: new Map() }).missingInputs.files).toEqual([
      { commit: head, path: CONFIG_PATH },
    ])
    told.push({ 'src/a.ts': 'a', [CONFIG_PATH]: null })
    expect(told.missing({ files: new Map() }).missingInputs.files).toEqual([])
  })

  it('is checked while the configuration on the base is broken', () => {
    const told = story({ config: BROKEN })
    const head = told.push({ [CONFIG_PATH]: VALID })
    expect(told.missing({ files: new Map() }).missingInputs.files).toEqual([
      { commit: head, path: CONFIG_PATH },
    ])
  })
})

describe('D2: patterns of a new configuration that match no file', () => {
  const PATTERNS = `version: 1
rfcs:
  paths: ['rfcs/**', 'desing/**']
  ignore: [template.md, 'old/**']
`
  const idle = (...globs: string[]) => ({
    idle: {
      kind: 'seen' as const,
      patterns: readConfig(PATTERNS).patterns.filter(({ glob }) => globs.includes(glob)),
    },
  })

  it('are looked up when the configuration changes and is valid, except those that the defaults ignore', () => {
    const told = story()
    told.push({ [CONFIG_PATH]: PATTERNS, [FILE]: rfc(['ada']) })
    expect(told.missing().missingInputs.patterns.map(({ key, glob, line }) => [key, glob, line])).toEqual([
      ['rfcs.paths', 'rfcs/**', 3],
      ['rfcs.paths', 'desing/**', 3],
      ['rfcs.ignore', 'old/**', 4],
    ])
    expect(told.missing(idle()).missingInputs.patterns).toEqual([])
  })

  it.each([
    ['leaves the configuration alone', { [FILE]: rfc(['ada']) }],
    ['writes no pattern', { [CONFIG_PATH]: VALID }],
    ['makes the configuration invalid', { [CONFIG_PATH]: BROKEN }],
    ['deletes the configuration', { [CONFIG_PATH]: null }],
  ])('are not looked up when the pull request %s', (_, files) => {
    const told = story({ base: { [CONFIG_PATH]: PATTERNS } })
    told.push(files)
    expect(told.missing().missingInputs.patterns).toEqual([])
  })

  it('are reported at their lines and in the summary, and do not block', () => {
    const told = story()
    told.push({ [CONFIG_PATH]: PATTERNS })
    const { conclusion, summary, annotations } = checkOf(told, idle('desing/**', 'old/**'))
    expect(conclusion).toBe('success')
    expect(summary).toMatch(
      /\*\*Patterns that match no file\*\*\n\n- line 3, `rfcs\.paths`: `desing\/\*\*`\n- line 4, `rfcs\.ignore`: `old\/\*\*`$/,
    )
    expect(annotations.slice(1)).toEqual([
      {
        path: CONFIG_PATH,
        line: 3,
        level: 'notice',
        message:
          'No file matches desing/** in rfcs.paths. Correct it, unless the first RFC is still to come.',
      },
      {
        path: CONFIG_PATH,
        line: 4,
        level: 'notice',
        message:
          'No file matches old/** in rfcs.ignore. Correct or remove it, unless such a file is still to come.',
      },
    ])
  })

  it('are reported as unknown when GitHub does not list all files', () => {
    const told = story()
    told.push({ [CONFIG_PATH]: PATTERNS })
    const { conclusion, summary, annotations } = checkOf(told, {
      idle: { kind: 'unseen', why: 'this repository has more files than GitHub lists' },
    })
    expect(conclusion).toBe('success')
    expect(summary).toMatch(
      /Couldn't check whether its patterns match files: this repository has more files than GitHub lists\.$/,
    )
    expect(annotations).toHaveLength(1)
  })
})

describe('D1: the location of the configuration in effect', () => {
  const shared = { configFrom: 'organisation' } as const

  it('is named when a problem is in another repository, without a line of this one', () => {
    const told = story({ config: BROKEN })
    told.push({ [FILE]: rfc(['ada']) })
    const { title, summary, annotations } = checkOf(told, shared)
    expect(title).toMatch(
      /^In acme\/\.github, \.github\/rfc-alignment\.yml, line 3, column 3: Unknown key pathes/,
    )
    expect(summary).toMatch(
      /In `acme\/\.github`, `\.github\/rfc-alignment\.yml`, line 3, column 3: Unknown key/,
    )
    expect(annotations).toEqual([])
  })

  it('is named with a login there that is not on GitHub', () => {
    const told = story({ config: 'version: 1\nstakeholders:\n  always: ["@nobody-here"]\n' })
    told.push({ [FILE]: rfc(['ada']) })
    const { summary, annotations } = checkOf(told, shared)
    expect(summary).toMatch(
      /In `acme\/\.github`, `\.github\/rfc-alignment\.yml`, line 3, column 13: `@.?nobody-here` isn't on GitHub/u,
    )
    expect(annotations).toEqual([])
  })

  it('is annotated on the base while the pull request does not change the file', () => {
    const told = story({ config: 'version: 1\nstakeholders:\n  always: ["@nobody-here"]\n' })
    told.push({ [FILE]: rfc(['ada']) })
    expect(checkOf(told).annotations).toMatchObject([{ path: CONFIG_PATH, line: 3 }])
  })

  it('comes with what to do when the file is not text', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    const config = { kind: 'unreadable', blob: 'b', why: 'is a symbolic link' } as const
    expect(checkOf(told, { config }).annotations).toMatchObject([
      { message: 'The configuration is a symbolic link. Replace it with a regular text file in UTF-8.' },
    ])
  })

  it('is shown with the blob that was read (V3)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    const config = { kind: 'text', blob: 'c0ffee12345', text: 'version: 1' } as const
    const shown = (change: Partial<Snapshot>) =>
      /`main`, (.*), material/.exec(checkOf(told, change).summary)?.[1]
    expect([{}, { config }, { config, ...shared }].map(shown)).toEqual([
      'default configuration',
      'configuration `c0ffee1`',
      "the organisation's configuration `c0ffee1`",
    ])
  })
})
