import type { SourceFile } from './source-file.ts'

const MAX_FILE_LINES = 400
const MAX_FUNCTION_LINES = 80

/** Files and functions (`file#name`) that may be longer than the limit, each with the reason. */
export type LengthExceptions = Readonly<Record<string, string>>

/** The exceptions in this repository. An exception that is no longer needed is reported, so the list only shrinks. */
export const lengthExceptions: LengthExceptions = {
  'src/board/pages.ts#boardPages': 'the routes of the board, one after another',
  'src/github/open-github.ts#openGitHub': 'wires the calls to one client per installation',
  'src/github/viewer.ts#openViewerReader': 'reads that share one token and one cache',
  'src/maintenance/periodic-jobs.ts#createPeriodicJobs': 'the state of one timer, shared by its methods',
  'src/maintenance/postures.ts#createPostures': 'the state of one queue of branches, shared by its methods',
  'src/ops/open-metrics.ts#openMetrics': 'declares the metrics, one after another',
  'src/pipeline/watch.ts#openWatch': 'the state of the timers, shared by the methods',
  'src/webhooks/event-table.ts#eventTable': 'a table with a row for each event',
}

/**
 * Returns the files over 400 lines and functions over 80 that have no exception, and exceptions without such a file or
 * function. Generated files may have any length.
 */
export function lengthViolationsOf(
  files: readonly SourceFile[],
  exceptions: LengthExceptions,
): readonly string[] {
  const written = files.filter(({ file }) => !file.endsWith('.generated.ts'))
  const tooLong = written.flatMap(({ file, lines, functions }) => [
    ...(lines > MAX_FILE_LINES ? [{ id: file, at: `${file}:1`, lines, max: MAX_FILE_LINES }] : []),
    ...functions
      .filter((one) => one.lines > MAX_FUNCTION_LINES)
      .map((one) => ({
        id: `${file}#${one.name}`,
        at: `${file}:${one.line}`,
        lines: one.lines,
        max: MAX_FUNCTION_LINES,
      })),
  ])
  const ids = new Set(tooLong.map(({ id }) => id))
  return [
    ...tooLong
      .filter(({ id }) => !Object.hasOwn(exceptions, id))
      .map(
        ({ id, at, lines, max }) =>
          `${at} — ${id} has ${lines} lines, more than ${max}: split it, or add the reason to lengthExceptions.`,
      ),
    ...Object.keys(exceptions)
      .filter((id) => !ids.has(id))
      .map((id) => `scripts/architecture/sizes.ts:1 — ${id} is short enough: remove its exception.`),
  ]
}
