import type { Said, Word } from './history.ts'

/** A text and the commands in it, known by construction: no parser decides what it says. */
export interface Saying {
  readonly text: string
  readonly says: readonly Said[]
}

/** Everything anybody writes in the histories; actions name a text by its place in this list. */
export const SAYINGS: readonly Saying[] = [
  one('commit', '/commit'),
  one('commit', '/commit'),
  one('commit', '/Commit.', 'Read it twice.\n\n'),
  one('commit', '/disagree-commit I would have waited for the audit'),
  one('commit', '/disagree_and_commit the rollback takes a day'),
  one('object', '/object who pays for the second zone?'),
  one('object', '/object', 'Hm.\n\n'),
  one('heard', '/heard'),
  one('align', '/align'),
  one('misalign', '/misalign the invoices are not late'),
  one('withdraw', '/withdraw'),
  one('recuse', '/recuse on leave until May'),
  {
    text: '/commit\n/object not before May',
    says: [said('commit', '/commit'), said('object', '/object not')],
  },
  { text: '/heard\n\n/commit', says: [said('heard', '/heard'), said('commit', '/commit')] },
  { text: '/align\n/commit', says: [said('align', '/align'), said('commit', '/commit')] },
  { text: '/misalign no\n/commit', says: [said('misalign', '/misalign no'), said('commit', '/commit')] },
  one('near a hold', '/objct who pays?'),
  one('near a hold', '/withdrw'),
  one('refused', '/comit'),
  one('refused', '/disagree-commit'),
  one('refused', '/recuse'),
  one('refused', '/commit @linus'),
  one('refused', '/release @ada she left'),
  one('refused', '/delegate @linus'),
  chat('Fine with me 👍'),
  chat('> /commit\nand what follows lazily'),
  chat('```\n/commit\n```'),
  chat('- /commit'),
  chat('I will /commit soon'),
  chat('<details>\n\n/commit\n\n</details>'),
  chat('/rfcs/0001-billing.md is the file'),
]

function said(word: Word, line: string): Said {
  return { word, line }
}

function one(word: Word, line: string, before = ''): Saying {
  return { text: `${before}${line}`, says: [said(word, line)] }
}

function chat(text: string): Saying {
  return { text, says: [] }
}
