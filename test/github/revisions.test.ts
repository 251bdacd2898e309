import { describe, expect, it } from 'vitest'
import { type EditedText, revisionsOf } from '../../src/github/revisions.ts'

const SAID = '2026-03-02T10:00:00Z'
const LATER = '2026-03-02T10:05:00Z'
const grace = { __typename: 'User', login: 'grace', databaseId: 3 }
const mallory = { __typename: 'User', login: 'mallory', databaseId: 4 }

const UNEDITED: EditedText = {
  body: 'words',
  createdAt: SAID,
  updatedAt: SAID,
  lastEditedAt: null,
  includesCreatedEdit: false,
  editor: null,
  author: grace,
  userContentEdits: { totalCount: 0, nodes: [] },
}

const first = { editedAt: SAID, deletedAt: null, diff: 'before', editor: grace }
const second = { editedAt: LATER, deletedAt: null, diff: 'words', editor: mallory }

function edited(nodes: readonly (typeof first | null)[] | null, rest: Partial<EditedText> = {}): EditedText {
  return {
    ...UNEDITED,
    lastEditedAt: LATER,
    includesCreatedEdit: true,
    editor: mallory,
    userContentEdits: { totalCount: nodes?.length ?? 0, nodes },
    ...rest,
  }
}

describe('the history of a text', () => {
  it('is its first text when it was never edited', () => {
    expect(revisionsOf(UNEDITED, SAID)).toMatchObject([
      { at: SAID, editor: { login: 'grace' }, text: 'words' },
    ])
  })

  it.each([
    ['newest', [second, first]],
    ['oldest', [first, second]],
  ])('is oldest first, though GitHub returns the %s first', (_, nodes) => {
    expect(revisionsOf(edited(nodes), SAID)).toMatchObject([
      { at: SAID, editor: { login: 'grace' }, text: 'before' },
      { at: LATER, editor: { login: 'mallory' }, text: 'words' },
    ])
  })

  it('keeps the order of edits within a second', () => {
    const quick = (diff: string) => ({ ...second, diff })
    const nodes = [quick('words'), quick('two'), quick('one'), first]
    expect(revisionsOf(edited(nodes), SAID)?.map(({ text }) => text)).toEqual([
      'before',
      'one',
      'two',
      'words',
    ])
  })

  const holes: readonly [string, EditedText][] = [
    ['has no list', edited(null)],
    ['is missing altogether', { ...edited(null), userContentEdits: null }],
    ['has a hole', edited([second, null])],
    [
      'is longer than what came',
      edited([second, first], { userContentEdits: { totalCount: 3, nodes: [second, first] } }),
    ],
    ['is empty although there was an edit', edited([])],
    [
      'begins with an edit (it is older than histories on GitHub)',
      edited([second], { includesCreatedEdit: false }),
    ],
    ['does not end in the text that stands there', edited([second, first], { body: 'other words' })],
  ]

  it.each(holes)('that %s is unreadable (C5)', (_, node) => {
    expect(revisionsOf(node, SAID)).toBeNull()
  })

  it('has no text for a revision that GitHub lost or deleted', () => {
    const lost = [second, { ...first, diff: null as unknown as string }]
    expect(revisionsOf(edited(lost), SAID)?.[0]).toMatchObject({ text: null })
    const deleted = [second, { ...first, deletedAt: LATER as unknown as null }]
    expect(revisionsOf(edited(deleted), SAID)?.[0]).toMatchObject({ text: null })
  })

  it('ignores line endings', () => {
    const node = edited([{ ...second, diff: 'a\r\nb' }, first], { body: 'a\nb\n' })
    expect(revisionsOf(node, SAID)).toHaveLength(2)
  })

  it('begins when a review was submitted', () => {
    expect(revisionsOf(edited([second, first]), LATER)?.map(({ at }) => at)).toEqual([LATER, LATER])
  })
})
