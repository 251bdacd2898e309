import { describe, expect, it } from 'vitest'
import { fileKey } from '../../src/facts/keys.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, person, story, type StoryOptions } from '../rules/story.ts'
import { DEFAULTS } from '../../src/config/config.ts'
import { caseUnder } from '../../src/rfc/case.ts'
import { problemDigest } from '../../src/rfc/material.ts'
import { versionsOf } from '../../src/rfc/versions.ts'

const config = (...lines: readonly string[]) => ['version: 1', ...lines, ''].join('\n')

/** What changed since the commitment of the first stakeholder, as the verdict tells it; `fresh` when nothing did. */
function changed(told: ReturnType<typeof story>) {
  const freshness = told.rfc().rows[0]?.freshness
  return freshness?.kind === 'stale' ? freshness.sections : freshness?.kind
}

/** A commitment of @ada to the files as they stand first; what changed after the second push. */
function changedBy(
  first: Record<string, string | null>,
  second: Record<string, string | null>,
  configText?: string,
) {
  const told = story(configText === undefined ? {} : { config: configText })
  told.push(first)
  told.say('ada', '/commit')
  told.push(second)
  return changed(told)
}

const doc = (sections: Record<string, string>, before = '') =>
  `${before}# Billing\n\n${Object.entries({ ...sections, Alignment: '- @ada' })
    .map(([title, text]) => `## ${title}\n\n${text}\n`)
    .join('\n')}`

const TEXT = { Problem: 'Late.', Proposal: 'Bill from events.', Rollout: 'In May.' }

describe('F2: the whole document is material, and the changed section is named (F4)', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['a section', doc(TEXT), doc({ ...TEXT, Proposal: 'Bill nightly.' }), ['Proposal']],
    [
      'two sections',
      doc(TEXT),
      doc({ ...TEXT, Proposal: 'Bill nightly.', Rollout: 'In June.' }),
      ['Proposal', 'Rollout'],
    ],
    ['a section that was added', doc(TEXT), doc({ ...TEXT, Costs: 'None.' }), ['Costs']],
    ['a section that was removed', doc({ ...TEXT, Costs: 'None.' }), doc(TEXT), ['Costs']],
    [
      'the front matter',
      doc(TEXT, '---\nbudget: 3\n---\n'),
      doc(TEXT, '---\nbudget: 4\n---\n'),
      ['the front matter'],
    ],
    [
      'the text before the first heading',
      `Pays 3.\n\n${doc(TEXT)}`,
      `Pays 4.\n\n${doc(TEXT)}`,
      ['the text before the first section'],
    ],
    [
      'text below the title',
      doc(TEXT).replace('# Billing\n', '# Billing\n\nPays 3.\n'),
      doc(TEXT).replace('# Billing\n', '# Billing\n\nPays 4.\n'),
      ['Billing'],
    ],
    [
      'a section under a section',
      doc({ ...TEXT, Proposal: '### How\n\nBy hand.' }),
      doc({ ...TEXT, Proposal: '### How\n\nBy machine.' }),
      ['Proposal'],
    ],
    [
      'the order of sections',
      doc({ Problem: 'Late.', Proposal: 'Bill.', Rollout: 'In May.' }),
      doc({ Problem: 'Late.', Rollout: 'In May.', Proposal: 'Bill.' }),
      ['the order of the sections'],
    ],
    [
      'sections without a title above them',
      '## Problem\n\nLate.\n\n## Proposal\n\nBill.\n\n## Alignment\n\n- @ada\n',
      '## Problem\n\nLater.\n\n## Proposal\n\nBill.\n\n## Alignment\n\n- @ada\n',
      ['Problem'],
    ],
    [
      'one of two titles',
      '# Problem\n\nLate.\n\n## Why\n\nSlow.\n\n# Proposal\n\nBill.\n\n# Alignment\n\n- @ada\n',
      '# Problem\n\nLate.\n\n## Why\n\nFast.\n\n# Proposal\n\nBill.\n\n# Alignment\n\n- @ada\n',
      ['Problem'],
    ],
    [
      'text in the Alignment section beside its names',
      doc(TEXT).replace('- @ada', 'Pays 3.\n\n- @ada'),
      doc(TEXT).replace('- @ada', 'Pays 4.\n\n- @ada'),
      ['Alignment'],
    ],
  ])('names what changed: %s', (_, one, two, sections) => {
    expect(changedBy({ [FILE]: one }, { [FILE]: two })).toEqual(sections)
  })

  it('except the names in the Alignment section (F5)', () => {
    expect(changedBy({ [FILE]: rfc(['ada']) }, { [FILE]: rfc(['ada', 'linus']) })).toBe('fresh')
  })

  it('except its path and other files', () => {
    expect(
      changedBy({ [FILE]: rfc(['ada']) }, { [FILE]: null, 'rfcs/0002.md': rfc(['ada']), 'src/a.ts': 'x' }),
    ).toBe('fresh')
  })

  it('restoring the old text makes commitments current again (F4)', () => {
    const told = story()
    told.push({ [FILE]: doc(TEXT) })
    told.say('ada', '/commit')
    told.push({ [FILE]: doc({ ...TEXT, Problem: 'Later.' }) })
    told.push({ [FILE]: doc(TEXT) })
    expect(changed(told)).toBe('fresh')
  })
})

describe('D4: a commitment covers every RFC of the pull request', () => {
  const one = { 'rfcs/1.md': rfc(['ada'], 'One.'), 'rfcs/2.md': rfc(['ada'], 'Two.') }

  it.each<[string, Record<string, string | null>, unknown]>([
    ['is stale when one of them changes', { 'rfcs/2.md': rfc(['ada'], 'Three.') }, ['Proposal']],
    ['is stale when one is added', { 'rfcs/3.md': rfc(['ada'], 'Three.') }, ['rfcs/3.md']],
    ['is stale when one is removed', { 'rfcs/2.md': null }, ['rfcs/2.md']],
    [
      'is stale when one is replaced by another',
      { 'rfcs/2.md': null, 'rfcs/3.md': rfc(['ada']) },
      ['rfcs/3.md', 'rfcs/2.md'],
    ],
    [
      'stays fresh when two exchange their names',
      { 'rfcs/1.md': rfc(['ada'], 'Two.'), 'rfcs/2.md': rfc(['ada'], 'One.') },
      'fresh',
    ],
  ])('%s', (_, change, sections) => {
    expect(changedBy(one, change)).toEqual(sections)
  })

  it('a deletion differs from the text it deletes', () => {
    const told = story({ base: { [FILE]: rfc(['ada']) } })
    told.push({ [FILE]: rfc(['ada'], 'Bill nightly.') })
    told.say('ada', '/commit')
    told.push({ [FILE]: null })
    expect([told.position('ada'), changed(told)]).toEqual([
      'stale',
      expect.arrayContaining(['Problem', 'Proposal']),
    ])
    told.say('ada', '/commit')
    expect(told.position('ada')).toBe('committed')
  })

  it('a deletion differs from that of another file', () => {
    const told = story({ base: { 'rfcs/1.md': rfc(['ada']), 'rfcs/2.md': rfc(['ada']) } })
    told.push({ 'rfcs/1.md': null })
    told.say('ada', '/commit')
    told.push({ 'rfcs/1.md': rfc(['ada']), 'rfcs/2.md': null })
    expect(told.position('ada')).toBe('stale')
  })

  it('a moved and changed file is reported by its sections, two in place of one by their names', () => {
    const moved = { [FILE]: null, 'rfcs/2.md': doc({ ...TEXT, Rollout: 'In June.' }) }
    expect(changedBy({ [FILE]: doc(TEXT) }, moved)).toEqual(['Rollout'])
    expect(changedBy({ [FILE]: doc(TEXT) }, { ...moved, 'rfcs/3.md': doc(TEXT) })).toEqual([
      'rfcs/2.md',
      'rfcs/3.md',
      FILE,
    ])
  })
})

describe('F2: a file of the same pull request with a relative link to it is material', () => {
  const linking = (target: string) => ({ [FILE]: `${rfc(['ada'])}\n## Plan\n\n![the plan](${target})\n` })

  it.each<[string, string, string]>([
    ['to the same folder', 'plan.svg', 'rfcs/plan.svg'],
    ['to a folder below', './img/plan.svg', 'rfcs/img/plan.svg'],
    ['to a folder above', '../img/plan.svg', 'img/plan.svg'],
    ['from the root', '/img/plan.svg', 'img/plan.svg'],
    ['with a fragment', 'plan.svg#top', 'rfcs/plan.svg'],
  ])('by a link %s', (_, target, path) => {
    // A file in the folder of an RFC is attached to it as well (D2).
    const changed = ['Plan', ...(path.startsWith('rfcs/') ? ['the attachments'] : [])]
    expect(changedBy({ ...linking(target), [path]: 'one' }, { [path]: 'two' })).toEqual(changed)
    expect(changedBy({ ...linking(target), [path]: 'one' }, { [path]: null })).toEqual(changed)
    expect(changedBy({ ...linking(target), [path]: 'one' }, { 'img/other.svg': 'two' })).toBe('fresh')
  })

  it('a file that this pull request does not change is not', () => {
    const told = story({ base: { 'rfcs/plan.svg': 'one' } })
    told.push(linking('plan.svg'))
    told.say('ada', '/commit')
    told.push({ 'src/a.ts': 'x' })
    expect(changed(told)).toBe('fresh')
  })
})

describe('F2: files linked from a linked file are material', () => {
  const linking = { [FILE]: rfc(['ada'], 'See [the plan](../docs/plan.md).') }
  const plan = 'See [the costs](costs.md).'

  it('over several pages and in a circle', () => {
    const files = {
      ...linking,
      'docs/plan.md': plan,
      'docs/costs.md': '![sums](../img/sums.svg) [back](plan.md)',
      'img/sums.svg': 'one',
    }
    expect(changedBy(files, { 'img/sums.svg': 'two' })).toEqual(['Proposal'])
    expect(changedBy(files, { 'docs/costs.md': 'None.' })).toEqual(['Proposal'])
    expect(changedBy(files, { 'docs/other.md': 'two' })).toBe('fresh')
  })

  it('but a page that this pull request does not change is not followed', () => {
    const told = story({ base: { 'docs/plan.md': plan } })
    told.push({ ...linking, 'docs/costs.md': 'None.' })
    told.say('ada', '/commit')
    told.push({ 'docs/costs.md': 'Some.' })
    expect(changed(told)).toBe('fresh')
  })

  it('a page that was moved away differs from one that exists', () => {
    const told = story({ base: { 'docs/plan.md': 'One.' } })
    const first = told.push(linking)
    told.say('ada', '/commit')
    const moved = told.push({ 'src/a.ts': 'x' })
    const changesAt = new Map(told.snapshot().changesAt)
    const rfcFile = { path: FILE, previousPath: null, change: 'added' as const }
    const plan = { path: 'docs/old.md', previousPath: 'docs/plan.md', change: 'renamed' as const }
    changesAt.set(first, { kind: 'complete', files: [rfcFile] })
    changesAt.set(moved, { kind: 'complete', files: [rfcFile, plan] })
    const verdict = told.judge({ changesAt, changes: { kind: 'complete', files: [rfcFile, plan] } })
    expect('rows' in verdict && verdict.rows[0]?.position).toBe('stale')
  })

  it('another RFC of the pull request counts as a document, so the names in it do not (F5)', () => {
    const files = {
      [FILE]: rfc(['ada'], 'See [the other](0002.md) and [this](0001.md#problem).'),
      'rfcs/0002.md': rfc(['ada']),
    }
    expect(changedBy(files, { 'rfcs/0002.md': rfc(['ada', 'linus']) })).toBe('fresh')
    expect(changedBy(files, { 'rfcs/0002.md': rfc(['ada'], 'Bill nightly.') })).toEqual(['Proposal'])
  })

  it('links that lead too far make the commitment stale with that reason', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 12 }, (_, page) => [`docs/${page}.md`, `[next](${page + 1}.md)`]),
    )
    const many = Object.fromEntries(Array.from({ length: 301 }, (_, page) => [`docs/${page}.svg`, 'x']))
    const links = Object.keys(many).map((path) => `![page](../${path})`)
    for (const files of [
      { [FILE]: rfc(['ada'], '[pages](../docs/0.md)'), ...chain },
      { [FILE]: rfc(['ada'], links.join('\n')), ...many },
    ]) {
      const told = story()
      told.push(files)
      told.say('ada', '/commit')
      expect(told.position('ada')).toBe('stale')
      expect(told.rfc().rows[0]?.freshness).toMatchObject({
        why: expect.stringContaining('Link to fewer files.'),
      })
    }
  })
})

describe('F2a: the path is material', () => {
  const TEXT = rfc(['ada'], 'Bill nightly.')

  it('moving a text from a new file over one at the base makes commitments stale', () => {
    const told = story({ base: { [FILE]: rfc(['ada']) } })
    told.push({ 'rfcs/0002.md': TEXT })
    told.say('ada', '/commit')
    told.push({ 'rfcs/0002.md': null, [FILE]: TEXT })
    expect(changed(told)).toEqual(['the place (now it replaces rfcs/0001.md)'])
  })

  it('moving a text from a file of the base to another makes commitments stale', () => {
    const told = story({ base: { [FILE]: rfc(['ada']), 'rfcs/0002.md': rfc(['ada']) } })
    told.push({ 'rfcs/0002.md': TEXT })
    told.say('ada', '/commit')
    told.push({ 'rfcs/0002.md': rfc(['ada']), [FILE]: TEXT })
    expect(told.position('ada')).toBe('stale')
  })

  it.each<[string, string, string, unknown]>([
    [
      'a move to another folder makes a commitment stale',
      'rfcs/0001.md',
      'rfcs/billing/0001.md',
      ['the place (now it is new in rfcs/billing, as .md)'],
    ],
    [
      'a move to another kind of file makes a commitment stale',
      'rfcs/0001.md',
      'rfcs/0001.mdx',
      ['the place (now it is new in rfcs, as .mdx)'],
    ],
    [
      'another file name keeps it fresh, as when the RFC gets its number (F5)',
      'rfcs/0000-billing.md',
      'rfcs/0031-billing.md',
      'fresh',
    ],
  ])('%s', (_, one, two, expected) => {
    const change = { [one]: null, [two]: TEXT }
    expect(changedBy({ [one]: TEXT }, change, config('rfcs: { paths: ["rfcs/**"] }'))).toEqual(expected)
  })

  it('a renamed file counts by its old and new path', () => {
    const told = story({ base: { 'rfcs/0002.md': TEXT, 'rfcs/0003.md': TEXT } })
    const first = told.push({ [FILE]: TEXT })
    told.say('ada', '/commit')
    const second = told.push({ 'src/a.ts': 'x' })
    const position = (before: string, after: string) => {
      const files = (previousPath: string) =>
        ({ kind: 'complete', files: [{ path: FILE, previousPath, change: 'renamed' }] }) as const
      const changesAt = new Map(told.snapshot().changesAt).set(first, files(before)).set(second, files(after))
      const verdict = told.judge({ changesAt, changes: files(after) })
      return 'rows' in verdict && verdict.rows[0]?.position
    }
    expect(position('rfcs/0002.md', 'rfcs/0002.md')).toBe('committed')
    expect(position('rfcs/0002.md', 'rfcs/0003.md')).toBe('stale')
  })

  it('is not excluded by the configuration', () => {
    const told = story({
      base: { [FILE]: rfc(['ada']) },
      config: config('freshness: { sections: [Problem] }'),
    })
    told.push({ 'rfcs/0002.md': TEXT })
    told.say('ada', '/commit')
    told.push({ 'rfcs/0002.md': null, [FILE]: TEXT })
    expect(told.position('ada')).toBe('stale')
  })
})

describe('F6: changes on the base since are not part of a commitment', () => {
  const linking = rfc(['ada'], '![the plan](plan.svg) [costs](../docs/costs.md)')
  const base = { 'rfcs/plan.svg': 'one', 'docs/costs.md': '![](sums.svg)', 'docs/sums.svg': 'one' }
  const own = {
    [FILE]: linking,
    'rfcs/plan.svg': 'two',
    'docs/costs.md': '![all](sums.svg)',
    'docs/sums.svg': 'two',
  }

  it.each([
    ['a linked file', 'rfcs/plan.svg'],
    ['a file that a linked one shows', 'docs/sums.svg'],
  ])('in %s', (_, path) => {
    const told = story({ base })
    told.push(own)
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
    told.facts.baseNow = { ...base, [path]: 'three' }
    expect(told.rfc().problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(`\`${path}\` changed on \`main\``),
    ])
    told.facts.baseNow = { ...base, 'docs/other.svg': 'three' }
    expect(told.judge().state).toBe('committed')
  })
})

describe('F2: the configuration narrows what is material', () => {
  const narrowed = (...names: readonly string[]) => config('freshness:', `  sections: [${names.join(', ')}]`)

  it.each<[string, readonly string[], string, string, unknown]>([
    [
      'another section does not count',
      ['Problem'],
      doc(TEXT),
      doc({ ...TEXT, Rollout: 'In June.' }),
      'fresh',
    ],
    ['the named section counts', ['Problem'], doc(TEXT), doc({ ...TEXT, Problem: 'Later.' }), ['Problem']],
    [
      'a part of the named section counts',
      ['Proposal'],
      doc({ ...TEXT, Proposal: '### How\n\nBy hand.' }),
      doc({ ...TEXT, Proposal: '### How\n\nBy machine.' }),
      ['Proposal'],
    ],
    [
      'each of several named sections counts',
      ['Problem', 'Proposal'],
      doc(TEXT),
      doc({ ...TEXT, Proposal: 'Bill nightly.', Rollout: 'In June.' }),
      ['Proposal'],
    ],
    [
      'an alias in the document means the section',
      ['Problem'],
      doc(TEXT).replace('## Problem', '## Motivation'),
      doc({ ...TEXT, Rollout: 'In June.' }).replace('## Problem', '## Motivation'),
      'fresh',
    ],
    [
      'the configuration may use the alias',
      ['motivation'],
      doc(TEXT),
      doc({ ...TEXT, Rollout: 'In June.' }),
      'fresh',
    ],
    [
      'front matter does not count',
      ['Problem'],
      doc(TEXT, '---\nbudget: 3\n---\n'),
      doc(TEXT, '---\nbudget: 4\n---\n'),
      'fresh',
    ],
    [
      'a new section elsewhere does not count',
      ['Problem'],
      doc(TEXT),
      doc({ ...TEXT, Costs: 'None.' }),
      'fresh',
    ],
    [
      'the whole document counts where a named section is missing',
      ['Problem', 'Costs'],
      doc(TEXT),
      doc({ ...TEXT, Rollout: 'In June.' }),
      ['Rollout'],
    ],
  ])('%s', (_, names, one, two, sections) => {
    expect(changedBy({ [FILE]: one }, { [FILE]: two }, narrowed(...names))).toEqual(sections)
  })
})

describe('F1: text that cannot be read is never the same', () => {
  it('a version whose description cannot be read any more is stale', () => {
    const told = story({ config: config('sections: []', 'stakeholders:', '  always: ["@linus", "@ada"]') })
    told.push({ 'src/a.ts': 'x' })
    told.label('rfc', 'on')
    told.describe('first')
    told.say('ada', '/commit')
    // Of an edit history that somebody cleared only the newest text is left, be it the word for nothing.
    told.describe('null')
    told.facts.description.revisions = (told.facts.description.revisions ?? []).map((revision, index, all) =>
      index === all.length - 1 ? revision : { ...revision, editor: person('author'), text: null as never },
    )
    told.say('linus', '/commit')
    // Nor does anybody know whom the text named that is gone (S6).
    expect([told.judge().state, told.position('linus'), told.position('ada')]).toEqual([
      'needs fixing',
      'committed',
      'stale',
    ])
    expect(told.rfc().rows.find(({ person }) => person.login === 'ada')?.freshness).toMatchObject({
      why: "the description: This version of the description can't be read.",
    })
  })

  it('a head whose file is not text is stale, and says so', () => {
    const told = story({ base: { [FILE]: rfc(['ada']) } })
    const first = told.push({ [FILE]: rfc(['ada'], 'Bill weekly.') })
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada'], 'Bill nightly.') })
    const files = new Map(told.snapshot().files)
    files.set(fileKey(first, FILE), { kind: 'unreadable', blob: null, why: 'is not text' })
    const verdict = told.judge({ files })
    expect('rows' in verdict && verdict.rows[0]?.freshness).toEqual({
      kind: 'stale',
      sections: [],
      words: null,
      why: `${FILE}: The file is not text. An RFC must be a regular text file in UTF-8 of at most 1 MiB.`,
    })
  })

  it('even with the same blob on both sides', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']), 'rfcs/2.md': rfc(['ada']) })
    told.say('ada', '/commit')
    told.push({ 'src/a.ts': 'x' })
    const files = new Map(told.snapshot().files)
    for (const commit of told.facts.commits) {
      files.set(fileKey(commit, 'rfcs/2.md'), { kind: 'unreadable', blob: 'b', why: 'is a symbolic link' })
    }
    const verdict = told.judge({ files })
    expect('rows' in verdict && verdict.rows[0]?.freshness).toEqual({
      kind: 'stale',
      sections: [],
      words: null,
      why: 'rfcs/2.md: The file is a symbolic link. An RFC must be a regular text file in UTF-8 of at most 1 MiB.',
    })
  })

  it('a review of a commit that cannot be read consents to nothing, and says what to do (F1)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    const review = { state: 'commented', commit: '9'.repeat(40), isDismissed: false } as const
    told.say('ada', '/commit', { on: 'review', review })
    expect([told.position('ada'), told.rejections()]).toEqual([
      'silent',
      [
        "Commits were pushed about when `/commit` was posted, so it isn't clear which text it is about. Post `/commit` again in a new comment.",
      ],
    ])
  })

  it('a commitment is stale when the changes of its commit cannot be read any more, and says so', () => {
    const told = story()
    const first = told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.evaluate()
    told.push({ [FILE]: rfc(['ada'], 'Bill nightly.') })
    const changesAt = new Map(told.snapshot().changesAt)
    changesAt.delete(first)
    const verdict = told.judge({ changesAt })
    expect('rows' in verdict && verdict.rows[0]?.freshness).toEqual({
      kind: 'stale',
      sections: [],
      words: null,
      why: 'its changes could not be read',
    })
  })

  it('a commitment is stale when the head cannot be read now, and says so', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    const head = told.push({ [FILE]: rfc(['ada'], 'Bill nightly.') })
    const files = new Map(told.snapshot().files)
    files.set(fileKey(head, FILE), { kind: 'unreadable', blob: null, why: 'is not text' })
    const verdict = told.judge({ files })
    expect('rows' in verdict && verdict.rows[0]?.freshness).toEqual({
      kind: 'stale',
      sections: [],
      words: null,
      why: `${FILE}: The file is not text. An RFC must be a regular text file in UTF-8 of at most 1 MiB.`,
    })
  })
})

describe('F2: each commitment is compared with the version it was made on', () => {
  const positions = (told: ReturnType<typeof story>) => ['ada', 'linus'].map((login) => told.position(login))

  it('another head', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus'], 'One.') })
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada', 'linus'], 'Two.') })
    told.say('linus', '/commit')
    expect(positions(told)).toEqual(['stale', 'committed'])
  })

  it('another description on the same head (D3)', () => {
    const told = story()
    told.label('rfc', 'on')
    told.describe(rfc(['ada', 'linus'], 'One.'))
    told.push({ 'src/a.ts': 'x' })
    told.say('ada', '/commit')
    told.describe(rfc(['ada', 'linus'], 'Two.'))
    told.say('linus', '/commit')
    expect(positions(told)).toEqual(['stale', 'committed'])
  })

  it('another label on the same head and description (D3)', () => {
    const told = story({
      config: config('rfcs: { labels: [rfc] }', 'stakeholders: { always: ["@ada", "@linus"] }'),
    })
    told.describe(rfc(['ada', 'linus'], 'One.'))
    told.push({ 'src/a.ts': 'x' })
    told.label('rfc', 'on')
    told.say('ada', '/commit')
    told.announce()
    told.label('rfc', 'off')
    told.say('linus', '/commit')
    expect(positions(told)).toEqual(['stale', 'committed'])
  })
})

describe('F3: alignment is stale only when the Problem section changed', () => {
  /** How @ada stands to the problem after these files, having shared it on the first. */
  function alignment(
    first: Record<string, string | null>,
    second: Record<string, string | null>,
    options: StoryOptions = {},
  ) {
    const told = story(options)
    told.push(first)
    told.say('ada', '/align')
    told.push(second)
    return told.rfc().rows.find(({ person }) => person.login === 'ada')?.alignment
  }
  const NO_RULES = config('sections: []')

  it.each<[string, string, string, string, StoryOptions?]>([
    [
      'is not stale when another section changed',
      doc(TEXT),
      doc({ ...TEXT, Rollout: 'In June.' }),
      'aligned',
    ],
    ['is stale when the section changed', doc(TEXT), doc({ ...TEXT, Problem: 'Later.' }), 'stale'],
    [
      'is stale when a part of the section changed',
      doc({ ...TEXT, Problem: 'Late.\n\n### Who\n\nAll.' }),
      doc({ ...TEXT, Problem: 'Late.\n\n### Who\n\nSome.' }),
      'stale',
    ],
    [
      'is stale when the order of its parts changed',
      doc({ ...TEXT, Problem: '### A\n\n### B\n' }),
      doc({ ...TEXT, Problem: '### B\n\n### A\n' }),
      'stale',
    ],
    [
      'is stale when any text changed and there is no such section',
      doc({ Plan: 'One.' }),
      doc({ Plan: 'Two.' }),
      'stale',
    ],
    [
      'is not stale when another section changed beside one under an alias of the configuration',
      doc({ Why: 'Late.', Plan: 'One.' }),
      doc({ Why: 'Late.', Plan: 'Two.' }),
      'aligned',
      { config: config('sections: [{ name: 1. The Problem, aliases: [Why] }]') },
    ],
    ...['Problem', 'Problem statement', 'Motivation'].map(
      (name): [string, string, string, string, StoryOptions] => [
        `is not stale when another section changed beside ${name}, where the configuration has no such section`,
        doc({ [name]: 'Late.', Plan: 'One.' }),
        doc({ [name]: 'Late.', Plan: 'Two.' }),
        'aligned',
        { config: NO_RULES },
      ],
    ),
  ])('%s', (_, one, two, expected, options = {}) => {
    expect(alignment({ [FILE]: one }, { [FILE]: two }, options)).toBe(expected)
  })

  it.each<[string, Record<string, string | null>, string]>([
    ['is not stale when other files changed', { 'src/a.ts': 'x' }, 'aligned'],
    [
      'is not stale when two RFCs exchanged their names',
      { 'rfcs/1.md': doc({ Problem: 'Two.' }), 'rfcs/2.md': doc({ Problem: 'One.' }) },
      'aligned',
    ],
    [
      'is stale when the problem of one of two RFCs changed',
      { 'rfcs/2.md': doc({ Problem: 'Three.' }) },
      'stale',
    ],
    ['is stale when an RFC was removed', { 'rfcs/2.md': null }, 'stale'],
    ['is stale when an RFC was added', { 'rfcs/3.md': doc({ Problem: 'Three.' }) }, 'stale'],
  ])('%s', (_, change, expected) => {
    const two = { 'rfcs/1.md': doc({ Problem: 'One.' }), 'rfcs/2.md': doc({ Problem: 'Two.' }) }
    expect(alignment(two, change)).toBe(expected)
  })

  it('a deletion instead of a text', () => {
    const base = { [FILE]: doc(TEXT) }
    expect(alignment({ [FILE]: doc({ ...TEXT, Rollout: 'In June.' }) }, { [FILE]: null }, { base })).toBe(
      'stale',
    )
    expect(alignment({ [FILE]: null }, { 'src/a.ts': 'x' }, { base })).toBe('aligned')
  })

  it('a text that cannot be read makes alignment stale', () => {
    const told = story()
    told.push({ [FILE]: doc(TEXT) })
    told.say('ada', '/align')
    const { changesAt } = told.snapshot()
    const second = told.push({ 'src/a.ts': 'x' })
    const lost = new Map([
      ...changesAt,
      [second, { kind: 'unreadable', why: 'lost', isGone: false }] as const,
    ])
    lost.set(told.facts.commits[0] as string, { kind: 'unreadable', why: 'lost', isGone: false })
    const other = told.judge({ changesAt: lost })
    expect('sharing' in other && other.sharing).toEqual({ of: 1, share: 0, differ: 0, committed: 0 })
  })
})

describe('F2: a linked file', () => {
  const linking = { [FILE]: `${rfc(['ada'])}\n![the plan](plan.png)\n` }

  /** Whether @ada's commitment stands when a picture, which is no text, has these blobs before and after. */
  function position(before: string | null, after: string | null) {
    const told = story()
    told.push({ ...linking, 'rfcs/plan.png': 'one' })
    told.say('ada', '/commit')
    told.push({ 'rfcs/plan.png': 'two' })
    const files = new Map(told.snapshot().files)
    told.facts.commits.forEach((commit, index) => {
      const blob = index === 0 ? before : after
      files.set(fileKey(commit, 'rfcs/plan.png'), {
        kind: 'unreadable',
        blob,
        why: 'is not UTF-8 throughout',
      })
    })
    const verdict = told.judge({ files })
    return 'rows' in verdict && verdict.rows[0]?.position
  }

  it('counts by its content when it is not text', () => {
    expect([position('one', 'one'), position('one', 'two'), position('one', null)]).toEqual([
      'committed',
      'stale',
      'stale',
    ])
  })

  it('does not count when a description links to it (D3)', () => {
    const told = story()
    told.label('rfc', 'on')
    told.describe(`${rfc(['ada'])}\n![the plan](plan.png)\n`)
    told.push({ 'plan.png': 'one' })
    told.say('ada', '/commit')
    told.push({ 'plan.png': 'two' })
    expect(told.position('ada')).toBe('committed')
  })
})

describe('F3: the Problem section', () => {
  const problemOf = (text: string | null, sections = DEFAULTS.sections) => {
    const told = story({ base: { [FILE]: 'Old.' } })
    told.push({ [FILE]: text })
    const snapshot = told.snapshot()
    const version = versionsOf(snapshot).at(-1)!
    return problemDigest(caseUnder({ ...DEFAULTS, sections }, snapshot, told.texts()), version)
  }
  const doc = (title: string, problem: string, proposal: string) =>
    `# Billing\n\n## ${title}\n\n${problem}\n\n## Proposal\n\n${proposal}\n\n## Alignment\n\n- @ada\n`
  const only = (name: string) => [{ name, aliases: [], required: true }]

  it('is the section of that name, by any of its names', () => {
    for (const title of ['Problem', 'The problem', 'Motivation', 'Problem statement']) {
      expect(problemOf(doc(title, 'Late.', 'A.')), title).toBe(problemOf(doc(title, 'Late.', 'B.')))
      expect(problemOf(doc(title, 'Late.', 'A.')), title).not.toBe(problemOf(doc(title, 'Early.', 'A.')))
    }
  })

  it('is found by its usual names when the configuration only lists other sections', () => {
    const sections = only('Proposal')
    expect(problemOf(doc('Problem', 'Late.', 'A.'), sections)).toBe(
      problemOf(doc('Problem', 'Late.', 'B.'), sections),
    )
    expect(problemOf(doc('Motivation', 'Late.', 'A.'), sections)).toBe(
      problemOf(doc('Motivation', 'Late.', 'B.'), sections),
    )
  })

  it('is the whole text when there is no such section; a deleted file equals a deleted file', () => {
    expect(problemOf(doc('Costs', 'Late.', 'A.'))).not.toBe(problemOf(doc('Costs', 'Late.', 'B.')))
    expect(problemOf(null)).not.toBe(problemOf(''))
    expect(problemOf(null)).toBe(problemOf(null))
  })
})
