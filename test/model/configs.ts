import type { Config } from './history.ts'

/** What counts where nothing is configured. */
export const DEFAULT: Config = {
  isBroken: false,
  folder: 'rfcs',
  label: 'rfc',
  minimum: 1,
  names: [],
  isByFolder: false,
  alignmentFirst: false,
  countsReviews: false,
  onlyProblem: false,
}

/** What stands in a file, and what that means. */
export const CONFIGS: Readonly<Record<string, readonly [text: string, facts: Partial<Config>]>> = {
  broken: ['stakeholder: {}', { isBroken: true }],
  elsewhere: ["rfcs: { paths: ['plans/*.md'], labels: [plan] }", { folder: 'plans', label: 'plan' }],
  'two people': ['stakeholders: { minimum: 2 }', { minimum: 2 }],
  'only the problem': ['freshness: { sections: [Problem] }', { onlyProblem: true }],
  'always linus': ["stakeholders: { always: ['@linus'] }", { names: ['linus'] }],
  'always the team': ["stakeholders: { always: ['@acme/sre (2)'] }", { names: ['acme/sre (2)'] }],
  'grace for the folder': [
    "stakeholders: { paths: { 'rfcs/**': ['@grace'] } }",
    { names: ['grace'], isByFolder: true },
  ],
  'always nobody': ["stakeholders: { always: ['@nobody-of-that-name'] }", { names: ['nobody-of-that-name'] }],
  'alignment first': ['alignment: { first: true }', { alignmentFirst: true }],
  'reviews count': ['reviews: count', { countsReviews: true }],
}

/** Names of configurations that a branch may have; `none`: there is no such file. */
export const CONFIG_NAMES: readonly string[] = ['none', ...Object.keys(CONFIGS)]
