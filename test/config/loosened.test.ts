import { expect, test } from 'vitest'
import { DEFAULTS, type Config } from '../../src/config/config.ts'
import { loosenedBy } from '../../src/config/loosened.ts'
import { readConfig } from '../../src/config/read-config.ts'

function read(text: string): Config {
  const { config, problems } = readConfig(`version: 1\n${text}\n`)
  if (config === null) throw new Error(problems.map(({ message }) => message).join())
  return config
}

test.each<[string, string, readonly string[]]>([
  [
    'rfcs: { paths: [a/**, b/**] }',
    'rfcs: { paths: [B/**, c/**] }',
    ['files under `a/**` are no longer RFCs'],
  ],
  ['rfcs: { ignore: [] }', 'rfcs: { ignore: [draft.md] }', ['files like `draft.md` are ignored']],
  ['rfcs: { labels: [rfc] }', 'rfcs: { labels: [] }', ['the label `rfc` no longer makes an RFC']],
  ['', 'rfcs: { bases: [main] }', ['RFCs are decided only on `main`']],
  ['rfcs: { bases: [main, next] }', 'rfcs: { bases: [main] }', ['RFCs are decided only on `main`']],
  ['rfcs: { bases: [main] }', 'rfcs: { bases: [main, next] }', []],
  [
    '',
    `rfcs: { since: ${'a'.repeat(40)} }`,
    ['base versions unchanged since `aaaaaaa` name no stakeholders'],
  ],
  [
    'sections: [{ name: Problem }, { name: Costs }]',
    'sections: [{ name: Problem }, { name: Costs, required: false }]',
    ['the Costs section is no longer required'],
  ],
  [
    'stakeholders: { minimum: 3 }',
    'stakeholders: { minimum: 2 }',
    ['`stakeholders.minimum` drops from 3 to 2'],
  ],
  [
    "stakeholders: { always: ['@ada', '@acme/sre (2)'] }",
    "stakeholders: { always: ['@Ada', '@acme/sre'] }",
    ['`@acme/sre (2)` is no longer always required'],
  ],
  [
    "stakeholders: { paths: { 'rfcs/**': ['@ada', '@grace'] } }",
    "stakeholders: { paths: { 'rfcs/**': ['@ada'] } }",
    ['`@grace` for `rfcs/**` is no longer required'],
  ],
  ['', 'stakeholders: { keys: [approvers, stakeholders] }', ['the key `reviewers` no longer names people']],
  ['', "stakeholders: { deciders: ['@grace'] }", ['`@grace` may use `/release`']],
  ['alignment: { first: true }', '', ['commitments no longer wait for alignment on the problem']],
  ['', 'freshness: { sections: [Problem] }', ['only changes of Problem make a commitment stale']],
  ['freshness: { sections: [Problem] }', 'freshness: { sections: [Problem, Plan] }', []],
  ['', 'reviews: count', ['an approving review counts as a commitment']],
  ['reviews: count', 'stakeholders: { minimum: 9 }', []],
])('V9: reports what a change loosens from %j to %j', (before, after, loosened) => {
  expect(loosenedBy(read(before), read(after))).toEqual(loosened)
})

test('V9: reports a deleted strict configuration as loosened to the defaults', () => {
  expect(loosenedBy(read("stakeholders: { minimum: 2, always: ['@ada'] }"), DEFAULTS)).toEqual([
    '`stakeholders.minimum` drops from 2 to 1',
    '`@ada` is no longer always required',
  ])
})
