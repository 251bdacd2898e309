import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { config, withFiles, withText } from '../rules/stories.ts'
import { FILE, named, type Story, story } from '../rules/story.ts'

const OPTIONS = '\n## Options\n\n- Do nothing.\n'
const revisit = (text: string) => `---\nrevisit: 2030-03-01\n---\n${text}`

/** What the author is asked, each with its place. */
const asked = (told: Story) =>
  told
    .rfc()
    .problemFirst.questions.map(
      ({ place, message }) => `${place?.path ?? 'the description'}:${place?.line} ${message}`,
    )

const CONSIDERED = 'What else was considered?'
const WORKED = 'How will you know on 2030-03-01 whether it worked?'

describe('T6: the author is asked', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'what else was considered, without Options',
      rfc(['ada']),
      [`${FILE}:13 ${CONSIDERED} Add an Options section.`],
    ],
    [
      'that too where Options are empty',
      rfc(['ada']).replace('## Alignment', '## Options\n\nTBD\n\n## Alignment'),
      [`${FILE}:11 ${CONSIDERED} The Options section is empty.`],
    ],
    ['nothing with options', `${rfc(['ada'])}${OPTIONS}`, []],
    [
      'nothing with options by another name',
      `${rfc(['ada'])}${OPTIONS.replace('Options', 'Considered options')}`,
      [],
    ],
    [
      'a second thing with `revisit`, without Success',
      revisit(rfc(['ada'])),
      [`${FILE}:16 ${CONSIDERED} Add an Options section.`, `${FILE}:16 ${WORKED} Add a Success section.`],
    ],
    [
      'that too where Success is empty',
      `${revisit(rfc(['ada']))}${OPTIONS}\n## Success criteria\n`,
      [`${FILE}:22 ${WORKED} The Success section is empty.`],
    ],
    ['nothing more with Success', `${revisit(rfc(['ada']))}${OPTIONS}\n## Metrics\n\nFewer calls.\n`, []],
    ['nothing while nothing is proposed (T7)', revisit(rfc(['ada'], 'TBD')), []],
  ])('%s', (_, text, expected) => {
    expect(asked(withText(text))).toEqual(expected)
  })

  it('about each document, and about the description that is one (D3, D4)', () => {
    const files = {
      [FILE]: rfc(['ada']),
      'rfcs/2.md': `${rfc(['ada'])}${OPTIONS}`,
      'rfcs/3.md': rfc(['ada']),
    }
    expect(asked(withFiles(files)).map((each) => each.split(':')[0])).toEqual([FILE, 'rfcs/3.md'])
    const told = story()
    told.facts.labels = ['rfc']
    told.describe(rfc(['ada']))
    told.push({ 'src/a.ts': 'export {}' })
    expect(asked(told)).toEqual([`the description:13 ${CONSIDERED} Add an Options section.`])
  })

  it('not about a deleted document', () => {
    const told = story({ base: { [FILE]: rfc(['ada']) } })
    told.push({ [FILE]: null })
    expect(asked(told)).toEqual([])
  })

  it('never with `questions: off`', () => {
    expect(asked(withText(revisit(rfc(['ada'])), config('questions: off')))).toEqual([])
  })

  it('by the names that the configuration gives, and not what it requires, which is a problem then (T2)', () => {
    const named = config(
      'sections: [{ name: Problem }, { name: Options, aliases: [Trade-offs], required: false }]',
    )
    expect(asked(withText(`${rfc(['ada'])}${OPTIONS.replace('Options', 'Trade-offs')}`, named))).toEqual([])
    const required = withText(rfc(['ada']), config('sections: [{ name: Problem }, { name: Options }]'))
    expect([asked(required), required.rfc().problems.length]).toEqual([[], 1])
  })

  it('and it blocks nothing', () => {
    const told = named(['ada'])
    expect([asked(told).length, told.rfc().state]).toEqual([1, 'waiting'])
    expect(told.rfc().notices).toEqual([])
  })

  it('until somebody commits, whatever becomes of that: then the answer would make a commitment stale', () => {
    const told = named(['ada', 'linus'])
    told.say('linus', '/align')
    expect(asked(told).length).toBe(1)
    const post = told.say('ada', '/commit')
    expect(asked(told)).toEqual([])
    told.push({ [FILE]: rfc(['ada', 'linus'], 'Bill nightly.') })
    expect(asked(told)).toEqual([])
    told.say('ada', '/withdraw')
    told.evaluate()
    told.remove(post)
    expect(asked(told)).toEqual([])
  })

  it('still after a commitment to a text that proposed nothing (T7)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada'], 'TBD') })
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada']) })
    expect(asked(told).length).toBe(1)
  })

  it('not about what is merged or closed', () => {
    const told = named(['ada'])
    told.facts.state = 'closed'
    expect(asked(told)).toEqual([])
  })
})
