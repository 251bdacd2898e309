import type { Config } from './history.ts'

const DEFAULT: Config = {
  isBroken: false,
  folder: 'rfcs',
  label: 'rfc',
  minimum: 1,
  names: [],
  alignmentFirst: false,
  countsReviews: false,
  onlyProblem: false,
}

const CONFIGS: Readonly<Record<string, readonly [text: string, facts: Partial<Config>]>> = {
  broken: ['version: 1\nstakeholder: {}\n', { isBroken: true }],
  elsewhere: [
    "version: 1\nrfcs:\n  paths: ['proposals/**/*.md']\n  labels: [proposal]\n",
    { folder: 'proposals', label: 'proposal' },
  ],
  'two people': ['version: 1\nstakeholders:\n  minimum: 2\n', { minimum: 2 }],
  'only the problem': ['version: 1\nfreshness:\n  sections: [Problem]\n', { onlyProblem: true }],
  'always linus': ["version: 1\nstakeholders:\n  always: ['@linus']\n", { names: ['linus'] }],
  'always the team': [
    "version: 1\nstakeholders:\n  always: ['@acme/sre (2)']\n",
    { names: ['acme/sre (2)'] },
  ],
  'grace for the folder': [
    "version: 1\nstakeholders:\n  paths:\n    'rfcs/**': ['@grace']\n",
    { names: ['grace'] },
  ],
  'always nobody': [
    "version: 1\nstakeholders:\n  always: ['@nobody-of-that-name']\n",
    { names: ['nobody-of-that-name'] },
  ],
  'alignment first': ['version: 1\nalignment:\n  first: true\n', { alignmentFirst: true }],
  'reviews count': ['version: 1\nreviews: count\n', { countsReviews: true }],
}

/** Names of configurations that a branch may have; `none`: there is no such file. */
export const CONFIG_NAMES: readonly string[] = ['none', ...Object.keys(CONFIGS)]

/** The text of a configuration; null: no file. */
export function configText(name: string): string | null {
  return CONFIGS[name]?.[0] ?? null
}

/** What a text of ours configures. */
export function readConfig(text: string | undefined): Config {
  const found = Object.values(CONFIGS).find(([known]) => known === text)
  return { ...DEFAULT, ...found?.[1] }
}
