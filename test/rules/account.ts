import type { Snapshot } from '../../src/facts/snapshot.ts'
import { titleOf } from '../../src/report/title.ts'
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

/** What the check says, then each person it asks in a line. */
export function titleAndPositions(told: Story): readonly string[] {
  const verdict = told.judge()
  const rows = 'rows' in verdict ? verdict.rows : []
  return [titleOf(verdict), ...rows.map(({ person, position }) => `@${person.login} ${position}`)]
}

/** Each problem as people read it: its source, its place and its message. `commit` is shown as `1a2b3c4`. */
export function problemsOf(told: Story, change: Partial<Snapshot> = {}, commit = 'none'): readonly string[] {
  const verdict = told.judge(change)
  if (!('problems' in verdict)) throw new Error(`no problems: ${verdict.state}`)
  return verdict.problems.map(({ source, place, message }) => {
    const at = place && [place.path ?? 'the description', place.line, place.column].filter(Boolean).join(':')
    return `${source}${at ? ` at ${at}` : ''}: ${message.replace(commit.slice(0, 7), '1a2b3c4')}`
  })
}

/** The messages of a verdict's problems, if it has any. */
export function problemMessages(told: Story, change: Partial<Snapshot> = {}): readonly string[] {
  const verdict = told.judge(change)
  return 'problems' in verdict ? verdict.problems.map(({ message }) => message) : []
}

/** Why commands do not count, in a verdict that may be none of an RFC. */
export function rejectionsOf(told: Story, change: Partial<Snapshot> = {}): readonly string[] {
  const verdict = told.judge(change)
  return 'rejections' in verdict ? verdict.rejections.map(({ why }) => why) : []
}
