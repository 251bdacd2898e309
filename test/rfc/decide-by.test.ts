import { describe, expect, it } from 'vitest'
import { publicationOf } from '../../src/report/publication.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, story } from '../rules/story.ts'

/** What check and comment say of an RFC with this front matter, the lines about who decides alone. */
function told(...frontMatters: readonly string[]) {
  const rfcStory = story()
  rfcStory.push(
    Object.fromEntries(
      frontMatters.map((lines, index) => [
        FILE.replace('0001', `000${index + 1}`),
        `---\n${lines}\n---\n${rfc(['ada'])}`,
      ]),
    ),
  )
  const verdict = rfcStory.rfc()
  const { check, prose } = publicationOf(verdict, rfcStory.snapshot())
  const comment = prose?.sticky ?? ''
  const line = (text: string) => /^(?:Decider|Decide by):.*$/m.exec(text)?.[0] ?? null
  return { lines: [line(check.summary), line(comment)], verdict }
}

describe('T4: the decider', () => {
  it('is shown in check and comment without a notification, and need not commit', () => {
    const { lines, verdict } = told('decider: "@grace"')
    expect(lines).toEqual(['Decider: @\u2060grace', 'Decider: @\u2060grace'])
    expect(verdict.rows.map(({ person }) => person.login)).toEqual(['ada'])
  })

  it('is shown with the day by which the author asks for a decision (N3)', () => {
    const line = 'Decider: @\u2060grace · Decide by: 2026-04-01'
    expect(told('decider: grace\ndecide-by: 2026-04-01').lines).toEqual([line, line])
    expect(told('decide-by: 2026-04-01').lines[0]).toBe('Decide by: 2026-04-01')
  })

  it('is shown once for several documents, with the earliest day', () => {
    const { lines } = told(
      'decider: grace\ndecide-by: 2026-04-02',
      'decider: Grace\ndecide-by: 2026-04-01',
      'decider: linus',
    )
    expect(lines[0]).toBe('Decider: @\u2060Grace and @\u2060linus · Decide by: 2026-04-01')
  })

  it('is not shown if the front matter names none', () => {
    expect(told('title: Billing').lines).toEqual([null, null])
  })
})
