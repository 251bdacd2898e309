import type { Plan } from './generate.ts'

const ALONE = { isDraft: false, isOnBase: false, description: null } as const

/** Histories on which the App and the model once disagreed, played again at every run; the shortest each. */
export const REPLAYED: readonly { readonly name: string; readonly plan: Plan }[] = [
  {
    name: 'the head that named the author is replaced in the second it was announced in (S6)',
    plan: {
      ...ALONE,
      first: { names: 5, look: 0 },
      steps: [
        { wait: 0, does: { act: 'force to text', to: { names: 0, look: 0 }, quietly: false } },
        { wait: 60, does: { act: 'say', who: 'ada', text: 0, quietly: false } },
      ],
    },
  },
  {
    name: 'a description names somebody before any RFC is there, who commits to it (C0, D3)',
    plan: {
      ...ALONE,
      first: { gone: 'untouched' },
      description: { names: 0, look: 0 },
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: 0, quietly: false } },
        { wait: 60, does: { act: 'push', to: { names: 0, look: 0 }, quietly: false } },
        { wait: 60, does: { act: 'say', who: 'author', text: 0, quietly: false } },
      ],
    },
  },
  {
    name: 'a description names somebody while the file is away (D3, S6)',
    plan: {
      ...ALONE,
      first: { names: 0, look: 0 },
      description: { names: 1, look: 0 },
      steps: [
        { wait: 60, does: { act: 'push', to: { gone: 'moved away' }, quietly: false } },
        { wait: 60, does: { act: 'push', to: { names: 0, look: 0 }, quietly: false } },
        { wait: 60, does: { act: 'say', who: 'ada', text: 0, quietly: false } },
      ],
    },
  },
  {
    name: 'a misspelt objection follows a misalignment (C4)',
    plan: {
      ...ALONE,
      first: { names: 0, look: 0 },
      steps: [
        { wait: 60, does: { act: 'request changes', who: 'ada', text: 9 } },
        { wait: 60, does: { act: 'say', who: 'ada', text: 16, quietly: false } },
      ],
    },
  },
  {
    name: 'a misalignment in the second in which its writer is named holds, a commitment does not (C0, F1)',
    plan: {
      ...ALONE,
      first: { names: 0, look: 0 },
      steps: [
        { wait: 60, does: { act: 'force to text', to: { names: 1, look: 0 }, quietly: true } },
        { wait: 60, does: { act: 'say', who: 'ada', text: 0, quietly: false } },
        { wait: 0, does: { act: 'say', who: 'linus', text: 15, quietly: false } },
      ],
    },
  },
  {
    name: 'a draft names somebody who objected before, and drops them again (P5)',
    plan: {
      ...ALONE,
      isDraft: true,
      first: { names: 0, look: 0 },
      steps: [
        { wait: 60, does: { act: 'say', who: 'grace', text: 5, quietly: false } },
        { wait: 60, does: { act: 'push', to: { names: 3, look: 0 }, quietly: false } },
        { wait: 60, does: { act: 'push', to: { names: 0, look: 0 }, quietly: false } },
        { wait: 60, does: { act: 'ready' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: 0, quietly: false } },
      ],
    },
  },
]
