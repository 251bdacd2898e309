import { fault } from './fault.ts'

export interface PageArguments {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

/**
 * A page of a list in GitHub's form. `keyOf` gives each item a key that lasts: cursors are made of keys, so that an
 * item added or deleted between two pages neither repeats nor hides another. Throws GitHub's errors for a page without
 * bounds or with more than a hundred items.
 */
export function connection<T>(
  name: string,
  items: readonly T[],
  page: PageArguments,
  keyOf: (item: T) => string | number,
  show: (item: T) => unknown,
  more: {
    readonly edge?: (item: T) => object
    readonly connection?: object
    readonly totalCount?: number
  } = {},
) {
  const { first, last, after, before } = page
  const bound = first ?? last
  if (bound === undefined || bound === null) {
    throw fault(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    )
  }
  const word = typeof first === 'number' ? 'first' : 'last'
  if (bound > 100) {
    throw fault(
      'EXCESSIVE_PAGINATION',
      `Requesting ${bound} records on the \`${name}\` connection exceeds the \`${word}\` limit of 100 records.`,
    )
  }
  if (bound < 0) {
    throw fault('INVALID_PAGINATION', `\`${word}\` on the \`${name}\` connection cannot be less than zero.`)
  }
  const start = after ? place(items, after, keyOf, 'after') : 0
  const end = before ? place(items, before, keyOf, 'before') : items.length
  const within = items.slice(start, Math.max(start, end))
  const chosen = typeof first === 'number' ? within.slice(0, first) : last ? within.slice(-last) : []
  const offset = typeof first === 'number' ? start : start + within.length - chosen.length
  const cursor = (item: T) => Buffer.from(`cursor:${keyOf(item)}`).toString('base64')
  const [head, tail] = [chosen[0], chosen.at(-1)]
  return {
    ...more.connection,
    totalCount: more.totalCount ?? items.length,
    pageInfo: {
      startCursor: head === undefined ? null : cursor(head),
      endCursor: tail === undefined ? null : cursor(tail),
      hasPreviousPage: offset > 0,
      hasNextPage: offset + chosen.length < items.length,
    },
    nodes: () => chosen.map(show),
    edges: () =>
      chosen.map((item) => ({ cursor: cursor(item), node: () => show(item), ...more.edge?.(item) })),
  }
}

/** Where the item of a cursor stands; where it stood, when it is gone and the keys are numbers. */
function place<T>(
  items: readonly T[],
  cursor: string,
  keyOf: (item: T) => string | number,
  side: 'after' | 'before',
): number {
  const key = /^cursor:(.*)$/s.exec(Buffer.from(cursor, 'base64').toString())?.[1]
  if (key === undefined)
    throw fault('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`)
  const at = items.findIndex((item) => String(keyOf(item)) === key)
  if (at >= 0) return side === 'after' ? at + 1 : at
  const later = items.findIndex((item) => Number(keyOf(item)) > Number(key))
  return later < 0 ? items.length : later
}
