import { COMMANDS } from '../src/commands/commands.ts'

/** Returns the table of commands for the README. */
export function commandsTable(): string {
  const rows = Object.values(COMMANDS).map(
    ({ usage, who, meaning }) => `| \`${usage}\` | ${who} | ${meaning} |`,
  )
  return ['| command | who | what it does |', '|---|---|---|', ...rows].join('\n')
}
