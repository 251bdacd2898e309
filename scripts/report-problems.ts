/** Prints what a check found, one line each, and makes the process end with 1; says what is fine otherwise. */
export function reportProblems(problems: readonly string[], fine: string): void {
  if (problems.length === 0) {
    console.log(fine)
    return
  }
  for (const problem of problems) console.error(problem)
  process.exitCode = 1
}
