import { violationsOfHouse } from './architecture/read-house.ts'
import { reportProblems } from './report-problems.ts'

reportProblems(
  violationsOfHouse(),
  'Imports run in one direction, without cycles; files and functions are within their lengths.',
)
