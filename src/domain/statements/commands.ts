/**
 * The closed list of commands (C3), each with its effect (C0) and its line of help.
 * Types, parser, replies and the reference page derive from this one table.
 */
export const COMMANDS = {
  commit: { effect: 'lets go', usage: '/commit', meaning: 'I will carry this out', supported: true },
  'disagree-commit': {
    effect: 'lets go',
    usage: '/disagree-commit why',
    meaning: 'I would do it otherwise, and I will carry it out',
    supported: true,
  },
  object: {
    effect: 'holds',
    usage: '/object why',
    meaning: 'not like this, here is the reason',
    supported: true,
  },
  heard: {
    effect: 'lets go',
    usage: '/heard',
    meaning: 'my objection has been heard; no agreement, no commitment',
    supported: true,
  },
  align: { effect: 'lets go', usage: '/align', meaning: 'I read the problem the same way', supported: true },
  misalign: {
    effect: 'holds',
    usage: '/misalign why',
    meaning: 'I read the problem differently',
    supported: true,
  },
  withdraw: {
    effect: 'holds',
    usage: '/withdraw',
    meaning: 'I take back what I said and am silent again',
    supported: true,
  },
  recuse: { effect: 'lets go', usage: '/recuse why', meaning: 'I step out, visibly', supported: true },
  refresh: { effect: 'neither', usage: '/refresh', meaning: 'evaluate again', supported: true },
  status: { effect: 'neither', usage: '/status', meaning: 'say where it stands', supported: true },
  help: { effect: 'neither', usage: '/help', meaning: 'list the commands', supported: true },
  answer: {
    effect: 'neither',
    usage: '/answer #1 text',
    meaning: 'the author answers an objection',
    supported: false,
  },
  delegate: {
    effect: 'lets go',
    usage: '/delegate @someone',
    meaning: 'they take my place',
    supported: false,
  },
  release: {
    effect: 'lets go',
    usage: '/release @someone why',
    meaning: 'a maintainer stops waiting for somebody',
    supported: false,
  },
  add: { effect: 'holds', usage: '/add @someone', meaning: 'one more stakeholder', supported: false },
} as const satisfies Record<string, CommandFacts>

interface CommandFacts {
  readonly effect: 'holds' | 'lets go' | 'neither'
  readonly usage: string
  readonly meaning: string
  /** False for a rule still to come: recognised and answered "not yet supported". */
  readonly supported: boolean
}

export type CommandWord = keyof typeof COMMANDS

/** Other spellings. `_` equals `-` and case does not matter before these are looked up (C2). */
export const ALIASES: Readonly<Record<string, CommandWord>> = { 'disagree-and-commit': 'disagree-commit' }
