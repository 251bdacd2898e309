import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parsePost } from '../../src/commands/parse-post.ts'
import type { Hint } from '../../src/commands/model/parsed-post.ts'
import { tellPost } from './tell-post.ts'

/** What deserves a line of help, in short: `commit in a list`, `/lgtm: commit`. */
function hints(text: string): readonly string[] {
  const parsed = parsePost(text)
  if (parsed.kind === 'unreadable') return [parsed.why]
  return parsed.hints.map((hint: Hint) =>
    hint.kind === 'elsewhere' ? `${hint.word} in ${hint.place}` : `${hint.written}: ${hint.meant}`,
  )
}

describe('C8: /commit with a note that says no counts as /withdraw', () => {
  test.each([
    '/commit cancel',
    '/commit no',
    '/commit No.',
    '/commit: no!',
    '/commit not yet',
    '/commit  not  yet…',
    '/commit never',
    '/commit -1',
    '/commit \u22121',
    '/commit stop',
    '/commit withdrawn',
    '/commit **no**',
    '/commit _cancel_',
    '/commit <!-- well --> no',
    '/commit n\u043E',
    '/commit\nno',
    '/commit no, not before May',
    '/commit not yet — legal is looking at it',
    '/commit no\n\nI want to read it again',
    '/commit no thanks',
    '/commit no longer',
    '/uncommit',
    '/un-commit',
    '/Un_Commit I was too fast',
  ])('takes %j for /withdraw', (text) => {
    expect(tellPost(text)[0]).toMatch(/^withdraw/)
  })

  test.each([
    ['/commit not yet convinced by the numbers', ['near withdraw']],
    ['/commit never mind the tests', ['near withdraw']],
    ['/align no', ['near misalign']],
    ['/heard not yet', ['near heard']],
  ])('is asked about when in doubt: %j', (text, said) => {
    expect(tellPost(text)).toEqual(said)
  })

  test.each([
    '/commit no objections',
    '/commit No further comments from me',
    '/commit notes are in the document',
    '/commit no-brainer',
    '/commit 1',
    '/commit stopgap measures included',
    '/commit I never doubted it',
    '/commit -10 degrees here',
    '/disagree-commit no',
    '/disagree-commit never my first choice',
    '/disagree-commit if it were mine to decide, I would wait',
    '/disagree-commit but fine',
  ])('is still a commitment: %j', (text) => {
    expect(tellPost(text)[0]).toMatch(/^(?:disagree-)?commit: /)
  })
})

describe('C8: a commitment whose note begins with a condition is rejected', () => {
  test.each([
    '/commit if legal agrees',
    '/commit If legal agrees',
    '/commit, but only after May',
    '/commit but the rollback worries me',
    '/commit unless finance objects',
    '/commit until the end of the quarter',
    '/commit once the tests pass',
    '/commit provided that we keep the old API',
    '/commit as long as it is reversible',
    '/commit only if @ada does',
    '/commit only when it is green',
    '/commit only once',
    '/commit subject to review by security',
    '/commit (if legal agrees)',
    '/commit — if legal agrees',
    '/commit **if** legal agrees',
    '/commit\n\nIf legal agrees.',
    '/commit \u0456f legal agrees',
    '/commit 👍 if legal agrees',
  ])('rejects %j', (text) => {
    expect(tellPost(text)).toEqual(['if commit'])
  })

  test.each([
    '/commit once more',
    '/commit Once again, with feeling',
    '/commit iffy but yes',
    '/commit only good things to say',
    '/commit gladly, if nobody minds the wait',
    '/commit butter',
  ])('not when the note begins otherwise: %j', (text) => {
    expect(tellPost(text)[0]).toMatch(/^commit: /)
  })

  test.each([
    ['/align if you mean the invoices', ['if align']],
    ['/heard if you put it into the plan', ['if heard']],
  ])('also in /align and /heard: %j', (text, said) => {
    expect(tellPost(text)).toEqual(said)
  })
})

describe('C9: a word that looks like a command counts if it blocks and is answered if it consents', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['- /object who pays?', ['object: who pays?'], []],
    [
      '* /object who pays?\n* /misalign it is not late',
      ['object: who pays?', 'misalign: it is not late'],
      [],
    ],
    ['1. /object who pays?\n2. well', ['object: who pays?'], []],
    ['- [ ] /object who pays?', ['object: who pays?'], []],
    ['- well\n  - /object who pays?\n- so', ['object: who pays?'], []],
    ['- /object who pays\n  for it?\n\nThanks', ['object: who pays\n  for it?'], []],
    ['- /add @cy', ['add: @cy'], []],
    ['- /withdraw', ['withdraw'], []],
    ['- /commit no', ['withdraw'], []],
    ['- /commit', [], ['commit in list']],
    ['1. /commit gladly', [], ['commit in list']],
    ['- [x] /commit', [], ['commit in list']],
    ['- /commit\n- /object who pays?', ['object: who pays?'], ['commit in list']],
    ['- /object who pays?\n\n/align', ['object: who pays?', 'align'], []],
    ['- I /object', [], []],
    ['- well\n  /object who pays?', [], []],
    ['- `/object`', [], []],
    ['> - /object who pays?', [], []],
    ['<details>\n\n- /object who pays?\n\n</details>', [], []],
    ['/object who pays?\n-- \nada', ['object: who pays?'], []],
    ['/object who pays?\n---\nada', ['object: who pays?'], []],
    ['/object who pays?\n--\nada\n\n/align', ['object: who pays?', 'align'], []],
    ['/commit\n---\nada', [], ['commit in heading']],
    ['/commit\n===', [], ['commit in heading']],
    ['# /commit', [], []],
    ['`/object who pays?`', ['object: who pays?'], []],
    ['well\n`/object`\nso', ['object'], []],
    ['`` /add @cy ``', ['add: @cy'], []],
    ['`/commit`', [], ['commit in code']],
    ['`/commit`.', [], ['commit in code']],
    ['`/commit` or `/object`', [], []],
    ['Say `/commit`', [], []],
    ['```\n/object\n```', [], []],
    ['@rfc-alignment /object who pays?', ['object: who pays?'], []],
    ['@rfc-alignment[bot] /object who pays?', ['object: who pays?'], []],
    ['@rfc-alignment, /commit', [], ['commit in mention']],
    ['@rfc-alignment please /commit', [], []],
  ])('reads %j as %j and answers %j', (text, said, help) => {
    expect([tellPost(text), hints(text)]).toEqual([said, help])
  })

  test.each([
    '- /commit\n- /object',
    '- /commit\n- /object <reason>',
    '1. /align\n2. /misalign <why>\n3. /commit\n4. /withdraw',
    '- agree:\n  - /commit\n- differ:\n  - /object …',
  ])('a list of both kinds without a reason is an explanation: %j', (text) => {
    expect([tellPost(text), hints(text)]).toEqual([[], []])
  })

  test('a list of blocking words alone is not', () => {
    expect(tellPost('- /object <reason>\n- /withdraw')).toEqual(['object: <reason>', 'withdraw'])
  })

  test('a name in a code span is added', () => {
    expect(parsePost('`/add @cy`')).toMatchObject({ said: [{ names: [{ kind: 'person', login: 'cy' }] }] })
  })
})

describe('C9: commands of other tools', () => {
  test.each<[string, readonly string[]]>([
    ['/approve', ['/approve: commit']],
    ['/LGTM', ['/LGTM: commit']],
    ['well done\n/lgtm!', ['/lgtm: commit']],
    ['/ack', ['/ack: commit']],
    ['+1', ['+1: commit']],
    [' LGTM! ', ['LGTM: commit']],
    ['/hold', ['/hold: object']],
    ['/hold until May', ['/hold: object']],
    ['/concern the rollback', ['/concern: object']],
    ['/nack', ['/nack: object']],
    ['/block', ['/block: object']],
    ['/veto', ['/veto: object']],
    ['/lgtm cancel', ['/lgtm cancel: withdraw']],
    ['/approve cancel', ['/approve cancel: withdraw']],
    ['/hold cancel', ['/hold cancel: heard']],
    ['+1 from me', []],
    ['/approved', []],
    ['/lgtm/it', []],
    ['- /lgtm', []],
    ['> LGTM', []],
    ['/constructor', []],
  ])('counts nothing in %j and answers %j', (text, help) => {
    expect([tellPost(text), hints(text)]).toEqual([[], help])
  })
})

describe('comments that people wrote in other projects (C8, C9)', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['commit-cancel', ['withdraw'], []],
    [
      'objections-in-a-list',
      ['object: who pays for the second warehouse', 'object: nobody has asked support'],
      [],
    ],
    ['command-in-backticks', [], ['commit in code']],
  ])('reads %s as %j and answers %j', (name, said, help) => {
    const text = readFileSync(new URL(`../../fixtures/posts/${name}.md`, import.meta.url), 'utf8')
    expect([tellPost(text), hints(text)]).toEqual([said, help])
  })
})
