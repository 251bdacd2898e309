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
  'the App is down': (plan) => isAbout(plan, '"down"'),
  'webhooks come late': (plan) => isAbout(plan, '"late'),
  'the webhook comes, and the API never shows it': (plan) => isAbout(plan, 'isHidden'),
  'first seen after an edit': inOrder(isLost('say'), edits),
  'a deletion of which no webhook tells': ({ steps }) =>
    steps.some((step) => ['delete', 'delete of another'].some((act) => isLost(act)(step))),
  'the database is lost': (plan) => isAbout(plan, 'lose the database'),
  'an older copy is restored': inOrder(acts('copy the database'), acts('restore the copy')),
  'the runs are deleted': (plan) => isAbout(plan, 'delete the runs'),
  'database and runs are lost': (plan) =>
    isAbout(plan, 'delete the runs') &&
    (isAbout(plan, 'lose the database') || isAbout(plan, 'restore the copy')),
  'two servers': (plan) => isAbout(plan, 'elsewhere":true'),
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

function isLost(act: string): Is {
  return ({ does }) => does.act === act && 'isLost' in does && does.isLost === true
}

function edits({ does }: Step): boolean {
  return does.act === 'edit' || does.act === 'edit of another'
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
