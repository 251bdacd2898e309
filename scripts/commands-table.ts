import { WHO_MAY } from '../src/commands/model/command.ts'
import { COMMANDS } from '../src/commands/commands.ts'

/** Returns the table of commands for the README. */
export function commandsTable(): string {
  const rows = Object.values(COMMANDS).map(
    ({ usage, who, help }) => `| \`${usage}\` | ${WHO_MAY[who]} | ${help} |`,
  )
  return ['| command | who | what it does |', '|---|---|---|', ...rows].join('\n')
}
