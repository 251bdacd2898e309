import { COMMANDS } from '../src/commands/commands.ts'

/** The table of commands as the code knows them. */
export function commandsTable(): string {
  const rows = Object.values(COMMANDS).map(
    ({ usage, who, meaning }) => `| \`${usage}\` | ${who} | ${meaning} |`,
  )
  return ['| say | who | it means |', '|---|---|---|', ...rows].join('\n')
}
