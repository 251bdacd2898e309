import { distance } from 'fastest-levenshtein'
import type { Config } from '../config/config.ts'
import type { ParsedDocument } from '../documents/parsed-document.ts'
import { peopleKeys } from './text-names.ts'
import type { TextProblem } from '../facts/problem.ts'
import { quoted } from '../facts/quoted.ts'

/** The keys that are read besides those that name people (T4). */
const KNOWN = ['title', 'decide-by', 'decider', 'revisit', 'trial']

/**
 * What is wrong with front matter by the configuration and the day (T4): lists of people that cannot be read, keys one
 * letter away from a known one, and a day to look back that is not to come.
 */
export function keyProblems(config: Config, document: ParsedDocument, today: string): readonly TextProblem[] {
  const { keys, revisit } = document.frontMatter
  const known = [...config.stakeholders.keys.map((key) => key.toLowerCase()), ...KNOWN]
  const misspelt = keys.flatMap(({ key, line, column }): readonly TextProblem[] => {
    const near = known.includes(key) ? undefined : known.find((candidate) => distance(key, candidate) === 1)
    if (near === undefined) return []
    return [{ message: `Nothing reads the key ${quoted(key, 60)}. Did you mean \`${near}\`?`, line, column }]
  })
  const past =
    revisit !== null && revisit.text <= today
      ? [
          {
            message: `\`revisit\` is ${revisit.text}, which is not after today. Choose a later day.`,
            line: revisit.line,
            column: revisit.column,
          },
        ]
      : []
  return [...peopleKeys(config, document).flatMap(({ people }) => people.problems), ...misspelt, ...past]
}
