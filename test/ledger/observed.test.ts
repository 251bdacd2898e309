import { expect, it } from 'vitest'
import type { Post } from '../../src/facts/snapshot.ts'
import { append, entriesOf, type Ledger, NO_LEDGER } from '../../src/ledger/append.ts'
import { LEDGER_RULES } from '../../src/ledger/ledger-rules.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { named, person, story } from '../rules/story.ts'

it('C1, GH-202: consent that a read finds to have come by e-mail does not count, although a payload told it', () => {
  const told = named(['ada'])
  told.say('ada', '/commit')
  const observe = (change: Partial<Post>, ledger: Ledger | null = null) => {
    const snapshot = told.snapshot()
    const posts = snapshot.posts.map((post) => ({ ...post, ...change }))
    const recorded = ledger ? ([{ how: 'whole', ledger, secret: '' }] as const) : []
    const verdict = evaluate({ ...snapshot, posts }, told.texts(snapshot), ...recorded)
    const observed = 'evaluated' in verdict ? verdict.evaluated.observed : null
    if (!observed) throw new Error('nothing was observed')
    return observed
  }
  const commitmentIn = ({ folded }: ReturnType<typeof observe>) =>
    folded.positions.get(person('ada').id)?.commitment ?? null
  const first = observe({ viaEmail: false })
  expect(commitmentIn(first)).not.toBeNull()
  expect(commitmentIn(observe({ viaEmail: true }, first.ledger))).toBeNull()
  expect(observe({ viaEmail: false }, first.ledger).news.filter(({ kind }) => kind === 'post')).toEqual([])
})

/** What an evaluation of a story comes to with a ledger. */
function observedIn(told: ReturnType<typeof named>, ledger: Ledger | null = null) {
  const snapshot = told.snapshot()
  const recorded = ledger ? ([{ how: 'whole', ledger, secret: '' }] as const) : []
  const { observed } = evaluate(snapshot, told.texts(snapshot), ...recorded).evaluated
  if (!observed) throw new Error('nothing was observed')
  return observed
}

/** The ledger as if payloads had told its posts, before any read showed them beside a tip. */
function toldByPayloads({ entries, length }: Ledger): Ledger {
  const told = entries.map((entry) =>
    entry.kind === 'post' ? { ...entry, from: 'payload' as const } : entry,
  )
  return append({ entries: [], length: 0 }, told).length === length ? { entries: told, length } : NO_LEDGER
}

it('C0: a name in a payload keeps the meaning it had at first sight, also when it finds another account later', () => {
  const told = named(['ada', 'linus'])
  told.people.set('grace', { kind: 'found', person: person('grace'), canRead: true })
  told.say('ada', '/delegate @grace')
  const { ledger } = observedIn(told)
  told.wait(60)
  told.people.set('grace', { kind: 'found', person: person('grace'), canRead: false })
  const { folded, news } = observedIn(told, toldByPayloads(ledger))
  expect(folded.positions.get(person('ada').id)?.recused).not.toBeNull()
  expect(news.filter(({ kind }) => kind === 'post')).toEqual([])
})

it('F1: the tip that stood beside a post at first sight stays, whatever is pushed later', () => {
  const told = named(['ada'])
  told.say('ada', '/commit')
  const [post] = entriesOf(observedIn(told).ledger, 'post')
  for (const from of ['read', 'payload'] as const) {
    for (const digit of ['0', '1', '2']) told.push({ 'notes.txt': `${from} ${digit}` })
    const ledger = append(NO_LEDGER, [
      ...observedIn(told).ledger.entries.filter(({ kind }) => kind !== 'post'),
      { ...post, from } as never,
    ])
    expect(entriesOf(observedIn(told, ledger).ledger, 'post')).toMatchObject([{ tip: post?.tip, from }])
  }
})

it('L4: the rules of this server stand in the header from its first evaluation on', () => {
  const told = named(['ada'])
  const { ledger } = observedIn(told)
  const older = {
    ...ledger,
    entries: ledger.entries.map((entry) => (entry.kind === 'header' ? { ...entry, rules: 0 } : entry)),
  }
  const { news, ledger: now } = observedIn(told, older)
  expect(news.filter(({ kind }) => kind === 'header')).toMatchObject([{ rules: LEDGER_RULES }])
  expect(observedIn(told, now).news.filter(({ kind }) => kind === 'header')).toEqual([])
})

it('L4: nothing is a success where newer rules wrote the ledger, "Not an RFC" neither', () => {
  const told = named(['ada'])
  const { ledger } = observedIn(told)
  const other = story()
  other.push({ 'README.md': 'nothing' })
  for (const each of [told, other]) {
    const snapshot = each.snapshot()
    const verdict = evaluate(snapshot, each.texts(snapshot), { how: 'newer', ledger, secret: '' })
    expect(verdict.state).toBe('could not evaluate')
  }
  expect(other.judge().state).toBe('not an RFC')
})
