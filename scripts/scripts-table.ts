import { readFileSync } from 'node:fs'

/** The purpose of each script, for people who run or build the App. `check` lists its own steps. */
const PURPOSES: Readonly<Record<string, string>> = {
  start: 'run the server',
  setup: 'print how to register the App: the prefilled form and a new webhook secret',
  doctor:
    'check that the App is registered, installed, reachable and required, and print how to fix what is not',
  explain: "print an RFC's ledger and what follows from each entry, to see why its verdict is what it is",
  'first-contact': 'test on an empty sandbox whether a real GitHub behaves as this App expects',
  demo: 'run the server against a local GitHub and play a story on it',
  playground: 'run the server and a local GitHub, with a pull request to try out in a browser',
  screenshots: 'regenerate the screenshots',
  test: 'run all tests',
  'test:unit': 'run the tests of the pure rooms, in seconds; `npx vitest --project unit` watches them',
  dev: 'run the playground and restart it when a source file changes',
  check: 'check types, style, unused code, import directions, generated files and the lock file',
  generate: 'regenerate generated files and tables',
  format: 'fix formatting',
  fixtures: 'regenerate the expected texts of the scenarios',
  lock: 'complete the lock file after dependencies changed',
  sbom: 'print the software bill of materials (CycloneDX)',
  'test:model': 'extended model-based tests: more random histories than `npm test` plays',
  'test:crash': 'extended crash tests: servers are killed again and again, on both databases',
  'test:cluster': 'extended cluster tests: four servers on one PostgreSQL are killed and frozen',
  bench: 'measure everything that has a budget',
  mutants: 'put known faults into the code and check that a test notices each',
  mutation: 'mutation testing of the pure rooms',
}

/** Returns the table of npm scripts. Throws when `PURPOSES` and `package.json` list different scripts. */
export function scriptsTable(): string {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const names = Object.keys(scripts).filter((name) => !name.startsWith('check:') && !isHook(name, scripts))
  const undescribed = names.filter((name) => !Object.hasOwn(PURPOSES, name))
  const gone = Object.keys(PURPOSES).filter((name) => !names.includes(name))
  if (undescribed.length > 0)
    throw new Error(`scripts/scripts-table.ts has no purpose for: ${undescribed.join(', ')}`)
  if (gone.length > 0)
    throw new Error(`scripts/scripts-table.ts lists scripts that do not exist: ${gone.join(', ')}`)
  const rows = Object.entries(PURPOSES).map(([name, purpose]) => `| \`${commandOf(name)}\` | ${purpose} |`)
  return ['| command | description |', '|---|---|', ...rows].join('\n')
}

/** Whether npm runs it before another script. */
function isHook(name: string, scripts: Readonly<Record<string, string>>): boolean {
  return name.startsWith('pre') && Object.hasOwn(scripts, name.slice('pre'.length))
}

function commandOf(name: string): string {
  return name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`
}
