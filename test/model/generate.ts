import * as fc from 'fast-check'
import { CONFIG_NAMES } from './configs.ts'
import { LOOKS, type Look } from './documents.ts'
import type { Action, Plan, Step } from './plan.ts'
import { TEXTS } from './sayings.ts'

/** One of these, evenly; what stands twice is drawn twice as often. */
const among = <const Part>(...parts: readonly Part[]) => fc.constantFrom(...parts)

const is = <const Act extends string>(act: Act) => fc.constant(act)

/** A key that is there once in so many times, so that a printed plan stays short. */
const sometimes = <Value>(times: number, arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const people = among(
  ...['ada', 'linus', 'ada', 'linus', 'ada', 'linus', 'grace', 'author', 'eve', 'margaret', 'build-bot'],
  ...['rita', 'thief'],
)
const reviewers = among('ada', 'linus', 'grace', 'eve')
const which = fc.nat(30)
const isLost = sometimes(4, fc.constant(true as const))

// Mostly names that can commit, so that greens are reached.
const names = fc.oneof(
  { weight: 10, arbitrary: among('ada', 'ada, linus', 'linus', 'ada, grace', 'author, ada') },
  {
    weight: 4,
    arbitrary: among('ada', 'ada, acme/sre', 'acme/sre (2), ada', 'acme/sre (all)', 'linus, acme/sre (all)'),
  },
  {
    weight: 2,
    arbitrary: among(
      'author',
      '',
      '-',
      'ada, nobody-of-that-name',
      'linus, build-bot',
      'ada, acme/sre (9)',
      'ada, acme/nobody',
      'rita',
      'rita, ada',
      'rina, ada',
    ),
  },
)
const look: fc.Arbitrary<Look> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('plain' as const) },
  { weight: 3, arbitrary: among(...(Object.keys(LOOKS) as Look[])) },
)
const rfc = fc.record({ names, look })
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constant('/commit') },
  { weight: 9, arbitrary: among(...TEXTS) },
)
const where = fc.oneof(
  { weight: 8, arbitrary: rfc },
  {
    weight: 3,
    arbitrary: fc.record({ gone: among('moved away', 'deleted', 'renamed', 'untouched', 'untouched') }),
  },
)
const base = among('main', 'main', 'lax')
const config = among('none', ...CONFIG_NAMES)

const acts: readonly (readonly [weight: number, fc.Arbitrary<Action>])[] = [
  [6, record({ act: is('push'), to: where, isLost })],
  [2, record({ act: is('force to text'), to: where, isLost })],
  [3, record({ act: is('force back'), head: which, isLost })],
  [1, record({ act: is('second file'), to: fc.option(rfc) })],
  [1, record({ act: is('update the branch') })],
  [24, record({ act: is('say'), who: people, text, isLost: sometimes(6, fc.constant(true as const)) })],
  [1, record({ act: is('say'), who: reviewers, text, isHidden: fc.constant(true as const) })],
  [3, record({ act: is('say'), who: is('margaret'), text: maintainersWord() })],
  [1, record({ act: is('say'), who: people, text, by: is('mail') })],
  [
    6,
    record({
      act: is('review'),
      who: reviewers,
      opinion: among('comment', 'comment', 'approve', 'request changes'),
      text,
      old: sometimes(4, which),
    }),
  ],
  [1, record({ act: is('on a line'), who: reviewers, text })],
  [1, record({ act: is('hear one'), who: people, which })],
  [3, record({ act: is('edit'), which, text, isLost })],
  [2, record({ act: is('edit of another'), which, text, isLost })],
  [1, record({ act: is('edit the prose'), which })],
  [2, record({ act: is('delete'), which, isLost })],
  [
    2,
    record({
      act: is('delete of another'),
      which,
      by: sometimes(3, is('margaret')),
      isUntold: sometimes(4, fc.constant(true as const)),
      isLost,
    }),
  ],
  [1, record({ act: is('dismiss'), which })],
  [2, record({ act: among('label', 'unlabel', 'draft', 'close') })],
  [4, record({ act: among('ready', 'reopen', 'look again') })],
  [1, record({ act: is('describe'), to: fc.option(rfc) })],
  [2, record({ act: is('retarget'), to: among('main', 'lax') })],
  [
    1,
    record({
      act: is('second opens'),
      at: fc.oneof(is('the same head'), rfc),
      isDraft: among(false, false, true),
      isSameFile: sometimes(4, fc.constant(true as const)),
    }),
  ],
  [1, record({ act: among('follow the other', 'merge the queue') })],
  [2, record({ act: is('enqueue') })],
  [1, record({ act: is('base moves'), on: base, to: fc.oneof(is('something else'), rfc) })],
  [2, record({ act: is('configure'), on: base, as: config })],
  [2, record({ act: among('join', 'leave'), who: people })],
  [1, record({ act: is('role'), who: among('grace', 'author', 'linus'), to: among('maintain', 'write') })],
  [1, record({ act: among('rename', 'take the old name') })],
  [1, record({ act: is('check of another App') })],
  [2, record({ act: is('down') })],
  [3, record({ act: is('up'), webhooks: among('late', 'late, newest first', 'only the newest') })],
  [1, record({ act: among('copy the database', 'restore the copy', 'lose the database') })],
  [1, record({ act: is('delete the runs') })],
  [1, record({ act: is('repeat') })],
  [1, record({ act: is('repeat old'), which })],
]

const step: fc.Arbitrary<Step> = record({
  wait: among(60, 60, 60, 60, 60, 60, 0, 0, 900),
  does: fc.oneof(...acts.map(([weight, arbitrary]) => ({ weight, arbitrary }))),
  second: sometimes(8, fc.constant(true as const)),
  elsewhere: sometimes(6, fc.constant(true as const)),
  lag: sometimes(10, among(1, 2)),
  stale: sometimes(3, among('comments', 'reviews', 'commits')),
}).map(({ stale, ...one }: Step) => (stale && one.lag ? { ...one, stale } : one)) as fc.Arbitrary<Step>

const isCalm = { wait: 60 } as const
const says = (who: string, words: string) => ({ ...isCalm, does: { act: 'say', who, text: words } }) as const
const pushes = (namesOf: string, lookOf: Look) =>
  ({ ...isCalm, does: { act: 'push', to: { names: namesOf, look: lookOf } } }) as const

const does = (act: Step['does'], wait: Step['wait'] = 60): Step => ({ wait, does: act })
const isDown = does({ act: 'down' })
const isLookedAt = does({ act: 'look again' })

/** What single acts come to too rarely. */
const SCENES: readonly (readonly Step[])[] = [
  // The App is down for hours, and what was said meanwhile comes late, in any order, or never.
  [says('ada', '/commit'), isDown, says('ada', '/object'), does({ act: 'up', webhooks: 'late' }, 14_400)],
  [
    isDown,
    says('ada', '/object'),
    does({ act: 'delete of another', which: -1 }),
    does({ act: 'up', webhooks: 'late, newest first' }, 14_400),
    says('ada', '/commit'),
  ],
  [
    isDown,
    pushes('ada', 'at once'),
    says('ada', '/commit'),
    pushes('ada', 'plain'),
    does({ act: 'up', webhooks: 'only the newest' }, 14_400),
  ],
  // A payload was seen, and GitHub never shows what it told of.
  [does({ act: 'say', who: 'ada', text: '/object', isHidden: true }), says('ada', '/commit')],
  [does({ act: 'say', who: 'ada', text: '/commit', isHidden: true }), isLookedAt],
  // First seen after an edit, by its writer or by somebody else.
  [
    does({ act: 'say', who: 'ada', text: '/object', isLost: true }),
    does({ act: 'edit', which: -1, text: '/commit' }),
  ],
  [
    does({ act: 'say', who: 'ada', text: '/commit', isLost: true }),
    does({ act: 'edit of another', which: -1, text: 'Fine with me 👍' }),
  ],
  // Deleted, and nobody knows by whom, or before it was ever seen.
  [says('ada', '/object'), does({ act: 'delete', which: -1, isLost: true }), isLookedAt],
  [
    says('ada', '/commit'),
    does({ act: 'say', who: 'ada', text: '/object', isLost: true }),
    does({ act: 'delete of another', which: -1, isLost: true }),
    isLookedAt,
  ],
  // What keeps the ledger is lost, in part or altogether.
  [says('ada', '/commit'), does({ act: 'lose the database' }), isLookedAt],
  [says('ada', '/commit'), does({ act: 'delete the runs' }), pushes('ada, linus', 'plain')],
  [
    says('ada', '/object'),
    does({ act: 'delete the runs' }),
    does({ act: 'lose the database' }),
    says('linus', '/commit'),
    says('ada', '/commit'),
  ],
  [
    does({ act: 'copy the database' }),
    says('ada', '/object'),
    does({ act: 'delete of another', which: -1 }),
    does({ act: 'restore the copy' }),
    says('ada', '/align'),
  ],
  // Back to a head that nobody announced anew, a push that nobody told of, and words in between (F1, S6).
  [pushes('ada', 'at once'), does({ act: 'force back', head: 0 }), says('ada', '/commit')],
  [
    does({ act: 'push', to: { names: 'ada, linus', look: 'code' }, isLost: true }),
    says('ada', '/commit'),
    { ...pushes('ada', 'plain'), wait: 900 },
    says('ada', '/commit'),
  ],
  // Who was no member when they spoke fills no quorum (S3).
  [
    pushes('ada, acme/sre (2)', 'plain'),
    does({ act: 'leave', who: 'ada' }),
    says('ada', '/commit'),
    does({ act: 'join', who: 'ada' }),
    says('linus', '/commit'),
  ],
  // What a word had ended stays so when it is dismissed, or its post deleted (C6, C7).
  [
    says('ada', '/object'),
    does({ act: 'review', who: 'ada', opinion: 'approve', text: '/commit' }),
    does({ act: 'dismiss', which: -1 }),
    says('ada', '/commit'),
  ],
  [says('ada', '/object'), says('ada', '/commit'), does({ act: 'delete', which: -1 })],
  // Typing mistakes are corrected within ten minutes, or later.
  [pushes('ada, linus', 'plain'), pushes('ada', 'plain'), says('ada', '/commit')],
  [pushes('ada, linus', 'plain'), { ...pushes('ada', 'plain'), wait: 900 }, says('ada', '/commit')],
  // Back to a head that was green.
  [says('ada', '/commit'), pushes('ada', 'at once'), { ...isCalm, does: { act: 'force back', head: 0 } }],
  // Somebody else edits a comment, and edits it back.
  [
    says('ada', '/commit'),
    { ...isCalm, does: { act: 'edit of another', which: -1, text: 'Fine with me 👍' } },
    { ...isCalm, does: { act: 'edit of another', which: -1, text: '/commit' } },
  ],
  // Who objects is taken out of the document.
  [pushes('ada, linus', 'plain'), says('linus', '/object'), pushes('ada', 'plain')],
  [
    { ...isCalm, does: { act: 'retarget', to: 'lax' } },
    says('ada', '/commit'),
    { ...isCalm, does: { act: 'retarget', to: 'main' } },
  ],
  // A red pull request stands before a green one in the merge queue.
  [
    { ...isCalm, does: { act: 'second opens', at: { names: 'ada', look: 'plain' }, isDraft: false } },
    { ...says('ada', '/commit'), second: true },
    says('ada', '/object'),
    { ...isCalm, does: { act: 'enqueue' } },
    { ...isCalm, does: { act: 'enqueue' }, second: true },
  ],
  [pushes('ada', 'at once'), { ...says('ada', '/commit'), wait: 0 }],
  [says('ada', '/commit'), { ...pushes('ada', 'code'), wait: 0 }],
]

const steps = fc
  .array(
    fc.oneof({ weight: 24, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: among(...SCENES) }),
    { minLength: 3, maxLength: 16, size: 'max' },
  )
  .map((scenes) => scenes.flat())

/** The histories of one repository. */
export const plans: fc.Arbitrary<Plan> = record({
  isDraft: among(false, false, false, true),
  isOnBase: among(false, false, false, true),
  first: fc.oneof({ weight: 9, arbitrary: rfc }, { weight: 1, arbitrary: record({ gone: is('untouched') }) }),
  description: fc.option(rfc),
  base: sometimes(10, is('lax')),
  isCrowded: sometimes(400, fc.constant(true as const)),
  config: sometimes(3, config),
  lax: sometimes(3, config),
  team: sometimes(3, fc.uniqueArray(among('ada', 'linus', 'grace', 'author', 'eve'), { maxLength: 4 })),
  steps,
}) as fc.Arbitrary<Plan>

function maintainersWord(): fc.Arbitrary<string> {
  return among('/commit', ...TEXTS.filter((each) => /^\/(?:release|add)/.test(each)))
}

/** A record whose keys are left out where they are undefined. */
function record<Shape>(shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }): fc.Arbitrary<never> {
  return fc
    .record(shape)
    .map((made) =>
      Object.fromEntries(Object.entries(made as object).filter(([, value]) => value !== undefined)),
    ) as fc.Arbitrary<never>
}
