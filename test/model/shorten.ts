import type { ModelStage } from './open-stage.ts'
import type { Plan } from './plan.ts'
import { type Disagreement, play } from './play.ts'

/** Leaves out of a failing history whatever it fails without. Plays it alone; where it then goes well, it is as it was. */
export async function shorten(stage: ModelStage, found: Disagreement): Promise<Disagreement> {
  let shortest = found
  const tryWith = async (plan: Plan): Promise<boolean> => {
    const [again] = await play(stage, [plan])
    if (again) shortest = { ...again, plan: { ...plan, steps: plan.steps.slice(0, again.step) } }
    return again !== undefined
  }
  if (!(await tryWith(found.plan))) return { ...found, fault: `Only in company: ${found.fault}` }
  for (let at = shortest.plan.steps.length - 1; at >= 0; at -= 1) {
    if (at < shortest.plan.steps.length)
      await tryWith({ ...shortest.plan, steps: shortest.plan.steps.toSpliced(at, 1) })
  }
  const { config, lax, team, base, isCrowded, ...bare } = shortest.plan
  for (const simpler of [
    { ...bare },
    { ...bare, ...(team && { team }), ...(config && { config }) },
    { ...bare, ...(team && { team }), ...(config && { config }), ...(lax && { lax }), ...(base && { base }) },
    { ...shortest.plan, description: null },
    { ...shortest.plan, isOnBase: false },
    { ...shortest.plan, isDraft: false },
  ]) {
    if (JSON.stringify(simpler) !== JSON.stringify(shortest.plan)) await tryWith(simpler)
  }
  for (let at = 0; at < shortest.plan.steps.length; at += 1) {
    const step = shortest.plan.steps[at]
    if (!step) continue
    const { lag, stale, ...rest } = step
    const calm = { ...rest, wait: 60 } as const
    if (lag !== undefined || step.wait === 0)
      await tryWith({ ...shortest.plan, steps: shortest.plan.steps.with(at, calm) })
  }
  return shortest
}

/** A disagreement for a person: what it is, how it came to that, and the plan to play again. */
export function shown({ fault, story, plan }: Disagreement): string {
  return `${fault}\n\n${story.join('\n')}\n\n${JSON.stringify(plan)}\n`
}
