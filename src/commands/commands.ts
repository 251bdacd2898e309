/**
 * The closed list of commands (C3), each with its effect (C0), who may say it and its line of help.
 * Types, parser, replies and the reference page derive from this one table.
 */
export const COMMANDS = {
  commit: command('lets go', 'stakeholders', '/commit', 'I will carry this out'),
  'disagree-commit': command(
    'lets go',
    'stakeholders',
    '/disagree-commit why',
    'I would do it otherwise, and I will carry it out; my dissent stays on record',
  ),
  object: command('holds', 'anyone', '/object why', 'not like this, here is the reason'),
  heard: command(
    'lets go',
    'who raised it',
    '/heard',
    'my objection was heard; neither agreement nor commitment',
  ),
  align: command('lets go', 'stakeholders', '/align', 'I read the problem the same way'),
  misalign: command('holds', 'stakeholders', '/misalign why', 'I read the problem differently'),
  withdraw: command(
    'holds',
    'stakeholders',
    '/withdraw',
    'I take back my commitment and `/align`; my objections stay',
  ),
  recuse: command('lets go', 'stakeholders', '/recuse why', 'I step out, visibly'),
  answer: command('neither', 'the author', '/answer #1 text', 'my answer in writing to objection #1'),
  delegate: command(
    'lets go',
    'stakeholders',
    '/delegate @someone',
    'they take my place, and speak for themself',
  ),
  release: command(
    'lets go',
    'maintainers and deciders, not the author',
    '/release @someone why',
    'we no longer wait for them; shown for ever',
  ),
  add: command('holds', 'the author, stakeholders, maintainers', '/add @someone', 'one more stakeholder'),
  refresh: command('neither', 'anyone', '/refresh', 'evaluate again'),
  status: command('neither', 'anyone', '/status', 'say where it stands'),
  help: command('neither', 'anyone', '/help', 'list the commands'),
} as const satisfies Record<string, CommandFacts>

interface CommandFacts {
  readonly effect: 'holds' | 'lets go' | 'neither'
  readonly who: string
  readonly usage: string
  readonly meaning: string
}

export type CommandWord = keyof typeof COMMANDS

/** Other spellings. `_` equals `-` and case does not matter before these are looked up (C2). */
export const ALIASES: Readonly<Record<string, CommandWord>> = {
  'disagree-and-commit': 'disagree-commit',
  uncommit: 'withdraw',
  'un-commit': 'withdraw',
}

function command(effect: CommandFacts['effect'], who: string, usage: string, meaning: string): CommandFacts {
  return { effect, who, usage, meaning }
}
