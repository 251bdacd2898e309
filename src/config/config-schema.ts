import { z } from 'zod'
import { DEFAULTS } from './config.ts'
import { glob, listOf, MOST_GLOBS, name, namesByGlob, text } from './values.ts'

/** What the reference page says about a key besides what the schema itself has. */
export interface About {
  /** The kind of value, in a few words. */
  readonly type: string
  /** The rule that reads it. */
  readonly rule: string
  /** What applies without the key, where the schema has no default. */
  readonly otherwise?: string
}

/** Keyed by the schema of each key that has a value of its own. */
export const about = z.registry<About>()

const section = z.strictObject(
  {
    name: text
      .meta({ title: 'Name', description: 'The text of the heading. Case, numbering and emoji are ignored.' })
      .register(about, { type: 'text', rule: 'T1', otherwise: 'required' }),
    aliases: listOf(text, 'names')
      .default([])
      .meta({ title: 'Other names', description: 'Other headings for the same section.' })
      .register(about, { type: 'list of strings', rule: 'T2' }),
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
            'A pull request that adds, changes, renames or deletes a matching Markdown file (`.md`, `.mdx`, `.markdown`) is an RFC; other matching files are its attachments. A path that ends in a folder matches the Markdown files below it. Case is ignored.',
          examples: [['rfcs/**'], ['text/', 'docs/design/**/*.md']],
        })
        .register(about, { type: 'list of globs', rule: 'D2' }),
      ignore: listOf(glob, 'globs')
        .default([...DEFAULTS.rfcs.ignore])
        .meta({
          title: 'Ignored files',
          description:
            'Matching files are not RFCs. A glob without a slash matches the name of a file in any folder. `README.md`, `index.md` and `CONTRIBUTING.md` directly in the last folder that a path names are ignored too, unless a path names them.',
          examples: [['template.md', 'drafts/**']],
        })
        .register(about, { type: 'list of globs', rule: 'D2' }),
      labels: listOf(text, 'labels')
        .default([...DEFAULTS.rfcs.labels])
        .meta({
          title: 'Labels',
          description:
            'A pull request with one of these labels is an RFC. If no file matches, its description is the document.',
          examples: [['rfc'], []],
        })
        .register(about, { type: 'list of strings', rule: 'D3' }),
      since: z
        .string('a commit, as its 40 hexadecimal digits')
        .regex(/^[0-9a-fA-F]{40}$/, 'a commit, as its 40 hexadecimal digits')
        .optional()
        .meta({
          title: 'Older texts',
          description:
            'A commit. If a file at the merge base is unchanged since that commit, its base version names nobody, so documents older than this App can be edited.',
          examples: ['1f0c2b7a9d3e4f5061728394a5b6c7d8e9f00112'],
        })
        .register(about, { type: 'commit', rule: 'D8', otherwise: 'every base version names people' }),
      bases: listOf(glob, 'branches')
        .min(1, 'at least one branch')
        .optional()
        .meta({
          title: 'Base branches',
          description:
            'Branches, as globs, into which RFCs are decided. A pull request into another branch passes, and its check says where the RFC is decided.',
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
            'People and teams who must commit to every RFC, written as in an RFC and in quotes. A team needs one commitment, `(2)` needs two, `(all)` needs every member.',
          examples: [['@ada', '@acme/sre (2)']],
        })
        .register(about, { type: 'list of names', rule: 'S2' }),
      paths: namesByGlob
        .default({})
        .meta({
          title: 'By path',
          description: 'Who must commit if a changed file matches the glob, by its old or its new name.',
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
          description: 'How many different people besides the author must commit.',
          examples: [1, 3],
        })
        .register(about, { type: 'whole number from 1 to 200', rule: 'S5' }),
      keys: listOf(text, 'keys')
        .default([...DEFAULTS.stakeholders.keys])
        .meta({
          title: 'Front matter keys',
          description: 'Front matter keys that name people. Case is ignored. The list replaces the default.',
          examples: [['approvers'], ['shepherd-team', 'api-approvers']],
        })
        .register(about, { type: 'list of strings', rule: 'T4' }),
      deciders: listOf(name, 'names')
        .default([])
        .meta({
          title: 'Deciders',
          description: 'People and teams who can use `/release`, besides maintainers. The author never can.',
          examples: [['@grace'], ['@acme/leads']],
        })
        .register(about, { type: 'list of names', rule: 'C3' }),
    },
    'keys `always`, `paths`, `minimum`, `keys` and `deciders`',
  )
  .prefault({})
  .meta({
    title: 'Stakeholders',
    description: 'Whose commitment is required, besides the people an RFC names.',
  })

const sections = listOf(section, 'sections')
  .default(DEFAULTS.sections.map((rule) => ({ ...rule, aliases: [...rule.aliases] })))
  .meta({
    title: 'Sections',
    description: 'The sections of an RFC. The list replaces the default.',
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
            'No commitment counts until every stakeholder has used `/align` or `/disagree-commit` for the current Problem section; then earlier commitments count too.',
        })
        .register(about, { type: '`true` or `false`', rule: 'P3' }),
    },
    'the key `first`',
  )
  .prefault({})
  .meta({
    title: 'Alignment',
    description: 'Whether people must agree on the problem before anyone commits.',
  })

const freshness = z
  .strictObject(
    {
      sections: listOf(text, 'names of sections')
        .min(1, 'at least one name of a section')
        .optional()
        .meta({
          title: 'Material sections',
          description:
            'Only a change to these sections makes commitments stale. If a document lacks one of them, the whole document counts.',
          examples: [['Problem', 'Proposal']],
        })
        .register(about, { type: 'list of strings', rule: 'F2', otherwise: 'the whole document' }),
    },
    'the key `sections`',
  )
  .prefault({})
  .meta({ title: 'Freshness', description: 'Which changes make a commitment stale.' })

const reviews = z
  .enum(['hint', 'count'], '`hint` or `count`')
  .default(DEFAULTS.reviews)
  .meta({
    title: 'Reviews',
    description:
      '`count`: an approving review is a commitment. `hint`: it is answered with the command to commit.',
  })
  .register(about, { type: '`hint` or `count`', rule: 'C7' })

const questions = z
  .enum(['on', 'off'], '`on` or `off`')
  .default(DEFAULTS.questions)
  .meta({
    title: 'Questions',
    description:
      '`on`: check and comment ask once what else was considered if a document has no Options section, and how to tell whether it worked if one with `revisit` has no Success section. They never block.',
  })
  .register(about, { type: '`on` or `off`', rule: 'T6' })

/** The configuration file (§13): its keys, their defaults, and what each is for. */
export const configSchema = z
  .strictObject(
    {
      version: z
        .literal(1, '`version: 1`')
        .meta({ title: 'Version', description: 'The version of this format, always 1.' })
        .register(about, { type: '`1`', rule: '§13', otherwise: 'required' }),
      rfcs,
      sections,
      stakeholders,
      alignment,
      freshness,
      reviews,
      questions,
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

/** The output of the schema, before names are resolved to mentions. */
export type WrittenConfig = z.output<typeof configSchema>

/** Returns a schema without its wrappers for missing values. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapped =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
  return isWrapped ? unwrapped(schema.unwrap()) : schema
}
