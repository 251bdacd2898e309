import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { story } from './story.ts'

const FILE = 'rfcs/0001.md'

describe('D2, D3 and D5: which pull requests', () => {
  it('lets a pull request pass that touches no RFC', () => {
    const told = story()
    told.push({ 'src/a.ts': 'export {}' })
    expect(told.judge().state).toBe('not an RFC')
  })

  it('takes the description for the document where a label makes it an RFC (D3)', () => {
    const told = story()
    told.facts.labels = ['RFC']
    told.describe(rfc(['ada']))
    told.push({ 'src/a.ts': 'export {}' })
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
  })

  it('makes commitments stale when the description that is the document is edited', () => {
    const told = story()
    told.facts.labels = ['rfc']
    told.describe(rfc(['ada'], 'one'))
    told.push({ 'src/a.ts': 'export {}' })
    told.say('ada', '/commit')
    told.describe(rfc(['ada'], 'two'))
    expect([told.judge().state, told.position('ada')]).toEqual(['waiting', 'stale'])
  })

  it('stays an RFC when the file moves away: the check fails until nobody is owed any more (D5)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.push({ [FILE]: null, 'src/a.ts': 'export {}' })
    expect(told.rfc().problems[0]?.message).toMatch(/The RFC left this pull request/)
    told.say('ada', '/recuse nothing is left to decide')
    expect(told.judge().state).toBe('not an RFC')
  })

  it('asks the people of every RFC in the pull request (D4)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']), 'docs/rfcs/2.md': rfc(['linus']) })
    told.say('ada', '/commit')
    expect(told.rfc().rows.map(({ person }) => person.login)).toEqual(
      ['linus', 'ada'].toSorted((a, b) => (told.rfc().rows[0]?.person.login === a ? -1 : a < b ? -1 : 1)),
    )
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('T2, T3 and T5: the document', () => {
  it('says which section is missing, at the end of the file', () => {
    const told = story()
    told.push({ [FILE]: '# Billing\n\n## Problem\n\nLate.\n' })
    expect(told.rfc().problems[0]).toMatchObject({
      message: expect.stringMatching(/^The Alignment section is missing/),
      place: { path: FILE, line: 5 },
    })
  })

  it('takes a section that holds only a placeholder for empty', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']).replace('Invoices are late by a day.', 'TBD') })
    expect(told.rfc().problems[0]).toMatchObject({
      message: expect.stringMatching(/^The Problem section holds only a placeholder/),
      place: { path: FILE, line: 3 },
    })
  })
})

describe('F2, F4 and F5: the text a commitment was made on', () => {
  it('makes a commitment stale when the text changes, and says which section', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada'], 'one') })
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada'], 'two') })
    expect(told.rfc().rows[0]).toMatchObject({
      position: 'stale',
      freshness: { kind: 'stale', sections: ['Proposal'] },
    })
  })

  it('makes it fresh again when the old text comes back (F4)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada'], 'one') })
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada'], 'two') })
    told.push({ [FILE]: rfc(['ada'], 'one') })
    expect(told.position('ada')).toBe('committed')
  })

  it('makes nobody stale when the list of names, the file name or other files change (F5)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.push({ [FILE]: null, 'rfcs/0002.md': rfc(['ada', 'linus']), 'src/a.ts': 'export {}' })
    expect(told.position('ada')).toBe('committed')
  })

  it('compares only the sections the configuration names', () => {
    const told = story({ config: 'version: 1\nfreshness:\n  sections: [Problem]\n' })
    told.push({ [FILE]: rfc(['ada'], 'one') })
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada'], 'two') })
    expect(told.position('ada')).toBe('committed')
  })

  it('counts a linked file of the same pull request by its content', () => {
    const told = story()
    const text = rfc(['ada'], 'See [the schema](schema.sql).')
    told.push({ [FILE]: text, 'rfcs/schema.sql': 'one' })
    told.say('ada', '/commit')
    told.push({ 'rfcs/schema.sql': 'two' })
    expect(told.position('ada')).toBe('stale')
  })
})

describe('V1: the first state that applies', () => {
  it('waits in draft even when everybody has committed', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('draft')
  })

  it('puts a broken document before an objection, and an objection before misalignment', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('ada', '/misalign other')
    expect(told.rfc().state).toBe('misalignment')
    told.say('linus', '/object no')
    expect(told.rfc().state).toBe('objection')
    told.push({ [FILE]: rfc(['ada', 'linus', 'nobody-here']) })
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('fails whatever might be an RFC while the configuration is broken, and lets the rest pass (§10)', () => {
    const told = story({ config: 'version: 1\nrfcs:\n  pathes: [x]\n' })
    told.push({ 'src/a.ts': 'export {}' })
    expect(told.judge().state).toBe('not an RFC')
    told.push({ 'notes/a.md': 'text' })
    expect(told.rfc().problems[0]).toMatchObject({
      source: 'config',
      message: expect.stringMatching(/Did you mean `paths`/),
      place: { line: 3, column: 3 },
    })
  })

  it('does not go on while the pull request is closed', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.facts.state = 'closed'
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('gives the same verdict for the same snapshot', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect(JSON.stringify(told.judge())).toBe(JSON.stringify(told.judge()))
  })
})

describe('D2: what makes a file an RFC', () => {
  it('does not make one of a file that was only copied from an RFC', () => {
    const told = story()
    told.push({ 'notes/x.md': 'text' })
    const files = [{ path: 'notes/x.md', previousPath: 'rfcs/1.md', change: 'copied' as const }]
    expect(told.judge({ changes: { kind: 'complete', files } }).state).toBe('not an RFC')
  })
})

describe('D3: a description with more edits than GitHub shows', () => {
  it('counts as it reads since its last edit', () => {
    const told = story()
    told.facts.labels = ['rfc']
    told.describe(rfc(['ada']))
    told.push({ 'src/a.ts': 'export {}' })
    told.facts.description.revisions = null
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
  })
})

describe('D3: of several labels', () => {
  it('each makes the description the document', () => {
    const told = story({ config: 'version: 1\nrfcs: { labels: [RFC, Design] }\n' })
    told.label('design', 'on')
    told.describe(rfc(['ada']))
    told.push({ 'src/a.ts': 'export {}' })
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
  })
})

describe('D3: since when the description is the document', () => {
  it('is since the label made it one: what was said before then is said again', () => {
    const told = story()
    told.describe(rfc(['ada']))
    told.push({ 'src/a.ts': 'export {}' })
    told.say('ada', '/commit')
    told.label('rfc', 'on')
    expect(told.position('ada')).toBe('silent')
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
  })

  it('stays what people were named by when the label goes (D5, S6)', () => {
    const told = story()
    told.describe(rfc(['ada']))
    told.label('rfc', 'on')
    told.push({ 'src/a.ts': 'export {}' })
    told.label('rfc', 'off')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'needs fixing'])
  })
})
