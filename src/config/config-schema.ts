import { z } from 'zod'
import { DEFAULTS } from './config.ts'
import { glob, listOf, MOST_GLOBS, name, namesByGlob, text } from './values.ts'

/** What the reference says of a key besides what the schema itself knows. */
export interface About {
  /** What kind of value it is, in a few words. */
  readonly type: string
  /** The rule that reads it. */
  readonly rule: string
  /** What holds without it, where the schema has no default. */
  readonly otherwise?: string
}

/** By the schema of each key that holds a value of its own. */
export const about = z.registry<About>()

const section = z.strictObject(
  {
    name: text
      .meta({ title: 'Name', description: 'What the heading says; case, numbering and emoji do not count.' })
      .register(about, { type: 'text', rule: 'T1', otherwise: 'required' }),
    aliases: listOf(text, 'names')
      .default([])
      .meta({ title: 'Other names', description: 'Headings that mean the same section.' })
      .register(about, { type: 'list of texts', rule: 'T2' }),
    required: z
      .boolean('`true` or `false`')
      .default(true)
      .meta({
        title: 'Required',
        description: 'Whether an RFC without this section, or with an empty one, fails.',
      })
      .register(about, { type: '`true` or `false`', rule: 'T2, T3' }),
  },
  'keys `name`, `aliases` and `required`',
)

const rfcs = z
  .strictObject(
    {
      paths: listOf(glob, 'globs')
        .default([...DEFAULTS.rfcs.paths])
        .meta({
          title: 'Files that are RFCs',
          description:
            'A pull request that adds, changes, renames or deletes a Markdown file (`.md`, `.mdx`, `.markdown`) that matches is an RFC; other files that match are attachments of it. A path that ends in a folder means the Markdown files below it. Case does not count.',
          examples: [['rfcs/**'], ['text/', 'docs/design/**/*.md']],
        })
        .register(about, { type: 'list of globs', rule: 'D2' }),
      ignore: listOf(glob, 'globs')
        .default([...DEFAULTS.rfcs.ignore])
        .meta({
          title: 'Files that are none',
          description:
            'Matching files are no RFCs. A glob without a slash means the name of a file in any folder. `README.md`, `index.md` and `CONTRIBUTING.md` directly in the last folder that a path names are none either, unless a path names them.',
          examples: [['template.md', 'drafts/**']],
        })
        .register(about, { type: 'list of globs', rule: 'D2' }),
      labels: listOf(text, 'labels')
        .default([...DEFAULTS.rfcs.labels])
        .meta({
          title: 'Labels',
          description:
            'A pull request with one of these labels is an RFC; where no file is one, its description is the document.',
          examples: [['rfc'], []],
        })
        .register(about, { type: 'list of texts', rule: 'D3' }),
      since: z
        .string('a commit, as its 40 hexadecimal digits')
        .regex(/^[0-9a-fA-F]{40}$/, 'a commit, as its 40 hexadecimal digits')
        .optional()
        .meta({
          title: 'Older texts',
          description:
            'A commit. A file that reads at the merge base as it did at that commit obliges nobody by its base version: texts older than this App stay editable.',
          examples: ['1f0c2b7a9d3e4f5061728394a5b6c7d8e9f00112'],
        })
        .register(about, { type: 'commit', rule: 'D8', otherwise: 'every base version names people' }),
      bases: listOf(glob, 'branches')
        .min(1, 'at least one branch')
        .optional()
        .meta({
          title: 'Base branches',
          description:
            'Branches, as globs, into which RFCs are decided. A pull request into another branch passes and says where it is decided.',
          examples: [['main'], ['main', 'release/*']],
        })
        .register(about, { type: 'list of globs', rule: 'D9', otherwise: 'all branches' }),
    },
    'keys `paths`, `ignore`, `labels`, `since` and `bases`',
  )
  .prefault({})
  .meta({ title: 'RFCs', description: 'Which pull requests are RFCs.' })

const stakeholders = z
  .strictObject(
    {
      always: listOf(name, 'names')
        .default([])
        .meta({
          title: 'Always',
          description:
            'People and teams who must commit to every RFC. Logins and teams as in an RFC, in quotes: a team needs one commitment, `(2)` needs two, `(all)` needs every member.',
          examples: [['@ada', '@acme/sre (2)']],
        })
        .register(about, { type: 'list of names', rule: 'S2' }),
      paths: namesByGlob
        .default({})
        .meta({
          title: 'By path',
          description:
            'Who must commit where a file of the pull request matches the glob, by its old name or its new one.',
          maxProperties: MOST_GLOBS,
          examples: [{ 'rfcs/billing/**': ['@grace', '@acme/payments (all)'] }],
        })
        .register(about, { type: 'globs, each with a list of names', rule: 'S2' }),
      minimum: z
        .int('a whole number from 1 to 200')
        .min(1, 'a whole number from 1 to 200')
        .max(200, 'a whole number from 1 to 200')
        .default(DEFAULTS.stakeholders.minimum)
        .meta({
          title: 'Minimum',
          description: 'How many different people besides the author must commit, each for themself.',
          examples: [1, 3],
        })
        .register(about, { type: 'whole number from 1 to 200', rule: 'S5' }),
      keys: listOf(text, 'keys')
        .default([...DEFAULTS.stakeholders.keys])
        .meta({
          title: 'Keys of front matter',
          description:
            'Keys of front matter that name people; case does not count. The list replaces the default one.',
          examples: [['approvers'], ['shepherd-team', 'api-approvers']],
        })
        .register(about, { type: 'list of texts', rule: 'T4' }),
      deciders: listOf(name, 'names')
        .default([])
        .meta({
          title: 'Deciders',
          description: 'People and teams who may use `/release` besides maintainers. The author never may.',
          examples: [['@grace'], ['@acme/leads']],
        })
        .register(about, { type: 'list of names', rule: 'C3' }),
    },
    'keys `always`, `paths`, `minimum`, `keys` and `deciders`',
  )
  .prefault({})
  .meta({ title: 'Stakeholders', description: 'Whose commitment is required besides those an RFC names.' })

const sections = listOf(section, 'sections')
  .default(DEFAULTS.sections.map((rule) => ({ ...rule, aliases: [...rule.aliases] })))
  .meta({
    title: 'Sections',
    description: 'The sections of an RFC. The list replaces the default one.',
    examples: [[{ name: 'Problem', aliases: ['Motivation'] }, { name: 'Alignment' }]],
  })
  .register(about, { type: 'list of sections', rule: 'T2' })

const alignment = z
  .strictObject(
    {
      first: z
        .boolean('`true` or `false`')
        .default(DEFAULTS.alignment.first)
        .meta({
          title: 'Alignment first',
          description:
            'No commitment counts before every stakeholder has said `/align` or `/disagree-commit` about the problem as it stands; then those made before count, too.',
        })
        .register(about, { type: '`true` or `false`', rule: 'P3' }),
    },
    'the key `first`',
  )
  .prefault({})
  .meta({ title: 'Alignment', description: 'Whether the problem is shared before anybody commits.' })

const freshness = z
  .strictObject(
    {
      sections: listOf(text, 'names of sections')
        .min(1, 'at least one name of a section')
        .optional()
        .meta({
          title: 'Material sections',
          description:
            'Only a change of these sections makes commitments stale. Where a document lacks one of them, the whole document counts.',
          examples: [['Problem', 'Proposal']],
        })
        .register(about, { type: 'list of texts', rule: 'F2', otherwise: 'the whole document' }),
    },
    'the key `sections`',
  )
  .prefault({})
  .meta({ title: 'Freshness', description: 'Which changes of the text a commitment outlives.' })

const reviews = z
  .enum(['hint', 'count'], '`hint` or `count`')
  .default(DEFAULTS.reviews)
  .meta({
    title: 'Reviews',
    description:
      'Whether an approving review is a commitment (`count`), or is answered with the command for one (`hint`).',
  })
  .register(about, { type: '`hint` or `count`', rule: 'C7' })

/** The configuration file (§10): what it may say, what holds where it says nothing, and what each key is for. */
export const configSchema = z
  .strictObject(
    {
      version: z
        .literal(1, '`version: 1`')
        .meta({ title: 'Version', description: 'The version of this format, always 1.' })
        .register(about, { type: '`1`', rule: '§10', otherwise: 'required' }),
      rfcs,
      sections,
      stakeholders,
      alignment,
      freshness,
      reviews,
    },
    'keys such as `version: 1`',
  )
  .meta({
    title: 'rfc-alignment',
    description:
      'The configuration of the GitHub App rfc-alignment: `.github/rfc-alignment.yml` on the base branch.',
    examples: [
      { version: 1 },
      {
        version: 1,
        rfcs: { paths: ['rfcs/**'] },
        stakeholders: { always: ['@acme/architects'], paths: { 'rfcs/billing/**': ['@grace'] }, minimum: 2 },
        alignment: { first: true },
      },
    ],
  })

/** What the schema reads, before names are what they stand for. */
export type WrittenConfig = z.output<typeof configSchema>

/** A schema without what it says of a missing value. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapped =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
  return isWrapped ? unwrapped(schema.unwrap()) : schema
}
