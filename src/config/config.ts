import type { PlacedMention } from '../documents/parsed-document.ts'
import type { CommitSha } from '../facts/ids.ts'
import type { TextProblem } from '../facts/problem.ts'
import type { WrittenPattern } from '../facts/snapshot.ts'

/** The configuration of one repository (§13), defaults filled in. */
export interface Config {
  readonly rfcs: {
    readonly paths: readonly string[]
    readonly ignore: readonly string[]
    readonly labels: readonly string[]
    /**
     * A commit: a file whose text at that commit equals its text at the merge base requires no one by its base version
     * (D8).
     */
    readonly since: CommitSha | null
    /** Branches, as globs, into which RFCs are decided; null means all (D9). */
    readonly bases: readonly string[] | null
  }
  readonly sections: readonly SectionRule[]
  readonly stakeholders: {
    readonly minimum: number
    /** Required on every RFC (S2). Lines and columns are those of the configuration. */
    readonly always: readonly PlacedMention[]
    /** Required where a changed file matches (S2). */
    readonly paths: readonly { readonly glob: string; readonly names: readonly PlacedMention[] }[]
    /** Keys of front matter that name people (T4). */
    readonly keys: readonly string[]
    /** Who may use `/release` besides maintainers (C3). */
    readonly deciders: readonly PlacedMention[]
  }
  /** With `first` a commitment is accepted only while every stakeholder shares the problem (P3). */
  readonly alignment: { readonly first: boolean }
  /** Names of the sections that are material (F2); null means the whole document. */
  readonly freshness: { readonly sections: readonly string[] | null }
  /** Whether an approving review is a commitment, or is answered with the command for one (C7). */
  readonly reviews: 'hint' | 'count'
  /** Whether an author is asked what a document leaves out (T6). */
  readonly questions: 'on' | 'off'
}

export interface SectionRule {
  readonly name: string
  readonly aliases: readonly string[]
  readonly required: boolean
}

export interface ParsedConfig {
  readonly kind: 'config'
  /** The configuration, or null when the text has problems: then nothing of it is used. */
  readonly config: Config | null
  readonly problems: readonly TextProblem[]
  /** The patterns that its author wrote, those of the defaults left out of `rfcs.ignore` (D2). */
  readonly patterns: readonly WrittenPattern[]
}

/** The path of the configuration in a repository (D1). */
export const CONFIG_PATH = '.github/rfc-alignment.yml'

const FOLDERS = ['rfcs', 'rfc', 'rfds', 'proposals']

/** The configuration of a repository without one (D2, D3, T2, S5). */
export const DEFAULTS: Config = {
  rfcs: {
    paths: ['', 'docs/'].flatMap((under) => FOLDERS.map((folder) => `${under}${folder}/**`)),
    ignore: ['template.md', '_template.md', '*-template.md'],
    labels: ['rfc'],
    since: null,
    bases: null,
  },
  sections: [
    {
      name: 'Problem',
      aliases: ['Problems', 'Problem statement', 'Motivation', 'Background', 'Context', 'Why'],
      required: true,
    },
    {
      name: 'Alignment',
      aliases: [
        'Stakeholders',
        'Approvers',
        'Reviewers',
        'Required reviewers',
        'Sign-off',
        'People',
        'Alignment and buy-in',
      ],
      required: true,
    },
    {
      name: 'Options',
      aliases: [
        'Alternatives',
        'Alternatives considered',
        'Considered options',
        'Options considered',
        'Rationale and alternatives',
      ],
      required: false,
    },
    {
      name: 'Success',
      aliases: ['Success criteria', 'Metrics', 'When to stop', 'Rollback'],
      required: false,
    },
    { name: 'Plan', aliases: ['Rollout', 'Next steps'], required: false },
  ],
  stakeholders: {
    minimum: 1,
    always: [],
    paths: [],
    keys: ['stakeholders', 'approvers', 'reviewers'],
    deciders: [],
  },
  alignment: { first: false },
  freshness: { sections: null },
  reviews: 'hint',
  questions: 'on',
}
