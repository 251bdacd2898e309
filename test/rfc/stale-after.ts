import { FILE, type Story, story } from '../rules/story.ts'

/** An RFC whose last section is this one. */
export const doc = (alignment: string, proposal = 'Bill from events.') =>
  `# Billing\n\n## Problem\n\nLate.\n\n## Proposal\n\n${proposal}\n${alignment}`

/** The section that names people. */
export const people = (...entries: readonly string[]) => `\n## Alignment\n\n${entries.join('\n')}\n`

/** Both commit to the first text; who is stale after the second, and what changed for them. */
export function staleAfter(first: string, second: string, tell: (told: Story) => void = () => {}) {
  const told = story()
  tell(told)
  told.push({ [FILE]: first })
  told.say('ada', '/commit')
  told.say('linus', '/commit')
  told.push({ [FILE]: second })
  return Object.fromEntries(
    ['ada', 'linus'].flatMap((login) => {
      const rows = [
        ...told.rfc().rows,
        ...told.rfc().teams.flatMap(({ committed, pending }) => [...committed, ...pending]),
      ]
      const freshness = rows.find(({ person }) => person.login === login)?.freshness
      return freshness?.kind === 'stale' ? [[login, freshness.sections]] : []
    }),
  )
}
