/** Prints the problems of a check, one line each, and sets the exit code to 1; prints `fine` when there are none. */
export function reportProblems(problems: readonly string[], fine: string): void {
  if (problems.length === 0) {
    console.log(fine)
    return
  }
  for (const problem of problems) console.error(problem)
  process.exitCode = 1
}
