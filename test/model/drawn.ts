import { type Action, isAbout, type Plan, type Step } from './plan.ts'

/** What the rules have a word for and a draw may miss, and how to see from a plan that it is in there. */
export const TOPICS: Readonly<Record<string, (plan: Plan) => boolean>> = {
  'over 1,000 comments': ({ isCrowded }) => isCrowded === true,
  'two pull requests': (plan) => isAbout(plan, 'second opens'),
  'two pull requests on one head': (plan) =>
    isAbout(plan, 'the same head') || isAbout(plan, 'follow the other'),
  'one enqueued before another, its writer having objected': inOrder(
    objects,
    acts('enqueue'),
    acts('enqueue'),
  ),
  'GitHub lags': ({ steps }) => steps.some(({ lag }) => lag),
  'only one list of GitHub lags': ({ steps }) => steps.some(({ stale }) => stale),
  'a lost webhook': (plan) => isAbout(plan, 'isLost'),
  'words and a push in the same second': ({ steps }) =>
    steps.some((step, at) => {
      const before = steps[at - 1]
      return (
        step.wait === 0 &&
        before &&
        [
          [before, step],
          [step, before],
        ].some(([a, b]) => a && b && isPush(a) && isWord(b))
      )
    }),
  'a push back to an earlier head after a commitment': inOrder(commits, isPush, acts('force back')),
  'a comment deleted by a maintainer': (plan) => isAbout(plan, '"by":"margaret"'),
  'a comment deleted, and nobody knows by whom': (plan) => isAbout(plan, 'isUntold'),
  'a comment edited by others twice': inOrder(acts('edit of another'), acts('edit of another')),
  'an edit of others undone': inOrder(
    acts('edit of another'),
    ({ does }) => does.act === 'edit of another' && does.text === '/commit',
  ),
  'taken out of the document after an objection': inOrder(objects, isPush),
  'from a lax branch to main': (plan) =>
    inOrder(({ does }) => does.act === 'retarget' && does.to === 'lax', toMain)(plan) ||
    (plan.base === 'lax' && plan.steps.some(toMain)),
  'the configuration changes': (plan) => isAbout(plan, '"configure"'),
  'members of a team come and go': (plan) => isAbout(plan, '"join"') || isAbout(plan, '"leave"'),
  'a login changes hands': (plan) => isAbout(plan, 'take the old name'),
}

type Is = (step: Step) => boolean

/** Whether steps of these kinds come one after the other, with whatever between them. */
function inOrder(...kinds: readonly Is[]): (plan: Plan) => boolean {
  return ({ steps }) => {
    const rest = [...kinds]
    for (const step of steps) if (rest[0]?.(step)) rest.shift()
    return rest.length === 0
  }
}

function acts(act: Action['act']): Is {
  return ({ does }) => does.act === act
}

function commits({ does }: Step): boolean {
  return 'text' in does && does.text.includes('/commit')
}

function objects({ does }: Step): boolean {
  return 'text' in does && does.text.includes('/object')
}

function isPush({ does }: Step): boolean {
  return ['push', 'force to text', 'force back'].includes(does.act)
}

function isWord({ does }: Step): boolean {
  return does.act === 'say' || does.act === 'review'
}

function toMain({ does }: Step): boolean {
  return does.act === 'retarget' && does.to === 'main'
}
