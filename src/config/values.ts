import { z } from 'zod'
import { writtenName } from '../documents/written-name.ts'

// Each message names what was expected; what was found is put before it.
/** A name of a section or a label. */
export const text = z
  .string('a string')
  .trim()
  .min(1, 'a string')
  .max(200, 'at most 200 characters')
  .regex(/\S/, 'a string')

const PLAIN =
  'a glob of names, `*`, `**`, `?` and `[…]`, without braces, `!` and brackets before `(`, and without a slash at its start'
/** A glob as `globTest` reads it (D2, S2). */
export const glob = z
  .string('a glob such as `rfcs/**`')
  .max(200, 'a glob of at most 200 characters')
  // Braces, negation and extended globs can match unexpected paths.
  .regex(/^[^\s!/{}\\](?:[^{}\\\r\n]*[^\s{}\\])?$/, PLAIN)
  .regex(/^(?:[^!?+@*]|[!?+@*](?!\())*$/, PLAIN)
  .regex(/^[^*]*(?:\*+(?!\*)[^*]*){0,10}$/, 'a glob of at most 10 stars')

/** The names that `writtenName` reads, for editors, which know nothing else of them. */
const NAME =
  /^\s*@?[A-Za-z0-9][A-Za-z0-9_-]{0,38}(?:\/[A-Za-z0-9][A-Za-z0-9_-]*(?:[ \t\u00A0]*\(\s*(?:[1-9][0-9]{0,2}|[Aa][Ll][Ll])\s*\))?)?\s*$/

/** Marks a problem of the name itself; its message says why it names no one. */
export const NAMES_NOBODY = { names: 'nobody' } as const

/** A person or a team as in an RFC (S1, S3); a login that YAML would take for a number needs quotes (TH-84). */
export const name = z
  .string('a name in quotes, such as `"@ada"`')
  .max(200, 'a name of at most 200 characters')
  .refine((written) => writtenName(written.trim()).kind !== 'invalid', {
    params: NAMES_NOBODY,
    error: ({ input }) => {
      const named = writtenName(String(input).trim())
      return named.kind === 'invalid' ? named.why : ''
    },
  })
  .meta({ pattern: NAME.source })

/** A list of at most 100. */
export const listOf = <Item extends z.ZodType>(item: Item, what: string) =>
  z.array(item, `a list of ${what}`).max(100, `at most 100 ${what}`)

export const MOST_GLOBS = 100

/** Names by glob (S2). */
export const namesByGlob = z
  .record(glob, listOf(name, 'names'), 'globs as keys, each with a list of names')
  .refine((globs) => Object.keys(globs).length <= MOST_GLOBS, `at most ${MOST_GLOBS} globs`)
