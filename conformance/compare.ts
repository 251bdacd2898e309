import type { Exchange } from './client.ts'
import type { Recording } from './recording.ts'

/**
 * How two recordings of the same steps differ, one line for each difference; none where they tell the same. Compared
 * is what a program could notice: the calls, statuses, which errors come and where, which fields are there, of what
 * kind each value is, and words and flags that are the same everywhere. Ids, times and names are not.
 */
export function differences(
  recorded: readonly Recording[],
  repeated: readonly Recording[],
): readonly string[] {
  const again = new Map(repeated.map((each) => [keyOf(each), each]))
  return recorded.flatMap((each) => {
    // What could not be tried says nothing of GitHub.
    if (each.verdict === 'skipped') return []
    const other = again.get(keyOf(each))
    if (!other) return [`${each.belief}: was not repeated`]
    const found: string[] = []
    if (each.verdict !== other.verdict) found.push(`the verdict was ${each.verdict}, is ${other.verdict}`)
    const [was, is] = [each, other].map(({ exchanges }) => callsOf(exchanges))
    for (const [call, exchange] of was!) {
      const repetition = is!.get(call)
      if (!repetition) found.push(`${call} was not called`)
      else found.push(...exchangeDifferences(call, exchange, repetition))
    }
    return found.map((difference) => `${each.belief}: ${difference}`)
  })
}

function keyOf({ belief, believed }: Recording): string {
  return `${belief} ${believed}`
}

/** The calls of a step by what they are, each with its place among its like; only how often a wait asked is left out. */
function callsOf(exchanges: readonly Exchange[]): Map<string, Exchange> {
  const calls = new Map<string, Exchange>()
  const counts = new Map<string, number>()
  for (const exchange of exchanges) {
    if (exchange.path === '/rate_limit') continue
    const name = `${exchange.as} ${exchange.method} ${template(exchange.path)}`
    // The same query over and over waits for something: the last answer is the one that counts.
    if (exchange.path === '/graphql') {
      calls.set(`${name} ${JSON.stringify(queryOf(exchange))}`, exchange)
      continue
    }
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    calls.set(count === 1 ? name : `${name} (${count})`, exchange)
  }
  return calls
}

function queryOf({ body }: Exchange): unknown {
  const query = (body as { query?: unknown } | undefined)?.query
  return typeof query === 'string' ? query.replaceAll(/\s+/g, ' ') : query
}

/** A path with the names, numbers and shas in it taken out. */
function template(path: string): string {
  return path
    .replace(/^\/repos\/[^/]+\/[^/?]+/, '/repos/:owner/:repo')
    .replace(/^\/orgs\/[^/]+/, '/orgs/:owner')
    .replace(/(memberships\/)[^/]+/, '$1:login')
    .replaceAll(/first-contact\/[^/?.]+/g, ':branch')
    .replaceAll(/first-contact-\d+-\d+-/g, ':fresh-')
    .replaceAll(/\b[0-9a-f]{40}\b/g, ':sha')
    .replaceAll(/\/\d+(?=\/|\?|$)/g, '/:id')
    .replace(/(compare\/)[^.]+\.\.\./, '$1:base...')
    .replace(/(collaborators\/)[^/]+/, '$1:login')
}

function exchangeDifferences(call: string, was: Exchange, is: Exchange): string[] {
  const found: string[] = []
  if (was.status !== is.status) found.push(`${call}: the status was ${was.status}, is ${is.status}`)
  shapeDifferences('', was.answer, is.answer, (place, difference) =>
    found.push(`${call}: ${place || 'answer'} ${difference}`),
  )
  return found
}

/** Words that mean the same on every GitHub, by the name of the field they stand in. */
const WORDS = new Set([
  '__typename',
  'type',
  'code',
  'typeName',
  'fieldName',
  'state',
  'status',
  'conclusion',
  'changeType',
  'content',
  'previousReviewState',
  'encoding',
  'mode',
])

function shapeDifferences(
  place: string,
  was: unknown,
  is: unknown,
  tell: (place: string, difference: string) => void,
): void {
  if (kindOf(was) !== kindOf(is)) {
    tell(place, `was ${kindOf(was)}, is ${kindOf(is)}`)
    return
  }
  if (Array.isArray(was) && Array.isArray(is)) {
    if (place.endsWith('errors') && was.length !== is.length)
      tell(place, `were ${was.length}, are ${is.length}`)
    // One of a list stands for the others, but errors are looked at each.
    const many = place.endsWith('errors')
      ? Math.min(was.length, is.length)
      : Math.min(1, was.length, is.length)
    for (let index = 0; index < many; index++)
      shapeDifferences(`${place}[${index}]`, was[index], is[index], tell)
    return
  }
  if (isRecord(was) && isRecord(is)) {
    // More than was recorded may come: GitHub adds fields, and the local one leaves out what nobody reads.
    for (const [key, value] of Object.entries(is)) {
      const where = place === '' ? key : `${place}.${key}`
      if (key in was) shapeDifferences(where, was[key], value, tell)
      else tell(where, 'is there, and was not')
    }
    return
  }
  const name = place.split('.').at(-1) ?? ''
  if ((typeof was === 'boolean' || WORDS.has(name)) && was !== is) {
    tell(place, `was ${JSON.stringify(was)}, is ${JSON.stringify(is)}`)
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
