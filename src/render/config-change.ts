import { CONFIG_PATH } from '../domain/config.ts'
import type { ConfigChange } from '../domain/config-change.ts'
import type { Annotation } from '../domain/publication.ts'
import { quietly } from './escape.ts'
import { listed, within } from './words.ts'

/** A new text of the configuration as annotations on the check of the pull request that brings it (§10). */
export function configAnnotations(change: ConfigChange): readonly Annotation[] {
  if (change.kind === 'valid') {
    // A deleted file has no line to point to.
    if (change.isDeleted) return []
    const loosens = change.loosens.length > 0 ? ` It loosens: ${change.loosens.join('; ')}.` : ''
    const message = `This configuration is valid. It counts for pull requests once it is on the branch they are based on.${loosens}`
    return [{ path: CONFIG_PATH, line: 1, level: 'notice', message: message.replaceAll('`', '') }]
  }
  return change.problems.map(({ line, message }) => ({
    path: CONFIG_PATH,
    line,
    level: 'failure',
    message: message.replaceAll('`', ''),
  }))
}

/** The same in one sentence. */
export function configLine(change: ConfigChange): string {
  if (change.kind === 'valid') {
    const what = change.isDeleted
      ? `This pull request deletes \`${CONFIG_PATH}\`; without it the organisation's configuration or the defaults hold.`
      : `The new text of \`${CONFIG_PATH}\` is valid.`
    if (change.loosens.length === 0) return what
    const lines = within(
      change.loosens.map((each) => `- ${quietly(each)}`),
      4000,
      (left) => `- … and ${left} more`,
    )
    return [what, '', '**What it loosens**', '', ...lines].join('\n')
  }
  const lines = [...new Set(change.problems.map(({ line }) => String(line)))]
  const where = `line${lines.length === 1 ? '' : 's'} ${listed(lines, 5)}`
  return `The new text of \`${CONFIG_PATH}\` is invalid, and every RFC would fail with it. Fix ${where}; annotations say what is wrong.`
}
