import { CONFIG_PATH } from '../domain/config.ts'
import type { ConfigChange } from '../domain/config-change.ts'
import type { Annotation } from '../domain/publication.ts'
import { listed } from './words.ts'

/** A new text of the configuration as annotations on the check of the pull request that brings it (§10). */
export function configAnnotations(change: ConfigChange): readonly Annotation[] {
  if (change.kind === 'valid') {
    const message =
      'This configuration is valid. It counts for pull requests once it is on the branch they are based on.'
    return [{ path: CONFIG_PATH, line: 1, level: 'notice', message }]
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
  if (change.kind === 'valid') return `The new text of \`${CONFIG_PATH}\` is valid.`
  const lines = [...new Set(change.problems.map(({ line }) => String(line)))]
  const where = `line${lines.length === 1 ? '' : 's'} ${listed(lines, 5)}`
  return `The new text of \`${CONFIG_PATH}\` cannot be used, and every RFC would fail with it: mend ${where}, where annotations say what is wrong.`
}
