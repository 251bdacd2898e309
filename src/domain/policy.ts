import { CONFIG_PATH, type Config, DEFAULTS } from './config.ts'
import type { Problem } from './problem.ts'
import type { FileAt } from './snapshot.ts'
import type { Texts } from './texts.ts'

/** The configuration that judges a pull request, or why there is none (D1, §10). */
export type Policy =
  | { readonly kind: 'config'; readonly config: Config; readonly blob: string | null }
  | { readonly kind: 'broken'; readonly problems: readonly Problem[]; readonly blob: string | null }

/** The policy at the base branch: the defaults where no file stands, problems where it cannot be used. */
export function policyOf(file: FileAt, texts: Texts): Policy {
  if (file.kind === 'absent') return { kind: 'config', config: DEFAULTS, blob: null }
  if (file.kind === 'unreadable')
    return broken(file.blob, [{ message: `The configuration ${file.why}`, line: 1 }])
  const parsed = texts.config.get(file.text)
  if (parsed?.kind === 'config' && parsed.config)
    return { kind: 'config', config: parsed.config, blob: file.blob }
  if (parsed?.kind === 'config') return broken(file.blob, parsed.problems)
  return broken(file.blob, [{ message: parsed?.why ?? 'The configuration could not be read', line: 1 }])
}

function broken(
  blob: string | null,
  problems: readonly { message: string; line: number; column?: number }[],
): Policy {
  return {
    kind: 'broken',
    blob,
    problems: problems.map(({ message, line, column }) => ({
      source: 'config',
      message,
      place: { path: CONFIG_PATH, line, ...(column !== undefined && { column }) },
    })),
  }
}
