import type { Plan } from './plan.ts'

const ALONE = { isDraft: false, isOnBase: false, description: null } as const

/** Histories on which the App and the model once disagreed, played again at every run; the shortest each. */
export const REPLAYED: readonly { readonly name: string; readonly plan: Plan }[] = [
  {
    name: 'the head that named the author is replaced in the second it was announced in (S6)',
    plan: {
      ...ALONE,
      first: { names: 'author', look: 'plain' },
      steps: [
        { wait: 0, does: { act: 'force to text', to: { names: 'ada', look: 'plain' } } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
  {
    name: 'a description names somebody before any RFC is there, who commits to it (C0, D3)',
    plan: {
      ...ALONE,
      first: { gone: 'untouched' },
      description: { names: 'ada', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'plain' } } },
        { wait: 60, does: { act: 'say', who: 'author', text: '/commit' } },
      ],
    },
  },
  {
    name: 'a description names somebody while the file is away (D3, S6)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      description: { names: 'ada, linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'push', to: { gone: 'moved away' } } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'plain' } } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
  {
    name: 'a misspelt objection follows a misalignment (C4)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      steps: [
        {
          wait: 60,
          does: {
            act: 'review',
            who: 'ada',
            opinion: 'request changes',
            text: '/misalign the invoices are not late',
          },
        },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/objct who pays?' } },
      ],
    },
  },
  {
    name: 'a misalignment in the second in which its writer is named holds, a commitment does not (C0, F1)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      steps: [
        {
          wait: 60,
          does: { act: 'force to text', to: { names: 'ada, linus', look: 'plain' }, isLost: true },
        },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 0, does: { act: 'say', who: 'linus', text: '/misalign no\n/commit' } },
      ],
    },
  },
  {
    name: 'a draft names somebody who objected before, and drops them again (P5)',
    plan: {
      ...ALONE,
      isDraft: true,
      first: { names: 'ada', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'grace', text: '/object who pays for the second zone?' } },
        { wait: 60, does: { act: 'push', to: { names: 'ada, grace', look: 'plain' } } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'plain' } } },
        { wait: 60, does: { act: 'ready' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
]
