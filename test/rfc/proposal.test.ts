import { describe, expect, it } from 'vitest'
import { titleOf } from '../../src/report/title.ts'
import { rfc } from '../rfc-text.ts'
import { config, withFiles, withText } from '../rules/stories.ts'
import { FILE, type Story, story } from '../rules/story.ts'

/** A document with these blocks between its Problem and Alignment sections. */
const doc = (...blocks: readonly string[]) =>
  ['# Billing', '## Problem', 'Late.', ...blocks, '## Alignment', '- @ada', ''].join('\n\n')

const unproposed = (told: Story) => told.rfc().problemFirst.unproposed

describe('T7: a document proposes nothing yet', () => {
  it.each<[string, string]>([
    ['with nothing but Problem and Alignment', doc()],
    [
      'with Options, Success, Plan and open questions besides',
      doc(...beside('Options', 'Success', 'Plan', 'Open questions')),
    ],
    [
      'with their other names',
      doc(...beside('Alternatives considered', 'When to stop', '3. Rollout', 'Unresolved Questions')),
    ],
    ['with a heading that joins nothing but these', doc(...beside('Alternatives & open questions'))],
    ['with another section that is empty', doc('## Proposal')],
    [
      'with another section of a placeholder (T3)',
      doc('## Proposal', 'TBD', '## Design', '<how it works>\n\n- [ ] TODO'),
    ],
    ['with a comment below its title', doc().replace('# Billing', '# Billing\n\n<!-- one sentence -->')],
    ['with subsections of the problem', doc('### Who is affected', 'Customers.', '### Since when', 'May.')],
    ['with subsections of the options', doc('## Options', '### Bill from events', 'A day earlier.')],
    ['whose title is no section around the others', doc().replace('# Billing', '# Problem: late invoices')],
    [
      'whose sections are of the first level',
      '# Problem\n\nLate.\n\n## Who\n\nMe.\n\n# Alignment\n\n- @ada\n',
    ],
    ['whose headings are in bold', '**Problem**\n\nLate.\n\n**Alignment**\n\n- @ada\n'],
    ['with front matter', `---\ntitle: Bill from events\n---\n${doc()}`],
  ])('%s', (_, text) => {
    expect(unproposed(withText(text))).toEqual([FILE])
  })

  it.each<[string, string]>([
    ['in a section of another name', doc('## Proposal', 'Bill from events.')],
    ['in a section of any other name', doc('## Zusammenfassung', 'x')],
    ['below the title', doc().replace('# Billing', '# Billing\n\nBill from events.')],
    ['before the first heading', `Bill from events.\n\n${doc()}`],
    ['in a subsection of another section', doc('## Design', '### Events', 'One for each call.')],
    ['in a heading that joins another name', doc().replace('## Problem', '## Problem and proposal')],
    ['below a title that is named like a section', doc('## Design', 'x').replace('# Billing', '# Context')],
    ['after a section that belongs to the problem', doc('### Who', 'Me.', '## Design', 'Events.')],
    ['in code', doc('## Design', '```\nbill(events)\n```')],
  ])('but one with prose %s does', (_, text) => {
    expect(unproposed(withText(text))).toEqual([])
  })

  it('as one of several documents, and the RFC waits for it (D4)', () => {
    const told = withFiles({ [FILE]: rfc(['ada']), 'rfcs/0002.md': doc() })
    told.say('ada', '/commit')
    expect([unproposed(told), told.rfc().state]).toEqual([['rfcs/0002.md'], 'waiting'])
    told.push({ 'rfcs/0002.md': doc('## Design', 'Events.') })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('but its deletion is a proposal', () => {
    const told = story({ base: { [FILE]: doc() } })
    told.push({ [FILE]: null })
    told.say('ada', '/commit')
    expect([unproposed(told), told.rfc().state]).toEqual([[], 'committed'])
  })

  it('as the description (D3)', () => {
    const told = story()
    told.facts.labels = ['rfc']
    told.describe(doc())
    told.push({ 'src/a.ts': 'export {}' })
    told.say('ada', '/commit')
    expect([unproposed(told), titleOf(told.rfc())]).toEqual([
      [null],
      'Nothing is proposed yet: waiting for @ada to align on the problem',
    ])
    told.describe(doc('## Design', 'Events.'))
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it.each<[string, string, readonly string[]]>([
    [
      'the defaults stay where the list has none of these names',
      '[{ name: Problem }, { name: Alignment }]',
      [FILE],
    ],
    [
      'a section of another name may take one of them',
      '[{ name: Problem }, { name: Design, aliases: [Plan] }]',
      [],
    ],
    [
      'one of these sections may have more names',
      '[{ name: Problem }, { name: Plan, aliases: [Phases] }]',
      [FILE],
    ],
    ['a section keeps its meaning under an alias', '[{ name: Context }, { name: Rollout }]', [FILE]],
  ])('by a configuration: %s (T2)', (_, sections, expected) => {
    const text = doc(...beside('Plan')).replace('## Problem', '## Context\n\nLate.\n\n## Problem')
    const phases = sections.includes('Phases') ? text.replace('## Plan', '## Phases') : text
    expect(unproposed(withText(phases, config(`sections: ${sections}`)))).toEqual(expected)
  })
})

function beside(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`## ${name}`, 'First of all.'])
}

describe('P3: the number of options', () => {
  it.each<[string, number, string]>([
    ['no such section', 0, doc('## Design', '- a\n- b')],
    ['an empty one', 0, doc('## Options', 'TBD')],
    ['prose alone, in which nobody can count', 0, doc('## Options', 'Bill nightly, or from events.')],
    [
      'a list, without what is a placeholder',
      2,
      doc('## Options', '- nightly\n- from events\n  - at once\n- TBD'),
    ],
    [
      'the first list alone',
      2,
      doc('## Options', '1. nightly\n2. from events', 'Criteria:', '- cost\n- time\n- risk'),
    ],
    ['a table', 2, doc('## Options', '| Option | Cost |\n|---|---|\n| nightly | 1 |\n| from events | 2 |')],
    [
      'subsections, without those that are empty',
      2,
      doc('## Options', '### A', 'x', '#### More', '- 1\n- 2\n- 3', '### B', 'y', '### C'),
    ],
    ['sections under an alias', 2, doc('## Alternatives', '- a', '## Alternatives considered', '- b')],
    [
      'a section within another of that name, once',
      1,
      doc('## Alternatives', '### Alternatives considered', 'a'),
    ],
  ])('is that of %s: %d', (_, options, text) => {
    expect(withText(text).rfc().problemFirst.options).toBe(options)
  })

  it('is that of all documents', () => {
    const text = doc('## Options', '- a\n- b')
    expect(withFiles({ [FILE]: text, 'rfcs/0002.md': text }).rfc().problemFirst.options).toBe(4)
  })
})
