import { z } from 'zod'
import { LOOKS } from './documents.ts'

const who = z.string()
const which = z.number()
const text = z.string()
const yes = z.literal(true).exactOptional()
const base = z.enum(['main', 'lax'])
const opinion = z.enum(['approve', 'request changes', 'comment'])
const choice = z.strictObject({
  names: z.string(),
  look: z.enum(Object.keys(LOOKS) as [keyof typeof LOOKS, ...(keyof typeof LOOKS)[]]),
})
const gone = z.strictObject({ gone: z.enum(['moved away', 'deleted', 'renamed', 'untouched']) })
const where = z.union([choice, gone])

const act = <Name extends string, Shape extends z.core.$ZodLooseShape>(
  names: readonly Name[],
  shape: Shape,
) => z.strictObject({ act: z.enum(names), ...shape })

const action = z.discriminatedUnion('act', [
  // The branch of the pull request.
  act(['push', 'force to text'], { to: where, isLost: yes }),
  act(['force back'], { head: z.number(), isLost: yes }),
  act(['second file'], { to: choice.nullable() }),
  act(['update the branch'], {}),
  // Words.
  act(['say'], {
    who,
    text,
    by: z.literal('mail').exactOptional(),
    isLost: yes,
    /** Its webhook comes, but GitHub's API never shows it. */
    isHidden: yes,
  }),
  act(['review'], { who, opinion, text, old: z.number().exactOptional() }),
  act(['on a line'], { who, text }),
  act(['hear one'], { who, which }),
  act(['edit', 'edit of another'], { which, text, isLost: yes }),
  act(['edit the prose'], { which }),
  act(['delete'], { which, isLost: yes }),
  act(['delete of another'], {
    which,
    /** Without it, somebody who may write. */
    by: z.literal('margaret').exactOptional(),
    /** GitHub does not say who it was. */
    isUntold: yes,
    isLost: yes,
  }),
  act(['dismiss'], { which }),
  // The pull request.
  act(['label', 'unlabel', 'draft', 'ready', 'close', 'reopen', 'look again'], {}),
  act(['describe'], { to: choice.nullable() }),
  act(['retarget'], { to: base }),
  act(['second opens'], {
    at: z.union([z.literal('the same head'), choice]),
    isDraft: z.boolean(),
    /** Its RFC is the very file of the first. */
    isSameFile: yes,
  }),
  act(['follow the other'], {}),
  act(['enqueue', 'merge the queue'], {}),
  // The repository.
  act(['base moves'], { on: base, to: z.union([choice, z.literal('something else')]) }),
  act(['configure'], { on: base, as: z.string() }),
  act(['join', 'leave'], { who }),
  act(['role'], { who, to: z.enum(['maintain', 'write']) }),
  act(['rename', 'take the old name'], {}),
  act(['check of another App'], {}),
  // The App.
  act(['down'], {}),
  /** Up again: the webhooks of meanwhile come now, in whatever order, or only the newest of each pull request. */
  act(['up'], { webhooks: z.enum(['late', 'late, newest first', 'only the newest']) }),
  act(['copy the database', 'restore the copy', 'lose the database'], {}),
  /** Those of this App on every commit of the pull request. */
  act(['delete the runs'], {}),
  // Deliveries.
  act(['repeat'], {}),
  act(['repeat old'], { which }),
])

/**
 * One thing somebody does, as plain data: a failing history can be kept in a file and played again. `which` post or
 * head counts round and round; -1 is the newest.
 */
export type Action = z.infer<typeof action>

export type Base = z.infer<typeof base>
export type Opinion = z.infer<typeof opinion>

/** What a push makes of the RFC file. */
export type Where = z.infer<typeof where>

/** Lists of a pull request, as GraphQL names them. */
const stalePart = z.enum(['comments', 'reviews', 'commits'])
export type StalePart = z.infer<typeof stalePart>

const step = z.strictObject({
  /** Seconds that pass before it; with 0 it happens in the same second as what went before. */
  wait: z.union([z.literal(0), z.literal(60), z.literal(900), z.literal(14_400)]).default(60),
  does: action,
  /** It is about the second pull request; without it, about the first. */
  second: yes,
  /** Another server takes its webhooks. */
  elsewhere: yes,
  /** So many times GitHub answers with what was before the act. */
  lag: z.union([z.literal(1), z.literal(2)]).exactOptional(),
  /** Only this list of its answers lags, as servers of GitHub may be of different age. */
  stale: stalePart.exactOptional(),
})
export type Step = Readonly<z.infer<typeof step>>

/** The shape of a history in a file: what is left out is as usual. */
export const planShape = z.strictObject({
  isDraft: z.boolean().default(false),
  /** The RFC file is on the base branch already. */
  isOnBase: z.boolean().default(false),
  first: z.union([choice, z.strictObject({ gone: z.literal('untouched') })]),
  description: choice.nullable().default(null),
  /** It is opened into this branch; without it, into `main`. */
  base: z.literal('lax').exactOptional(),
  /** More comments than ten pages hold are there before anything else happens. */
  isCrowded: yes,
  /** The configuration of `main` (without it: none), and of `lax`. */
  config: z.string().exactOptional(),
  lax: z.string().exactOptional(),
  /** Who is in the team at first. */
  team: z.array(z.string()).readonly().exactOptional(),
  steps: z.array(step).readonly(),
})
export type Plan = Readonly<z.infer<typeof planShape>>

/** What a plan is about, to leave things out of the draw: acts, and words of texts and names. */
export function isAbout(part: unknown, topic: string): boolean {
  return JSON.stringify(part).includes(topic)
}
