import { problemsOfDocuments } from './graphql-documents.ts'
import { reportProblems } from './report-problems.ts'

reportProblems(problemsOfDocuments(), "Every GraphQL document is valid against GitHub's schema.")
