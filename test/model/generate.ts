import * as fc from 'fast-check'
import { SAYINGS } from './sayings.ts'

/** One thing somebody does, as plain data: a failing history can be kept in a file and played again. */
export type Action =
  | { readonly act: 'push'; readonly to: Where; readonly quietly: boolean }
  | { readonly act: 'force to text'; readonly to: Where; readonly quietly: boolean }
  | { readonly act: 'force back'; readonly head: number; readonly quietly: boolean }
  | { readonly act: 'say'; readonly who: string; readonly text: number; readonly quietly: boolean }
  | { readonly act: 'edit' | 'edit of another'; readonly which: number; readonly text: number }
  | { readonly act: 'delete' | 'delete of another'; readonly which: number }
  | { readonly act: 'request changes' | 'review'; readonly who: string; readonly text: number }
  | { readonly act: 'dismiss'; readonly which: number }
  | { readonly act: 'on a line'; readonly who: string; readonly text: number }
  | { readonly act: 'label' | 'unlabel' | 'draft' | 'ready' | 'close' | 'reopen' }
  | { readonly act: 'repeat' }
  | { readonly act: 'describe'; readonly to: RfcChoice | null }
  | { readonly act: 'repeat old'; readonly which: number }

/** What a push makes of the RFC file. */
export type Where = RfcChoice | { readonly gone: 'moved away' | 'deleted' | 'renamed' | 'untouched' }

/** A list of names and a proposal, each by its place in the lists of `documents.ts`. */
export interface RfcChoice {
  readonly names: number
  readonly look: number
}

export interface Step {
  /** Seconds that pass before it; with 0 it happens in the same second as what went before. */
  readonly wait: 0 | 60
  readonly does: Action
}

export interface Plan {
  readonly isDraft: boolean
  /** The RFC file is on the base branch already. */
  readonly isOnBase: boolean
  readonly first: RfcChoice | { readonly gone: 'untouched' }
  readonly description: RfcChoice | null
  readonly steps: readonly Step[]
}

const people = fc.constantFrom('ada', 'linus', 'ada', 'linus', 'grace', 'author', 'eve', 'build-bot')
const reviewers = fc.constantFrom('ada', 'linus', 'grace')
// Mostly names that can commit, so that greens are reached; the last of the list cannot.
const names = fc.oneof(
  { weight: 14, arbitrary: fc.nat(4) },
  { weight: 1, arbitrary: fc.constantFrom(5, 6, 7, 8, 9) },
)
const rfc = fc.record({ names, look: fc.constantFrom(0, 0, 1, 2, 3) })
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 5, arbitrary: fc.nat(SAYINGS.length - 1) },
)
const which = fc.nat(30)
const quietly = fc.constantFrom(false, false, false, true)
const where = fc.oneof(
  { weight: 8, arbitrary: rfc },
  {
    weight: 3,
    arbitrary: fc.record({
      gone: fc.constantFrom('moved away', 'deleted', 'renamed', 'untouched', 'untouched'),
    }),
  },
)
const is = <Act extends string>(act: Act) => fc.constant(act)

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: is('push'), to: where, quietly }) },
  { weight: 2, arbitrary: fc.record({ act: is('force to text'), to: where, quietly }) },
  { weight: 3, arbitrary: fc.record({ act: is('force back'), head: which, quietly }) },
  {
    weight: 24,
    arbitrary: fc.record({
      act: is('say'),
      who: people,
      text,
      quietly: fc.constantFrom(false, false, false, false, false, true),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: is('edit'), which, text }) },
  { weight: 2, arbitrary: fc.record({ act: is('edit of another'), which, text }) },
  { weight: 2, arbitrary: fc.record({ act: is('delete'), which }) },
  { weight: 2, arbitrary: fc.record({ act: is('delete of another'), which }) },
  { weight: 2, arbitrary: fc.record({ act: is('request changes'), who: reviewers, text }) },
  { weight: 3, arbitrary: fc.record({ act: is('review'), who: reviewers, text }) },
  { weight: 1, arbitrary: fc.record({ act: is('dismiss'), which }) },
  { weight: 1, arbitrary: fc.record({ act: is('on a line'), who: reviewers, text }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('label', 'unlabel', 'draft', 'close') }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('ready', 'reopen') }) },
  { weight: 1, arbitrary: fc.record({ act: is('describe'), to: fc.option(rfc) }) },
  { weight: 1, arbitrary: fc.record({ act: is('repeat') }) },
  { weight: 1, arbitrary: fc.record({ act: is('repeat old'), which }) },
)

const step: fc.Arbitrary<Step> = fc.record({ wait: fc.constantFrom(60, 60, 60, 0), does: action })

/** The histories of one pull request. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  isDraft: fc.constantFrom(false, false, false, true),
  isOnBase: fc.constantFrom(false, false, false, true),
  first: fc.oneof(
    { weight: 9, arbitrary: rfc },
    { weight: 1, arbitrary: fc.record({ gone: is('untouched') }) },
  ),
  description: fc.option(rfc),
  steps: fc.array(step, { minLength: 3, maxLength: 14, size: 'max' }),
})
