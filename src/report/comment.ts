import { COMMANDS } from '../commands/commands.ts'
import type { RfcVerdict } from '../rules/verdict.ts'
import { factsOf } from './check-details.ts'
import { titleOf } from './title.ts'
import { quietly } from './escape.ts'

/** The hidden first line by which the App knows its own sticky comment. */
export const STICKY = '<!-- rfc-alignment sticky -->'

/** The sticky comment: the same facts as the check, and the commands (V4). */
export function stickyOf(verdict: RfcVerdict, repositoryUrl: string): string {
  const facts = factsOf(verdict, { repositoryUrl, mayCall: true })
  const [last, ...before] = facts.toReversed()
  return [STICKY, `**${quietly(titleOf(verdict))}**`, ...before.toReversed(), commandsBlock(), last].join(
    '\n\n',
  )
}

function commandsBlock(): string {
  const lines = Object.values(COMMANDS).map(({ usage, help }) => `\`${usage}\` ${help}`)
  return [
    '<details><summary>Say one of these in a comment</summary>',
    '',
    `${lines.join(' · ')}`,
    '',
    'A commitment needs no agreement: `/disagree-commit` is a full one, with the dissent on record.',
    '',
    '</details>',
  ].join('\n')
}
