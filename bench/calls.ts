import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { openScene, type Scene } from '../playground/scene.ts'
import { openStage, type Stage } from '../playground/stage.ts'
import { type Cost, costOf } from '../test/dialogues/cost-of.ts'
import { statementsOf } from '../test/dialogues/statements-of.ts'
import { rfc } from '../test/rfc-text.ts'
import { startPostgres } from '../test/store/postgres.ts'
import type { Figure } from './figure.ts'
import { DATABASES, type DatabaseName, EMBEDDED } from './house.ts'

type Act = readonly [what: string, act: (scene: Scene) => Promise<unknown>, budget: Cost]

const RFC: readonly Act[] = [
  ['a comment', (scene) => scene.says('eve', 'I have read it.'), { reads: 1, points: 3, writes: 0 }],
  ['a commitment', (scene) => scene.says('ada', '/commit'), { reads: 1, points: 3, writes: 3 }],
  ['an objection', (scene) => scene.says('linus', '/object who pays?'), { reads: 1, points: 3, writes: 4 }],
  [
    'a push',
    (scene) => scene.pushes('author', { 'rfcs/0001.md': rfc(['ada', 'linus', 'grace'], 'Bill hourly.') }),
    { reads: 2, points: 3, writes: 2 },
  ],
]

const NO_RFC: readonly Act[] = [
  ['a comment, no RFC', (scene) => scene.says('eve', 'I have read it.'), { reads: 1, points: 1, writes: 0 }],
  [
    'a push, no RFC',
    (scene) => scene.pushes('author', { 'src/b.ts': 'export {}\n' }),
    { reads: 1, points: 1, writes: 1 },
  ],
]

/** The statements that the store sends, each as its text. */
const STATEMENTS = 'rfc-alignment:statement'

/**
 * How often GitHub is asked for one event of each kind (lists that fit one page, nothing to be read back), and the
 * database. The server is in this process.
 */
export async function benchCalls(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const database of DATABASES) figures.push(...(await onDatabase(database)))
  return figures
}

async function onDatabase(database: DatabaseName): Promise<readonly Figure[]> {
  const postgres = database === EMBEDDED ? undefined : await startPostgres()
  const stage = await openStage(postgres ? { databaseUrl: postgres.url } : {})
  const scene = openScene(stage, 'rfcs')
  await scene.opens('author', { 'rfcs/0001.md': rfc(['ada', 'linus', 'grace']) })
  const other = openScene(stage, 'code')
  await other.opens('author', { 'src/a.ts': 'export {}\n' })
  const figures: Figure[] = []
  for (const [on, acts] of [
    [scene, RFC],
    [other, NO_RFC],
  ] as const) {
    for (const [what, act, budget] of acts) {
      const { cost, ...asked } = await costs(stage, () => act(on))
      // GitHub is asked the same on both.
      if (database === EMBEDDED) figures.push(...callsOf(what, cost, budget))
      figures.push(...figuresOf(`${what} (${database})`, asked))
    }
  }
  await stage.close()
  await postgres?.stop()
  return figures
}

interface Asked {
  readonly events: number
  readonly statements: number
  readonly transactions: number
}

async function costs(stage: Stage, act: () => Promise<unknown>): Promise<Asked & { readonly cost: Cost }> {
  const { github } = stage
  // Whether the server is idle is asked of the database, too.
  const asksWhetherIdle = new Set(await statementsDuring(stage.settled))
  const from = github.deliveries.length
  const cost = Promise.withResolvers<Cost>()
  const texts = await statementsDuring(async () => cost.resolve(await costOf(github, act)))
  const statements = texts.filter((text) => !asksWhetherIdle.has(text))
  return {
    cost: await cost.promise,
    events: github.deliveries.length - from,
    ...statementsOf(statements),
  }
}

async function statementsDuring(act: () => Promise<unknown>): Promise<readonly string[]> {
  const texts: string[] = []
  const heard = (text: unknown) => texts.push(String(text))
  subscribe(STATEMENTS, heard)
  await act()
  unsubscribe(STATEMENTS, heard)
  return texts
}

function callsOf(what: string, cost: Cost, budget: Cost): readonly Figure[] {
  const parts = [
    ['reads', 'calls'],
    ['points', 'points'],
    ['writes', 'calls'],
  ] as const
  return parts.map(([part, unit]) => ({
    what: `cost of ${what}: ${part}`,
    value: cost[part],
    unit,
    budget: budget[part],
  }))
}

/** What the App writes comes back as webhooks, which are events too. */
function figuresOf(what: string, { events, statements, transactions }: Asked): readonly Figure[] {
  if (statements === 0) return []
  return [
    { what: `${what}: webhooks`, value: events, unit: '', budget: null },
    { what: `${what}: statements for each`, value: statements / events, unit: '', budget: 10 },
    { what: `${what}: transactions for each`, value: transactions / events, unit: '', budget: 3 },
  ]
}
