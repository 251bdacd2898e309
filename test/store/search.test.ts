import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RfcRecord } from '../../src/report/record.ts'
import { findRecords } from '../../src/store/board-rows.ts'
import { keepRecord } from '../../src/store/record-rows.ts'
import { onBothDatabases } from './databases.ts'
import { RECORD } from './record.ts'

const TEXTS = [
  'Bill from events, not from logs',
  'Half-baked potatoes for café №12',
  'Read example.com/a_b?c=1 before the rollback',
  'ÜBER the straße: größer',
  'rollback FROM logs to events (tab\tand "quotes" \0 \ud800)',
  '日本語 と русский',
]

onBothDatabases(({ database }) => {
  const readable = { repositories: [], isPublicToo: true }
  const page = { order: 'oldest', from: 0, most: 50 } as const
  const reference = (number: number) => ({
    kind: 'pull-request' as const,
    installationId: 1,
    repositoryId: 1,
    owner: 'acme',
    repo: 'plans',
    number,
  })
  const made = Promise.withResolvers<void>()
  const find = async (text: string) => {
    await made.promise
    return (await findRecords(database(), readable, { text }, page)).rows
      .map(({ number }) => number)
      .toSorted()
  }

  test('indexes what is written, and forgets what is replaced', async () => {
    const keep = (number: number, record: Partial<RfcRecord>) =>
      keepRecord(database(), reference(number), false, { ...RECORD, ...record })
    for (const [index, title] of TEXTS.entries()) {
      await keep(index, { title: `the former title ${index}` })
      await keep(index, { title })
    }
    made.resolve()
    expect(await find('former')).toEqual([])
    expect(await find('acme')).toEqual([0, 1, 2, 3, 4, 5])
  })

  test.each([
    ['events', [0, 4]],
    ['EVENTS logs', [0, 4]],
    ['"from events"', [0]],
    ['"events from"', []],
    ['event', []],
    ['logs -not', [4]],
    ['-rollback -logs', [1, 3, 5]],
    ['-"from events" logs', [4]],
    ['potatoes or straße', [1, 3]],
    ['potatoes OR rollback -events', [1, 2]],
    ['potatoes or', [1]],
    ['or potatoes', [1]],
    ['half-baked', [1]],
    ['baked-half', []],
    ['baked', [1]],
    ['café 12', [1]],
    ['cafe', []],
    ['example.com', [2]],
    ['https://example.com/a_b', []],
    ['example.com/a_b?c=1', [2]],
    ['über GRÖSSER', []],
    ['über GRÖßER', [3]],
    ['"unclosed phrase', []],
    ['"rollback from', [4]],
    ['日本語', [5]],
    ['РУССКИЙ', [5]],
    ['-', []],
    ['—', []],
    ['""', []],
    ['- events', [0, 4]],
    ['acme/plans#3', [3]],
    ["'; drop table record --", []],
    ['events*', [0, 4]],
    ['words:events', []],
    ['NEAR(events logs)', []],
    [Array.from({ length: 5_000 }, () => 'events').join(' or '), [0, 4]],
    ['a'.repeat(3_000), []],
  ])('finds %s', async (text, found) => {
    expect(await find(text)).toEqual(found)
  })

  test('finds what a search by hand finds, whatever is typed', async () => {
    const piece = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom('from', 'events', 'LOGS', 'rollback', 'the', 'a', 'half', 'baked'),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          ' ',
          '"',
          '-',
          ' or ',
          ' OR ',
          ' -',
          '--',
          '*',
          '(',
          ')',
          ':',
          '^',
          "'",
          '\\',
        ),
      },
      {
        weight: 1,
        arbitrary: fc.oneof(
          fc.string({ maxLength: 4 }),
          fc.constantFrom('日本語', 'cafe\u0301', '№', '🚲', 'ß', 'İ'),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('\0', '\ud800', ' AND ', ' NOT ', ' NEAR ', ' & ', ' | ', '!', '<->'),
      },
    )
    const query = fc.array(fc.tuple(piece, fc.constantFrom('', ' ')), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(query, async (pieces) => {
        const text = pieces.flat().join('')
        // An empty filter filters nothing.
        fc.pre(text !== '')
        expect(await find(text)).toEqual(byHand(text))
      }),
      { numRuns: 400 },
    )
  })
})

/** States the rules again: alternatives by `or`, in each everything must be so, and punctuation separates words. */
function byHand(text: string): number[] {
  const parts = text.match(/-?"[^"]*"?|[^\s"]+/g) ?? []
  const alternatives: string[][] = [[]]
  for (const part of parts) {
    if (/^or$/i.test(part)) alternatives.push([])
    else if (spaced(part).trim() !== '') alternatives.at(-1)?.push(part)
  }
  const meant = alternatives.filter((each) => each.length > 0)
  return TEXTS.flatMap((title, number) => {
    const all = spaced(`${title} acme/plans#${number} acme plans`)
    const has = (part: string) =>
      part.startsWith('-') ? !all.includes(spaced(part)) : all.includes(spaced(part))
    return meant.some((each) => each.every(has)) ? [number] : []
  })
}

function spaced(text: string): string {
  return ` ${text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()} `
}
