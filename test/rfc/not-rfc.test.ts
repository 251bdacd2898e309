import { describe, expect, it } from 'vitest'
import { fileKey } from '../../src/facts/keys.ts'
import { publicationOf } from '../../src/report/publication.ts'
import { titleOf } from '../../src/report/title.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, type Story, story, type StoryOptions } from '../rules/story.ts'
import { withFiles, config } from '../rules/stories.ts'
import { titleAndPositions } from '../rules/account.ts'

const HOME = 'rfcs/0007-pay/README.md'

const APPENDIX = 'rfcs/0007-pay/appendix.md'

const CHART = 'rfcs/0007-pay/img/chart.svg'

const COUNTS = '# Counts\n\nBy warehouse.\n'

/** A pull request that was not announced as an RFC yet. */
function firstSeen(files: Record<string, string | null>, options: StoryOptions = {}): Story {
  const history = story(options)
  history.push(files, { announced: false })
  return history
}

describe('D2: a file that is not Markdown', () => {
  it('belongs to the RFC of its folder, or of one around it', () => {
    const history = withFiles({ [HOME]: rfc(['ada']), [CHART]: 'one' })
    history.say('ada', '/commit')
    expect(history.judge().state).toBe('committed')
    history.push({ [CHART]: 'two' })
    expect(titleAndPositions(history)).toEqual(['Waiting for @ada', '@ada stale'])
  })

  it('requires the stakeholders of that RFC when it is changed alone', () => {
    const history = withFiles({ [CHART]: 'two' }, { base: { [HOME]: rfc(['ada']), [CHART]: 'one' } })
    expect(titleAndPositions(history)).toEqual(['Waiting for @ada', '@ada silent'])
  })

  it('is not an RFC when its folders hold none, or several', () => {
    const none = firstSeen({ [CHART]: 'two' })
    expect(titleAndPositions(none)).toEqual([
      'Not an RFC (no change under rfcs/**, rfc/**, rfds/** and 5 more)',
    ])
    const several = firstSeen(
      { 'rfcs/chart.svg': 'two' },
      { base: { [FILE]: rfc(['ada']), 'rfcs/0002.md': rfc(['linus']) } },
    )
    expect(titleAndPositions(several)[0]).toMatch(/^Not an RFC/)
  })

  it('leaves the description as the document when a label makes an RFC (D3)', () => {
    const history = story()
    history.label('rfc', 'on')
    history.describe(rfc(['ada']))
    history.push({ [CHART]: 'one' })
    expect(titleAndPositions(history)).toEqual(['Waiting for @ada', '@ada silent'])
  })

  it('belongs to every RFC of the pull request if its folder has no single document', () => {
    const history = withFiles({ [FILE]: rfc(['ada']), 'rfcs/0002.md': rfc(['ada']), 'rfcs/chart.svg': 'one' })
    history.say('ada', '/commit')
    history.push({ 'rfcs/chart.svg': 'two' })
    expect(titleAndPositions(history)).toEqual(['Waiting for @ada', '@ada stale'])
  })

  it('does not hide an RFC that was renamed to it', () => {
    const history = withFiles(
      { [FILE]: null, 'rfcs/0001.txt': rfc(['ada']) },
      { base: { [FILE]: rfc(['ada']) } },
    )
    const files = [{ path: 'rfcs/0001.txt', previousPath: FILE, change: 'renamed' as const }]
    const verdict = history.judge({ changes: { kind: 'complete', files } })
    expect('rows' in verdict && verdict.rows.map(({ person: { login } }) => login)).toEqual(['ada'])
  })

  it('lists its folder only if no RFC of it is changed', () => {
    const folders = (files: Record<string, string>) => {
      const history = withFiles(files)
      const known = new Map([...history.snapshot().files].filter(([, file]) => !('entries' in file)))
      return history.missing({ files: known }).missingInputs.files.map(({ path }) => path)
    }
    expect(folders({ [HOME]: rfc(['ada']), 'rfcs/0007-pay/a.svg': 'one', [APPENDIX]: COUNTS })).toEqual([])
    expect(folders({ [CHART]: 'one' })).toEqual(['rfcs/0007-pay/img', 'rfcs/0007-pay'])
  })
})

describe('D2: a pull request that is not an RFC', () => {
  it('names the paths that count, and a file that looks like an RFC', () => {
    const history = withFiles({ 'design/pay.md': rfc(['ada']) }, config('rfcs: { paths: [text/] }'))
    const { check } = publicationOf(history.judge(), history.snapshot())
    expect([check.conclusion, check.title, check.summary]).toEqual([
      'success',
      'Not an RFC (no change under text/)',
      'This pull request changes no RFC under `text/` and has no RFC label, so no commitments are required.\n\n`design/pay.md` reads like an RFC, with a Problem and an Alignment section. To require commitments, move it under one of these paths, or add an RFC label.',
    ])
  })

  it.each<[string, Record<string, string>, number]>([
    ['no Markdown', { 'src/a.ts': 'x' }, 0],
    ['a README', { 'README.md': 'x' }, 0],
    ['a page', { 'docs/a.md': 'x' }, 1],
    ['four pages', { 'a.md': 'x', 'b.md': 'x', 'c.md': 'x', 'd.md': 'x' }, 0],
  ])('reads no further file when it changes %s', (_, files, count) => {
    const history = withFiles(files)
    expect(history.missing({ files: new Map() }).missingInputs.files).toHaveLength(count)
  })
})

describe('D8: RFCs older than the App', () => {
  const OLD = '# Pay\n\n## Motivation\n\nLate.\n'

  it.each<[string, Record<string, string | null>, StoryOptions, boolean]>([
    [
      'are not judged when they name nobody before and after',
      { [FILE]: `${OLD}More.` },
      { base: { [FILE]: OLD } },
      true,
    ],
    [
      'are judged when they now name somebody',
      { [FILE]: `${OLD}## Alignment\n\n- @ada\n` },
      { base: { [FILE]: OLD } },
      false,
    ],
    [
      'are judged when they had an Alignment section',
      { [FILE]: OLD },
      { base: { [FILE]: `${OLD}## Alignment\n\nTBD\n` } },
      false,
    ],
    [
      'are judged when they had a key that names people',
      { [FILE]: OLD },
      { base: { [FILE]: `---\nreviewers: []\n---\n${OLD}` } },
      false,
    ],
    [
      'are judged when the configuration names people',
      { [FILE]: `${OLD}More.` },
      { base: { [FILE]: OLD }, ...config("stakeholders: { always: ['@ada'] }") },
      false,
    ],
    ['are judged when they are deleted', { [FILE]: null }, { base: { [FILE]: OLD } }, false],
    [
      'are judged when a new one joins them',
      { [FILE]: `${OLD}More.`, 'rfcs/0002.md': OLD },
      { base: { [FILE]: OLD } },
      false,
    ],
  ])('%s', (_, files, options, isNone) => {
    const { state } = firstSeen(files, options).judge()
    expect(state === 'not an RFC').toBe(isNone)
  })

  it('stay RFCs if a head was announced that named somebody (D5)', () => {
    const history = withFiles({ [FILE]: `${OLD}## Alignment\n\n- @ada\n` }, { base: { [FILE]: OLD } })
    history.push({ [FILE]: `${OLD}More.` })
    expect(history.judge().state).not.toBe('not an RFC')
  })

  it('require nobody by their base version if the text is the same', () => {
    const since = 'a'.repeat(40)
    const told = story({ base: { [FILE]: rfc(['linus']) }, ...config(`rfcs: { since: ${since} }`) })
    told.push({ [FILE]: rfc(['ada']) })
    const { files } = told.snapshot()
    const named = (text: string) => {
      const at = new Map(files).set(
        fileKey(since, FILE),
        files.get(fileKey(told.snapshot().pullRequest.baseTip, FILE)) ?? { kind: 'absent' },
      )
      if (text !== '') at.set(fileKey(since, FILE), { kind: 'text', blob: 'other', text })
      const verdict = told.judge({ files: at })
      return 'rows' in verdict && verdict.rows.map(({ person: { login } }) => login)
    }
    expect(named('')).toEqual(['ada'])
    expect(named('another text')).toEqual(['ada', 'linus'])
  })
})

describe('D9: the repository where RFCs are decided', () => {
  it.each<[string, string]>([
    ['bases: [main]', 'Waiting for @ada'],
    ["bases: [release/*, 'm*']", 'Waiting for @ada'],
    ['bases: [trunk]', 'Not an RFC (RFCs are decided on trunk)'],
  ])('makes the title under `%s`: %s', (bases, title) => {
    const history = withFiles({ [FILE]: rfc(['ada']) }, config(`rfcs: { ${bases} }`))
    expect(titleOf(history.judge())).toBe(title)
  })
})
