import type { Plan } from './plan.ts'

const ALONE = { isDraft: false, isOnBase: false, description: null } as const

/** Histories on which the App and the model once disagreed, played again at every run; the shortest each. */
export const REPLAYED: readonly { readonly name: string; readonly plan: Plan }[] = [
  {
    name: 'a released person objects, and somebody else deletes that: the release has ended (C3, C6)',
    plan: {
      ...ALONE,
      first: { names: 'ada, linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'margaret', text: '/release @ada she left' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/object' } },
        { wait: 60, does: { act: 'delete of another', which: 1 } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/commit' } },
      ],
    },
  },
  {
    name: 'a released person objects unseen, and somebody else deletes that (C3, C6)',
    plan: {
      ...ALONE,
      first: { names: 'ada, linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'margaret', text: '/release @ada she left' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/object', isLost: true } },
        { wait: 60, does: { act: 'delete of another', which: 1 } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/commit' } },
      ],
    },
  },
  {
    name: 'an approval with a commitment in its body is dismissed (C7)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'review', who: 'ada', opinion: 'approve', text: '/commit' } },
        { wait: 60, does: { act: 'dismiss', which: 0 } },
        { wait: 60, does: { act: 'look again' } },
      ],
    },
  },
  {
    name: 'an objection that its writer deletes has ended their commitment for good (C6, P1)',
    plan: {
      ...ALONE,
      first: { names: 'ada, linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/object' } },
        { wait: 60, does: { act: 'delete', which: 2 } },
      ],
    },
  },
  {
    name: 'an objection that is edited into a commitment is none (C5, C6)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/object' } },
        { wait: 60, does: { act: 'edit', which: 0, text: '/commit' } },
      ],
    },
  },
  {
    name: 'a released person whom the text drops and names again is waited for (C3)',
    plan: {
      ...ALONE,
      first: { names: 'ada, linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'margaret', text: '/release @ada she left' } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/commit' } },
        { wait: 60, does: { act: 'push', to: { names: 'linus', look: 'plain' } } },
        { wait: 60, does: { act: 'push', to: { names: 'ada, linus', look: 'plain' } } },
      ],
    },
  },
  {
    name: 'heads that a broken configuration could not judge are read, however many readings follow from each other (V6)',
    plan: {
      ...ALONE,
      first: { names: 'rita', look: 'no problem' },
      description: { names: 'linus', look: 'plain' },
      base: 'lax',
      config: 'always the team',
      steps: [
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } } },
        {
          wait: 60,
          does: { act: 'force to text', to: { names: 'author, ada', look: 'plain' }, isLost: true },
        },
        { wait: 60, does: { act: 'configure', on: 'lax', as: 'broken' } },
        { wait: 60, does: { act: 'force back', head: 13 } },
        { wait: 60, does: { act: 'retarget', to: 'main' } },
      ],
    },
  },
  {
    name: 'the head that left draft was replaced by a push that nobody told of, and the pull request can be read (V6)',
    plan: {
      isDraft: true,
      isOnBase: false,
      first: { names: 'linus, acme/sre (all)', look: 'wrapped' },
      description: { names: 'ada, linus', look: 'wrapped' },
      config: 'broken',
      lax: 'two people',
      steps: [
        { wait: 60, does: { act: 'push', to: { names: 'linus', look: 'plain' } } },
        { wait: 60, does: { act: 'push', to: { names: 'linus', look: 'other problem' } } },
        { wait: 60, does: { act: 'configure', on: 'main', as: 'reviews count' } },
        { wait: 60, does: { act: 'ready' } },
        { wait: 60, does: { act: 'force back', head: 16, isLost: true } },
        { wait: 60, does: { act: 'review', who: 'eve', opinion: 'request changes', text: '/commit' } },
      ],
    },
  },
  {
    name: 'a /heard that was refused beside an /object in the same second stays refused when that is deleted (C0)',
    plan: {
      ...ALONE,
      first: { names: 'ada, linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'linus', text: '/object' } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/heard' } },
        { wait: 0, does: { act: 'say', who: 'linus', text: 'Hm.\n\n/object' } },
        { wait: 60, does: { act: 'delete', which: 29 } },
      ],
    },
  },
  {
    name: 'a commitment that was refused beside an /object in the same second stays refused when that is edited away (C0)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 0, does: { act: 'say', who: 'ada', text: '/object' } },
        { wait: 60, does: { act: 'edit', which: 29, text: 'Hm.' } },
      ],
    },
  },
  {
    name: 'a commitment said before there was an RFC does not count by a configuration that puts alignment first (P3, C0)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      config: 'elsewhere',
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'configure', on: 'main', as: 'alignment first' } },
      ],
    },
  },
  {
    name: 'with alignment first people whom the base alone names must share the problem, too, before a commitment counts (P3, C0)',
    plan: {
      isDraft: false,
      isOnBase: true,
      first: { gone: 'untouched' },
      description: { names: 'ada', look: 'plain' },
      config: 'alignment first',
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/misalign the invoices are not late' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } } },
      ],
    },
  },
  {
    name: 'whom a configuration names for a folder is not named where the description alone is the RFC (S2, D3)',
    plan: {
      ...ALONE,
      first: { gone: 'untouched' },
      description: { names: 'ada, acme/sre', look: 'plain' },
      config: 'grace for the folder',
      steps: [
        { wait: 60, does: { act: 'label' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
  {
    name: 'a commitment that is void since somebody else edited another one stays so when its writer deletes that one (C5)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      description: null,
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'edit of another', which: -1, text: 'Fine with me 👍' } },
        { wait: 60, does: { act: 'delete', which: 29 } },
      ],
    },
  },
  {
    name: 'a pull request that is closed beside another one on its head does not redden that one (V7)',
    plan: {
      isDraft: true,
      isOnBase: true,
      first: { names: 'ada, grace', look: 'plain' },
      description: null,
      steps: [
        { wait: 60, does: { act: 'second opens', at: 'the same head', isDraft: false, isSameFile: true } },
        { wait: 60, does: { act: 'force back', head: 0 } },
        { wait: 60, does: { act: 'ready' }, lag: 1 },
        { wait: 0, does: { act: 'close' }, lag: 1, stale: 'commits' },
      ],
    },
  },
  {
    name: 'a release of a team in the second of its naming is none, though the team is noted by then (C0)',
    plan: {
      ...ALONE,
      first: { names: 'acme/sre (all)', look: 'plain' },
      description: { names: 'acme/sre (all)', look: 'plain' },
      steps: [
        {
          wait: 0,
          does: { act: 'say', who: 'margaret', text: '/release @acme/sre another team has it now' },
        },
      ],
    },
  },
  {
    name: 'a /heard that was refused, for a commitment had closed the objection, stays refused when that is edited away (C0)',
    plan: {
      ...ALONE,
      first: { names: 'ada, grace', look: 'plain' },
      description: { names: 'acme/sre (2), ada', look: 'plain' },
      steps: [
        {
          wait: 60,
          does: { act: 'say', who: 'ada', text: '/object who pays for the second zone?', isLost: true },
        },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/heard' } },
        { wait: 60, does: { act: 'say', who: 'author', text: '/add @nobody-of-that-name' } },
        { wait: 60, does: { act: 'edit', which: 17, text: '- /commit' } },
      ],
    },
  },
  {
    name: 'a list of comments older than one that was judged is not believed, although other posts are read next (V6, P5)',
    plan: {
      ...ALONE,
      first: { names: 'ada, linus', look: 'plain' },
      description: { names: 'ada, linus', look: 'plain' },
      lax: 'always nobody',
      steps: [
        { wait: 60, does: { act: 'say', who: 'linus', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' }, lag: 2, stale: 'reviews' },
        {
          wait: 60,
          does: { act: 'review', who: 'eve', opinion: 'approve', text: '/disagree-commit' },
          lag: 1,
          stale: 'comments',
        },
      ],
    },
  },
  {
    name: 'an /add that its writer deleted before there was an RFC added nobody: nobody looked at it (D5, C3)',
    plan: {
      ...ALONE,
      first: { gone: 'untouched' },
      description: { names: 'acme/sre (2), ada', look: 'at once' },
      lax: 'elsewhere',
      steps: [
        { wait: 60, does: { act: 'say', who: 'author', text: '/object' } },
        { wait: 60, does: { act: 'edit', which: 15, text: '/add @linus, @eve they run it' } },
        { wait: 60, does: { act: 'delete', which: 30 } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'code' } } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
  {
    name: 'a pull request that leaves a head to another one leaves no green there: the other may be red when it comes back (V7)',
    plan: {
      ...ALONE,
      first: { gone: 'untouched' },
      description: { names: 'linus', look: 'plain' },
      lax: 'none',
      steps: [
        { wait: 60, does: { act: 'second opens', at: 'the same head', isDraft: true, isSameFile: true } },
        { wait: 60, does: { act: 'push', to: { gone: 'deleted' } }, second: true },
        { wait: 60, does: { act: 'second file', to: { names: 'ada', look: 'plain' } } },
      ],
    },
  },
  {
    name: 'a commitment in the second of its writer’s Request changes closes no objection (C0, P1)',
    plan: {
      ...ALONE,
      first: { names: 'linus', look: 'plain' },
      description: { names: 'ada', look: 'plain' },
      base: 'lax',
      team: ['grace', 'author', 'linus'],
      steps: [
        { wait: 60, does: { act: 'say', who: 'linus', text: '/object' } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/commit' } },
        {
          wait: 0,
          does: {
            act: 'review',
            who: 'linus',
            opinion: 'request changes',
            text: '/rfcs/0001-billing.md is the file',
            old: 25,
          },
        },
      ],
    },
  },
  {
    name: 'a release of whom the configuration alone names may wait once another branch let them go, and this one names them again (C0, S2)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'wrapped' },
      config: 'always linus',
      lax: 'none',
      steps: [
        { wait: 60, does: { act: 'say', who: 'margaret', text: '/release @linus he left' } },
        { wait: 60, does: { act: 'retarget', to: 'lax' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'retarget', to: 'main' } },
      ],
    },
  },
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
  {
    name: 'a push names a team of which one has objected, and the others have committed (P5)',
    plan: {
      ...ALONE,
      first: { names: 'ada, linus', look: 'plain' },
      team: ['grace', 'linus'],
      steps: [
        { wait: 60, does: { act: 'say', who: 'grace', text: '/object' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/commit' } },
        { wait: 60, does: { act: 'push', to: { names: 'ada, linus, acme/sre', look: 'plain' } } },
      ],
    },
  },
  {
    name: 'the description names people for a file without an Alignment section (S1, T2)',
    plan: {
      ...ALONE,
      first: { names: '-', look: 'plain' },
      // A text that nothing before has read: one that is known already is read again.
      description: { names: 'grace, linus, author', look: 'plain' },
      steps: [],
    },
  },
  {
    name: 'of two pull requests on one head, both committed to, one is pushed to (V7)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'second opens', at: 'the same head', isDraft: false } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' }, second: true },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } }, second: true },
      ],
    },
  },
  {
    name: 'of two on one head, neither an RFC, one changes its base while GitHub lags: the other one goes on (V6, V7)',
    plan: {
      ...ALONE,
      first: { gone: 'untouched' },
      steps: [
        { wait: 60, does: { act: 'second opens', at: 'the same head', isDraft: false } },
        { wait: 60, does: { act: 'retarget', to: 'lax' }, lag: 1 },
      ],
    },
  },
  {
    name: 'a member of a team says /heard, which is refused, and /commit, which is not, in one comment (C3, C4)',
    plan: {
      ...ALONE,
      first: { names: 'linus', look: 'plain' },
      config: 'always the team',
      steps: [
        { wait: 60, does: { act: 'say', who: 'linus', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/heard\n\n/commit' } },
      ],
    },
  },
  {
    name: 'of two pull requests on one head one is pushed to: the check says of the other what is so (V1, V7)',
    plan: {
      ...ALONE,
      first: { names: 'ada, linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'second opens', at: 'the same head', isDraft: true } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } }, second: true },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/misalign the invoices are not late' } },
      ],
    },
  },
  {
    name: 'a /delegate to the author is refused, and edited away: it brings the author in all the same (C3)',
    plan: {
      ...ALONE,
      first: { names: 'linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'linus', text: '/delegate @author' } },
        { wait: 60, does: { act: 'edit', which: 0, text: '/commit' } },
      ],
    },
  },
  {
    name: 'a push finds the run of the head before red still, which turned green again meanwhile (V6, V7)',
    plan: {
      isDraft: false,
      isOnBase: true,
      first: { gone: 'untouched' },
      description: { names: 'ada', look: 'plain' },
      base: 'lax',
      config: 'none',
      steps: [
        { wait: 60, does: { act: 'say', who: 'rita', text: '/commit' }, lag: 1 },
        {
          wait: 60,
          does: { act: 'push', to: { names: 'acme/sre (2), ada', look: 'plain' } },
          lag: 1,
          stale: 'commits',
        },
      ],
    },
  },
  {
    name: 'who is asked for a review was not named before that: a release in the second of the naming is none (C0)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      steps: [{ wait: 0, does: { act: 'say', who: 'margaret', text: '/release @ada she left' } }],
    },
  },
  {
    name: 'who objected and is named then, and commits in that second, objects still (C0, P5)',
    plan: {
      ...ALONE,
      first: { names: 'linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: 'Hm.\n\n/object' } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } } },
        { wait: 0, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
  {
    name: 'ada commits, and the configuration makes an RFC of the text that named her all the time (C0, D5)',
    plan: {
      ...ALONE,
      first: { names: 'ada', look: 'plain' },
      config: 'elsewhere',
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'configure', on: 'main', as: 'reviews count' } },
      ],
    },
  },
  {
    name: 'a draft comes back from a base that names somebody, and is ready in that second: the new base counts (S6)',
    plan: {
      isDraft: true,
      isOnBase: true,
      first: { names: 'ada', look: 'plain' },
      description: null,
      steps: [
        { wait: 60, does: { act: 'say', who: 'grace', text: '/commit', isLost: true } },
        { wait: 60, does: { act: 'base moves', on: 'lax', to: { names: 'linus', look: 'plain' } } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/object' } },
        { wait: 60, does: { act: 'retarget', to: 'lax' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'retarget', to: 'main' } },
        { wait: 0, does: { act: 'ready' } },
      ],
    },
  },
  {
    name: 'before anything of the RFC is changed, one whom it names reads the problem differently, and commits (D5, P2)',
    plan: {
      isDraft: false,
      isOnBase: true,
      first: { names: 'ada, grace', look: 'plain' },
      description: null,
      config: 'always the team',
      lax: 'elsewhere',
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/misalign the invoices are not late' } },
        { wait: 60, does: { act: 'retarget', to: 'main' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } } },
      ],
    },
  },
  {
    name: 'a commitment that another base refuses is refused on the first one, too, until it is said again (C0, P3)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'ada', look: 'plain' },
      description: { names: 'rita, ada', look: 'wrapped' },
      config: 'broken',
      steps: [
        { wait: 60, does: { act: 'configure', on: 'main', as: 'alignment first' } },
        { wait: 60, does: { act: 'retarget', to: 'lax' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'retarget', to: 'main' } },
        { wait: 60, does: { act: 'retarget', to: 'lax' } },
      ],
    },
  },
  {
    name: 'an /add by somebody whom nobody named is refused, and a later note of them does not revive it (C0, S6)',
    plan: {
      isDraft: true,
      isOnBase: false,
      first: { names: '', look: 'plain' },
      description: { names: 'linus', look: 'other problem' },
      team: ['linus', 'grace'],
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/add @grace' } },
        { wait: 60, does: { act: 'say', who: 'margaret', text: '/release @ada she left' } },
        { wait: 60, does: { act: 'force to text', to: { names: 'ada', look: 'plain' } } },
        { wait: 60, does: { act: 'review', who: 'ada', opinion: 'approve', text: '/commit' } },
        { wait: 60, does: { act: 'ready' } },
        { wait: 60, does: { act: 'review', who: 'grace', opinion: 'comment', text: '/help', old: 30 } },
      ],
    },
  },
  {
    name: 'the head before had no Alignment section: a commitment to it is one to a text that has one (F1, F2)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: '-', look: 'at once' },
      description: { names: 'ada, linus', look: 'wrapped' },
      base: 'lax',
      config: 'reviews count',
      team: ['linus'],
      steps: [
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'review', who: 'linus', opinion: 'comment', text: '/commit', old: 10 } },
      ],
    },
  },
  {
    name: 'a push puts an Alignment section where none was: what was committed to is the same text (F2)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: '-', look: 'plain' },
      description: { names: '-', look: 'plain' },
      base: 'lax',
      config: 'none',
      lax: 'always the team',
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'retarget', to: 'main' } },
        { wait: 60, does: { act: 'push', to: { names: 'ada, acme/sre', look: 'plain' } } },
      ],
    },
  },
  {
    name: 'one of two on one head leaves it, and the webhook of that is lost: the other waits for reconciliation (V7)',
    plan: {
      isDraft: false,
      isOnBase: true,
      first: { names: 'ada, linus', look: 'plain' },
      description: { names: 'ada, grace', look: 'other problem' },
      lax: 'alignment first',
      team: ['ada'],
      steps: [
        { wait: 60, does: { act: 'second opens', at: { names: 'ada', look: 'plain' }, isDraft: false } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' }, second: true },
        { wait: 60, does: { act: 'follow the other' } },
        { wait: 60, does: { act: 'reopen' } },
        { wait: 60, does: { act: 'force back', head: 24, isLost: true } },
      ],
    },
  },
  {
    name: 'the configuration of another base named a team, whose member objects after the way back: nobody holds by it (S2)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'ada', look: 'plain' },
      description: null,
      config: 'none',
      lax: 'always the team',
      team: ['linus'],
      steps: [
        { wait: 60, does: { act: 'retarget', to: 'lax' } },
        { wait: 60, does: { act: 'retarget', to: 'main' } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/object' } },
      ],
    },
  },
  {
    name: 'an answer of before makes a head look unjudged for a moment: that makes no RFC of another head (D5, V6)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { gone: 'untouched' },
      description: { names: 'author, ada', look: 'plain' },
      lax: 'elsewhere',
      steps: [
        { wait: 60, does: { act: 'retarget', to: 'lax' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } } },
        { wait: 60, does: { act: 'force back', head: 0 } },
        { wait: 60, does: { act: 'retarget', to: 'main' } },
        { wait: 0, does: { act: 'delete', which: 21 }, lag: 1 },
      ],
    },
  },
  {
    name: 'somebody else makes an objection of a comment, and its writer leaves it standing in an edit of theirs (C5)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'linus, acme/sre (all)', look: 'plain' },
      description: { names: '', look: 'no problem' },
      team: ['eve'],
      steps: [
        { wait: 60, does: { act: 'say', who: 'linus', text: '/delegate @build-bot' } },
        {
          wait: 60,
          does: { act: 'edit of another', which: 26, text: '/object who pays for the second zone?' },
        },
        { wait: 60, does: { act: 'edit the prose', which: 10 } },
      ],
    },
  },
  {
    name: 'a member of a team mends a refused word: GitHub does not tell why it was refused, so it may wait (C0, C5)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'acme/sre (2), ada', look: 'code' },
      description: { names: 'ada', look: 'plain' },
      base: 'lax',
      steps: [
        { wait: 60, does: { act: 'say', who: 'build-bot', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'margaret', text: '/release @ada she left' } },
        { wait: 60, does: { act: 'review', who: 'linus', opinion: 'approve', text: '/disagree-commit' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
        { wait: 60, does: { act: 'edit', which: 2, text: '/commit' } },
      ],
    },
  },
  {
    name: 'a text drops a team while GitHub shows the first commit without its run (S6, V6)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'ada, acme/sre (9)', look: 'plain' },
      description: { names: 'ada', look: 'plain' },
      steps: [
        { wait: 0, does: { act: 'say', who: 'thief', text: '/heard\n\n/commit' } },
        {
          wait: 60,
          does: { act: 'push', to: { names: 'author, ada', look: 'wrapped' } },
          lag: 2,
          stale: 'commits',
        },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/align' } },
        { wait: 60, does: { act: 'enqueue' } },
        { wait: 60, does: { act: 'say', who: 'linus', text: '/commit' } },
        {
          wait: 60,
          does: { act: 'say', who: 'eve', text: '/disagree-commit I would have waited for the audit' },
        },
        { wait: 60, does: { act: 'edit of another', which: 17, text: '/commit' } },
      ],
    },
  },
  {
    name: 'the RFC is deleted while GitHub shows the first commit without its run: no green (D5, V6)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'ada', look: 'plain' },
      description: { names: 'author, ada', look: 'plain' },
      config: 'alignment first',
      steps: [{ wait: 60, does: { act: 'push', to: { gone: 'deleted' } }, lag: 1, stale: 'commits' }],
    },
  },
  {
    name: 'of an RFC that left, an objection stays owed whose raiser the configuration let go (D5, P5)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: '', look: 'plain' },
      description: { names: 'linus', look: 'plain' },
      config: 'always linus',
      lax: 'none',
      steps: [
        { wait: 60, does: { act: 'push', to: { gone: 'moved away' } } },
        { wait: 60, does: { act: 'review', who: 'linus', opinion: 'comment', text: '/object' } },
        { wait: 60, does: { act: 'configure', on: 'main', as: 'alignment first' } },
      ],
    },
  },
  {
    name: 'a broken configuration could not judge the head that had the RFC, and another base does (D5, §13)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { gone: 'untouched' },
      description: { names: 'linus', look: 'plain' },
      config: 'broken',
      lax: 'always the team',
      steps: [
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } } },
        { wait: 60, does: { act: 'force back', head: 0 } },
        { wait: 60, does: { act: 'retarget', to: 'lax' } },
      ],
    },
  },
  {
    name: 'somebody adds others, and a label names them afterwards: whether that adds anybody is left open (C0)',
    plan: {
      isDraft: false,
      isOnBase: true,
      first: { names: 'ada, grace', look: 'plain' },
      description: { names: 'ada, grace', look: 'no problem' },
      config: 'none',
      team: [],
      steps: [
        { wait: 60, does: { act: 'say', who: 'grace', text: '/add @linus, @eve they run it' } },
        { wait: 60, does: { act: 'label' } },
        { wait: 60, does: { act: 'push', to: { names: 'ada', look: 'at once' } } },
        { wait: 60, does: { act: 'say', who: 'author', text: '/add @grace' }, second: true },
        { wait: 60, does: { act: 'say', who: 'grace', text: '/commit' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
  {
    name: 'the base asks more of a team than the text, and another base is chosen: the higher quorum stands (S6)',
    plan: {
      isDraft: false,
      isOnBase: true,
      first: { names: 'ada, acme/sre', look: 'plain' },
      description: null,
      team: ['ada'],
      steps: [
        {
          wait: 60,
          does: { act: 'base moves', on: 'main', to: { names: 'ada, acme/sre (9)', look: 'wrapped' } },
        },
        { wait: 60, does: { act: 'retarget', to: 'lax' } },
      ],
    },
  },
  {
    name: 'a maintainer makes a release of a word that was refused: GitHub does not tell why it was, so it may wait (C0, C5)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'linus', look: 'plain' },
      description: { names: 'author, ada', look: 'plain' },
      team: ['grace'],
      steps: [
        { wait: 60, does: { act: 'second file', to: { names: 'author, ada', look: 'plain' } } },
        { wait: 60, does: { act: 'say', who: 'author', text: '/commit', isLost: true } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/withdrw' } },
        { wait: 60, does: { act: 'say', who: 'margaret', text: '/withdraw' } },
        { wait: 60, does: { act: 'say', who: 'eve', text: '/recuse on leave until May' } },
        { wait: 60, does: { act: 'edit', which: 30, text: '/release @linus he left' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
  {
    name: 'whom only the base names while a draft is open holds no more once the draft touches that file no longer (P5, S6)',
    plan: {
      isDraft: true,
      isOnBase: true,
      first: { names: 'ada', look: 'plain' },
      description: { names: 'ada, linus', look: 'plain' },
      steps: [
        { wait: 60, does: { act: 'label' } },
        { wait: 60, does: { act: 'force to text', to: { gone: 'untouched' } } },
        { wait: 60, does: { act: 'say', who: 'grace', text: '/commit\n/object not before May' } },
      ],
      team: ['grace', 'author'],
      config: 'none',
      lax: 'only the problem',
      base: 'lax',
    },
  },
  {
    name: 'the RFC left, and the configuration names somebody who is not on GitHub: that is owed still (D5, S4)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'ada', look: 'other problem' },
      description: { names: 'ada, grace', look: 'plain' },
      base: 'lax',
      lax: 'always nobody',
      steps: [
        { wait: 60, does: { act: 'say', who: 'ada', text: '/recuse on leave until May' } },
        { wait: 60, does: { act: 'force to text', to: { gone: 'moved away' } } },
      ],
    },
  },
  {
    name: 'a team has fewer members than it was asked for when it was named: all that are left commit (S3)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'acme/sre (2), ada', look: 'plain' },
      description: null,
      team: ['ada', 'linus', 'author'],
      steps: [
        { wait: 60, does: { act: 'leave', who: 'linus' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
  {
    name: 'everybody in a team steps out: it is released, and the others decide (S3)',
    plan: {
      isDraft: false,
      isOnBase: false,
      first: { names: 'ada, acme/sre', look: 'plain' },
      description: null,
      team: ['linus', 'grace'],
      steps: [
        { wait: 60, does: { act: 'say', who: 'linus', text: '/recuse on leave until May' } },
        { wait: 60, does: { act: 'say', who: 'grace', text: '/recuse on leave until May' } },
        { wait: 60, does: { act: 'say', who: 'ada', text: '/commit' } },
      ],
    },
  },
]
