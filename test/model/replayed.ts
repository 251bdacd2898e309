import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Plan, planShape } from './plan.ts'

/** Every file of it is a history on which the App and the model once disagreed, the shortest each; its title says what was decided. */
const FOLDER = new URL('../../fixtures/histories/', import.meta.url)

const history = planShape.extend({ title: z.string() })

/** The histories, played again at every run, in the order of their files' names. */
export const REPLAYED: readonly { readonly name: string; readonly plan: Plan }[] = readdirSync(FOLDER)
  .toSorted()
  .map((file) => {
    const { title: name, ...plan } = history.parse(parse(readFileSync(new URL(file, FOLDER), 'utf8')))
    return { name, plan }
  })
