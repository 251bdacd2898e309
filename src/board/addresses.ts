import type { Context, MiddlewareHandler } from 'hono'
import { html } from 'hono/html'
import { ORDER_NAMES } from './board.ts'
import { decoded } from './decoded.ts'
import { layout } from './layout.ts'
import { MOST_PAGES } from './lists.ts'
import { CSP } from './pages.ts'
import { STATES } from './html-words.ts'

/** What a parameter's value may be; `expected` ends the sentence "… must be". An empty value counts as not given. */
interface ParameterRule {
  readonly expected: string
  readonly isGood: (value: string) => boolean
}

/** Longer than GitHub's longest `owner/repository`, which has 140 characters. */
const LONGEST_VALUE = 200
/** An address to return to after sign-in may hold several of those. */
const LONGEST_NEXT = 2_000

const TEXT: ParameterRule = {
  expected: `at most ${LONGEST_VALUE} characters`,
  isGood: (value) => value.length <= LONGEST_VALUE,
}
const NEXT: ParameterRule = {
  expected: `at most ${LONGEST_NEXT} characters`,
  isGood: (value) => value.length <= LONGEST_NEXT,
}
const PAGE: ParameterRule = {
  expected: `a whole number from 1 to ${MOST_PAGES}`,
  isGood: (value) => /^[1-9]\d{0,5}$/.test(value) && Number(value) <= MOST_PAGES,
}
const QUARTER: ParameterRule = {
  expected: 'a year and a quarter, as in "2026 Q1"',
  isGood: (value) => /^20\d\d Q[1-4]$/.test(value),
}

const STATE = oneOf([...Object.keys(STATES), 'all'])
const ORDER = oneOf(Object.keys(ORDER_NAMES))

function oneOf(choices: readonly string[]): ParameterRule {
  return { expected: `one of: ${choices.join(', ')}`, isGood: (value) => choices.includes(value) }
}

type Rules = Readonly<Record<string, ParameterRule>>

const DECISIONS: Rules = { text: TEXT, person: TEXT, repository: TEXT, page: PAGE }

/** What each page reads from its address. Other parameters are ignored: shared links often carry tracking parameters. */
const RULES: Readonly<Record<string, Rules>> = {
  '/': {
    state: STATE,
    order: ORDER,
    owner: TEXT,
    repository: TEXT,
    person: TEXT,
    team: TEXT,
    text: TEXT,
    page: PAGE,
  },
  '/decisions': DECISIONS,
  '/decisions.csv': DECISIONS,
  '/decisions.json': DECISIONS,
  '/decisions.atom': DECISIONS,
  '/insights': { owner: TEXT, repo: TEXT, team: TEXT, quarter: QUARTER },
  '/changes': { since: TEXT },
  '/sign-in': { next: NEXT },
  '/sign-in/done': { state: TEXT, code: TEXT },
}

/** Answers 400 to an address that cannot mean anything, before anything of it is looked up. */
export const onlyGoodAddresses: MiddlewareHandler = async (context, next) => {
  const problem = problemWithAddress(context.req.url)
  if (problem === null) return next()
  return badAddress(context, problem)
}

/** What is wrong with an address, as a sentence; null where nothing is. */
export function problemWithAddress(address: string): string | null {
  const { pathname, search } = new URL(address)
  const path = decoded(pathname)
  if (path === null) return 'The path of this address contains invalid characters.'
  const rules: Rules = Object.hasOwn(RULES, path) ? (RULES[path] ?? {}) : {}
  const seen = new Set<string>()
  for (const pair of search.slice(1).split('&')) {
    const [name, value] = [/^[^=]*/.exec(pair)?.[0] ?? '', pair.replace(/^[^=]*=?/, '')].map((part) =>
      decoded(part.replaceAll('+', ' ')),
    )
    if (name == null || value == null) return 'This address contains invalid characters.'
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (!rule) continue
    if (seen.has(name)) return `"${name}" is given more than once; give it once.`
    seen.add(name)
    if (value !== '' && !rule.isGood(value)) return `"${name}" must be ${rule.expected}.`
  }
  return null
}

function badAddress(context: Context, problem: string): Response | Promise<Response> {
  const body = html`<p class="empty">${problem} <a href="/">Go to the board</a>.</p>`
  return context.html(
    layout({ title: 'Invalid address', path: '', visitor: { person: null, csrf: '' }, body }),
    400,
    { 'content-security-policy': CSP, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
  )
}
