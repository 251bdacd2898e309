import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { NOT_IN_FORCE, type Sentence } from './in-force.ts'
import { type Plan, planShape } from './plan.ts'

/** Every file of it is a history on which the App and the model once disagreed, the shortest each; its title says what was decided. */
const FOLDER = new URL('../../fixtures/histories/', import.meta.url)

const history = planShape.extend({
  title: z.string(),
  /** The sentences without which the history would end otherwise. */
  waitsFor: z.array(z.enum(Object.keys(NOT_IN_FORCE) as [Sentence, ...Sentence[]])).default([]),
})

interface Replayed {
  readonly name: string
  readonly plan: Plan
  readonly waitsFor: readonly Sentence[]
}

/** The histories, played again at every run, in the order of their files' names. */
export const REPLAYED: readonly Replayed[] = readdirSync(FOLDER)
  .toSorted()
  .map((file) => {
    const {
      title: name,
      waitsFor,
      ...plan
    } = history.parse(parse(readFileSync(new URL(file, FOLDER), 'utf8')))
    return { name, plan, waitsFor }
  })
