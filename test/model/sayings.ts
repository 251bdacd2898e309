import type { Said, Word } from './history.ts'

/** Texts and the commands in them, known by construction: no parser decides what they say. */
const SAYINGS: Readonly<Record<string, readonly Said[]>> = {
  ...one('commit', '/commit'),
  ...one('commit', '/Commit.', 'Read it twice.\n\n'),
  ...one('disagree-commit', '/disagree-commit I would have waited for the audit'),
  ...one('disagree-commit', '/disagree_and_commit the rollback takes a day'),
  ...one('object', '/object who pays for the second zone?'),
  ...one('object', '/object'),
  ...one('object', '/object', 'Hm.\n\n'),
  ...one('object', '/object who runs it?', '- '),
  ...one('heard', '/heard'),
  ...one('align', '/align'),
  ...one('misalign', '/misalign the invoices are not late'),
  ...one('withdraw', '/withdraw'),
  ...one('withdraw', '/commit not yet'),
  ...one('recuse', '/recuse on leave until May'),
  ...several(['commit', '/commit'], ['object', '/object not before May']),
  ...several(['align', '/align'], ['commit', '/commit']),
  ...several(['misalign', '/misalign no'], ['commit', '/commit']),
  '/heard\n\n/commit': [
    { word: 'heard', line: '/heard' },
    { word: 'commit', line: '/commit' },
  ],
  ...one('near a block', '/objct who pays?'),
  ...one('near a block', '/withdrw'),
  ...one('refused', '/comit'),
  ...one('refused', '/disagree-commit'),
  ...one('refused', '/commit if legal agrees'),
  ...one('refused', '/recuse'),
  ...one('refused', '/commit @linus'),
  ...about('release', '/release @ada she left', ['ada']),
  ...about('release', '/release @linus he left', ['linus']),
  ...about('release', '/release @acme/sre another team has it now', ['acme/sre']),
  ...about('release', '/release @nobody-of-that-name there is none', ['nobody-of-that-name']),
  ...one('refused', '/release @ada'),
  ...about('delegate', '/delegate @grace', ['grace']),
  ...about('delegate', '/delegate @eve', ['eve']),
  ...about('delegate', '/delegate @author', ['author']),
  ...about('delegate', '/delegate @build-bot', ['build-bot']),
  ...about('delegate', '/delegate @nobody-of-that-name', ['nobody-of-that-name']),
  ...about('add', '/add @grace', ['grace']),
  ...about('add', '/add @linus, @eve they run it', ['linus', 'eve']),
  ...about('add', '/add @acme/sre', ['acme/sre']),
  ...about('add', '/add @nobody-of-that-name', ['nobody-of-that-name']),
  ...several(['add', '/add @grace', ['grace']], ['commit', '/commit']),
  ...one('refused', '/add'),
  ...one('no statement', '/answer #1 the second zone is paid for'),
  ...one('no statement', '/status'),
  ...one('no statement', '/help'),
  ...one('no statement', '/refresh'),
  'Fine with me 👍': [],
  '> /commit\nand what follows lazily': [],
  '```\n/commit\n```': [],
  '- /commit': [],
  '`/commit`': [],
  '/lgtm': [],
  'I will /commit soon': [],
  '<details>\n\n/commit\n\n</details>': [],
  '/rfcs/0001-billing.md is the file': [],
}

export const TEXTS: readonly string[] = Object.keys(SAYINGS)

/** The commands of a text of the list; others are prose. */
export function commandsIn(text: string): readonly Said[] {
  return SAYINGS[text] ?? []
}

function one(word: Word, line: string, before = ''): Record<string, readonly Said[]> {
  return { [`${before}${line}`]: [{ word, line }] }
}

function about(word: Word, line: string, names: readonly string[]): Record<string, readonly Said[]> {
  return { [line]: [{ word, line, about: names }] }
}

function several(
  ...commands: readonly (readonly [Word, string, (readonly string[])?])[]
): Record<string, readonly Said[]> {
  const says = commands.map(([word, line, names]) => ({ word, line, ...(names && { about: names }) }))
  return { [says.map(({ line }) => line).join('\n')]: says }
}
