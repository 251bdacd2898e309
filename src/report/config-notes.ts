import { CONFIG_PATH } from '../config/config.ts'
import type { ConfigChange } from '../rfc/config-change.ts'
import type { Annotation } from '../facts/check-run.ts'
import type { IdlePatterns, WrittenPattern } from '../facts/snapshot.ts'
import { code, quietly } from './escape.ts'
import { listed, within } from './wording.ts'

/** What to do about a pattern that matches no file (D2). */
const ADVICE: Readonly<Record<WrittenPattern['key'], string>> = {
  'rfcs.paths': 'Correct it, unless the first RFC is still to come.',
  'rfcs.ignore': 'Correct or remove it, unless such a file is still to come.',
}

/** Returns the annotations on a pull request that changes the configuration (§13, V9). */
export function configAnnotations(change: ConfigChange): readonly Annotation[] {
  if (change.kind === 'valid') {
    // A deleted file has no line to point to.
    if (change.isDeleted) return []
    const loosens = change.loosens.length > 0 ? ` It loosens these rules: ${change.loosens.join('; ')}.` : ''
    const message = `This configuration is valid. It applies to pull requests once it is on their base branch.${loosens}`
    const idle = change.idle.kind === 'seen' ? change.idle.patterns : []
    return [
      { path: CONFIG_PATH, line: 1, level: 'notice', message: message.replaceAll('`', '') },
      ...idle.map(
        (pattern): Annotation => ({
          path: CONFIG_PATH,
          line: pattern.line,
          level: 'notice',
          message: `No file matches ${pattern.glob} in ${pattern.key}. ${ADVICE[pattern.key]}`,
        }),
      ),
    ]
  }
  return change.problems.map(({ line, message }) => ({
    path: CONFIG_PATH,
    line,
    level: 'failure',
    message: message.replaceAll('`', ''),
  }))
}

/** Returns the same for the summary of the check. */
export function configLine(change: ConfigChange): string {
  if (change.kind === 'valid') {
    const what = change.isDeleted
      ? `This pull request deletes \`${CONFIG_PATH}\`. The organisation's configuration applies instead, or the default one.`
      : `The new \`${CONFIG_PATH}\` is valid.`
    return [what, ...listUnder('Rules it loosens', change.loosens), ...idleLines(change.idle)].join('\n')
  }
  const lines = [...new Set(change.problems.map(({ line }) => String(line)))]
  const where = `line${lines.length === 1 ? '' : 's'} ${listed(lines, 5)}`
  return `The new \`${CONFIG_PATH}\` is invalid and would fail every RFC. Fix ${where} (see the annotations).`
}

/** Patterns that match no file, or why that is unknown (D2). */
function idleLines(idle: IdlePatterns): readonly string[] {
  if (idle.kind === 'unseen') {
    return ['', `Couldn't check whether its patterns match files: ${idle.why}.`]
  }
  const lines = idle.patterns.map(({ key, glob, line }) => `line ${line}, \`${key}\`: ${code(glob)}`)
  return listUnder('Patterns that match no file', lines)
}

/** A list with a title; nothing where it is empty. */
function listUnder(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return []
  const lines = within(
    items.map((each) => `- ${quietly(each)}`),
    4000,
    (left) => `- … and ${left} more`,
  )
  return ['', `**${title}**`, '', ...lines]
}
