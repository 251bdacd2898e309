import { evaluate } from '../src/rules/evaluate.ts'
import { publicationOf } from '../src/report/publication.ts'
import { person, story } from '../test/rules/story.ts'
import { rfc } from '../test/rfc-text.ts'
import { type Figure, milliseconds, quantile } from './figure.ts'

const SIZES = [
  { people: 10, comments: 200, bytes: 10_000, budget: 5 },
  { people: 50, comments: 2_000, bytes: 100_000, budget: null },
  { people: 200, comments: 5_000, bytes: 1_000_000, budget: 50 },
] as const

/** `evaluate` and rendering, from texts that are parsed already: how it grows with people and comments. */
export function benchCore(): readonly Figure[] {
  return SIZES.map(({ people, comments, bytes, budget }) => {
    const { snapshot, texts } = grown(people, comments, bytes)
    const times = Array.from({ length: 30 }, () => {
      const began = performance.now()
      publicationOf(evaluate(snapshot, texts), snapshot)
      return performance.now() - began
    })
    const size = bytes >= 1_000_000 ? '1 MB' : `${bytes / 1000} kB`
    return milliseconds(
      `evaluate and render: ${people} people, ${comments} comments, ${size}`,
      quantile(times.slice(5), 0.5),
      budget,
    )
  })
}

function grown(people: number, comments: number, bytes: number) {
  const told = story()
  const logins = Array.from({ length: people }, (_, index) => `person-${index}`)
  for (const login of logins) told.people.set(login, { kind: 'found', person: person(login), canRead: true })
  const paragraph = 'The invoice of a customer is made from what the meter told, day by day. '
  const proposal = `${paragraph.repeat(20)}\n\n`.repeat(Math.ceil(bytes / (paragraph.length * 20)))
  told.push({ 'rfcs/0001.md': rfc(logins, proposal) })
  for (let index = 0; index < comments; index++) {
    const login = logins[index % people] as string
    told.say(login, index % 3 === 0 ? '/commit' : `I have read it, and say so (${index}).`)
  }
  return { snapshot: told.snapshot(), texts: told.texts() }
}
