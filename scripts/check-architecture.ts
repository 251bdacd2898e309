import { violationsOfRepository } from './architecture/read-repository.ts'
import { reportProblems } from './report-problems.ts'

reportProblems(
  violationsOfRepository(),
  'Imports run in one direction, without cycles; files and functions are within their lengths.',
)
