import { expect, test } from 'vitest'
import { factsOf } from '../../src/report/check-details.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, story, type Story } from '../rules/story.ts'

/** Who stands in the table of stakeholders, and what is said of them. */
function rows(told: Story): readonly string[] {
  const blocks = factsOf(told.rfc(), 'https://github.test/acme/rfcs')
  return (
    blocks
      .join('\n')
      .split('\n')
      .filter((line) => line.startsWith('| @'))
      // Names carry a sign without width, so that GitHub tells nobody.
      .map((line) => line.replace(/\u2060|`/g, ''))
  )
}

test('shows the role beside the name, and where the person is named (S1)', () => {
  const told = story({ config: "version: 1\nstakeholders: { always: ['@linus', '@grace'] }\n" })
  told.team('sre', ['eve'])
  told.push({
    [FILE]: rfc([]).replace(
      '## Alignment\n',
      '## Alignment\n\n- Payments: @ada\n- @ada, @acme/sre — on *call*\n- @linus\n',
    ),
  })
  const [ada, linus, grace, sre] = rows(told)
  expect(ada).toMatch(/@ada · Payments; on call \| .*; named at lines 13 and 14 \|/)
  expect(linus).toMatch(/@linus \| .*; named at line 15 and by the configuration \|/)
  expect(grace).toMatch(/@grace \| .*; named by the configuration \|/)
  expect(sre).toMatch(/@acme\/sre · on call \| .*; named at line 14 \|/)
})

test('shows the file, too, when there are several documents', () => {
  const told = story()
  told.push({ [FILE]: rfc(['ada']), 'rfcs/0002.md': rfc(['linus']) })
  const [ada, linus] = rows(told)
  expect(ada).toMatch(/named at line 13 of rfcs\/0001\.md/)
  expect(linus).toMatch(/named at line 13 of rfcs\/0002\.md/)
})

test('shows a role as plain text', () => {
  const told = story()
  told.push({ [FILE]: rfc(['ada — fixes #x | pays \\| _all_']) })
  expect(rows(told)[0]?.match(/(?<!\\)\|/g)).toHaveLength(4)
})
