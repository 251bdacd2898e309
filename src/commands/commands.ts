import type { CommandWord } from './model/command-word.ts'
import type { Command } from './model/command.ts'
import { add } from './words/add.ts'
import { align } from './words/align.ts'
import { answer } from './words/answer.ts'
import { commit } from './words/commit.ts'
import { delegate } from './words/delegate.ts'
import { disagreeCommit } from './words/disagree-commit.ts'
import { heard } from './words/heard.ts'
import { help } from './words/help.ts'
import { misalign } from './words/misalign.ts'
import { object } from './words/object.ts'
import { recuse } from './words/recuse.ts'
import { refresh } from './words/refresh.ts'
import { release } from './words/release.ts'
import { status } from './words/status.ts'
import { withdraw } from './words/withdraw.ts'

/**
 * Every command (C3), in the order of `/help`. The parser, the replay, `/help` and the README read this table; a
 * `CommandWord` that is missing here does not compile.
 */
export const COMMANDS: { readonly [Word in CommandWord]: Command<Word> } = {
  commit,
  'disagree-commit': disagreeCommit,
  object,
  heard,
  align,
  misalign,
  withdraw,
  recuse,
  answer,
  delegate,
  release,
  add,
  refresh,
  status,
  help,
}

/** The command of each alias. */
export const ALIASES: ReadonlyMap<string, CommandWord> = new Map(
  Object.values(COMMANDS).flatMap(({ aliases = [], word }) => aliases.map((alias) => [alias, word] as const)),
)
