import { readFileSync } from 'node:fs'

/** What each script is for, for those who run or build the App; the steps of `check` are told by `check` itself. */
const PURPOSES: Readonly<Record<string, string>> = {
  start: 'the server',
  setup: 'how to register the App: the filled-in form, and a fresh webhook secret',
  doctor:
    'whether the App is registered, installed, reached and required as it should be, and how to repair what is not',
  'first-contact': 'asks a real GitHub, on an empty sandbox, whether it does what this App believes of it',
  demo: 'the server against a local GitHub, with a story played on it',
  playground: 'the server and a local GitHub, with a pull request to play with in a browser',
  screenshots: 'takes the pictures of the documents anew',
  test: 'all tests',
  'test:unit':
    'the tests of the pure rooms, in seconds; `npx vitest --project unit` runs them again on every change',
  dev: 'the playground, started again whenever a source file changes',
  check: 'types, style, unused code, import directions, generated files, lock file',
  generate: 'writes the generated files and tables anew',
  format: 'mends style and layout',
  fixtures: 'writes the expected texts of the scenarios anew',
  lock: 'completes the lock file after a change of dependencies',
  sbom: 'prints what the App is made of, as CycloneDX',
  'test:model': 'more random histories than `npm test` plays',
  'test:crash': 'histories in which the server is killed again and again, on both databases',
  'test:cluster': 'histories in which four servers on one PostgreSQL are killed and frozen',
  bench: 'everything that has a budget, measured',
  mutants: 'faults made by hand, each with the test that must notice it',
  mutation: 'faults made by a program, in the core',
}

/** The table of npm scripts. Throws where it and `package.json` do not tell of the same scripts. */
export function scriptsTable(): string {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const names = Object.keys(scripts).filter((name) => !name.startsWith('check:') && !isHook(name, scripts))
  const untold = names.filter((name) => !Object.hasOwn(PURPOSES, name))
  const gone = Object.keys(PURPOSES).filter((name) => !names.includes(name))
  if (untold.length > 0)
    throw new Error(`scripts/scripts-table.ts does not say what these do: ${untold.join(', ')}`)
  if (gone.length > 0)
    throw new Error(`scripts/scripts-table.ts tells of scripts that are gone: ${gone.join(', ')}`)
  const rows = Object.entries(PURPOSES).map(([name, purpose]) => `| \`${commandOf(name)}\` | ${purpose} |`)
  return ['| say | it gives |', '|---|---|', ...rows].join('\n')
}

/** Whether npm runs it by itself, before another one. */
function isHook(name: string, scripts: Readonly<Record<string, string>>): boolean {
  return name.startsWith('pre') && Object.hasOwn(scripts, name.slice('pre'.length))
}

function commandOf(name: string): string {
  return name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`
}
