import type { Story } from './story.ts'

/** What everything said in a story came to: the state, then each person, team and objection in a line. */
export function account(told: Story): readonly string[] {
  const { state, rows, teams, objections } = told.rfc()
  return [
    state,
    ...rows.map(({ person, position, alignment, recused }) =>
      [
        `@${person.login} ${position}`,
        ...(recused?.inFavourOf ? [`for @${recused.inFavourOf.login}`] : []),
        ...(alignment === 'unsaid' ? [] : [alignment]),
      ].join(', '),
    ),
    ...teams.map(
      ({ team, position, committed, needed }) =>
        `@${team.name} ${position}, ${committed.length} of ${needed}${team.all ? ' who are all' : ''}`,
    ),
    ...objections.map(({ number, by, state, reason }) => `#${number} of @${by.login} ${state}: ${reason}`),
  ]
}

/** Says several things, each in a comment a minute after the one before: `ada: /commit`. */
export function say(told: Story, ...lines: readonly string[]): void {
  for (const line of lines) {
    const [, who = '', text = ''] = /^(\w+): ([\s\S]*)$/.exec(line) ?? []
    told.say(who, text)
  }
}

/** Says something in the second in which the last thing happened. */
export function sayAtOnce(told: Story, who: string, text: string): string {
  told.wait(-60)
  return told.say(who, text)
}
