import { readFileSync } from 'node:fs'
import { openScene, type Scene } from './scene.ts'
import type { Stage } from './stage.ts'

/** The people a visitor can act as. */
export const PLAYERS = ['author', 'ada', 'linus', 'grace', 'barbara', 'margaret'] as const
export type Player = (typeof PLAYERS)[number]

/** The role of each. */
export const ROLES: Readonly<Record<Player, string>> = {
  author: 'wrote the RFC',
  ada: 'stakeholder',
  linus: 'stakeholder',
  grace: 'stakeholder',
  barbara: 'stakeholder',
  margaret: 'maintainer, not a stakeholder',
}

export const FILE = 'rfcs/0001-billing-from-events.md'
const TITLE = 'Bill from events, not from the nightly job'
const TEXT = readFileSync(
  new URL('../fixtures/rfcs/0001-billing-from-events.md', import.meta.url),
  'utf8',
).replace(
  /^- @grace .*$/m,
  '$&\n- @barbara — answers support tickets; tells customers what changes, and when.',
)

/** One step of the guided tour: what it shows, and what somebody does. */
export interface TourStep {
  readonly explains: string
  readonly who: Player
  readonly does: 'say' | 'push' | 'merge'
  readonly text: string
}

/** From an objection to the merge, as in the demo. */
export const TOUR: readonly TourStep[] = [
  {
    explains:
      'The RFC names four stakeholders, and the check waits for all of them: no response is never counted as consent. Ada commits first.',
    who: 'ada',
    does: 'say',
    text: '/commit',
  },
  {
    explains: 'Linus objects. His objection stays open until he closes it himself.',
    who: 'linus',
    does: 'say',
    text: '/object who pays for the second zone?',
  },
  {
    explains: 'The branch rule requires the check, so the pull request cannot be merged yet.',
    who: 'author',
    does: 'merge',
    text: '',
  },
  {
    explains:
      'The author revises the proposal. Ada committed to the earlier text, so she needs to commit again.',
    who: 'author',
    does: 'push',
    text: TEXT.replace(
      /^## Proposal$/m,
      '## Proposal\n\nThe second zone is paid for from the platform budget.',
    ),
  },
  {
    explains:
      'Linus would have done it differently but will carry it out, so he disagrees and commits. His dissent stays on record.',
    who: 'linus',
    does: 'say',
    text: '/disagree-commit I would have waited for the audit, and I will carry this out',
  },
  {
    explains: 'Ada reads the changes and commits to the current text.',
    who: 'ada',
    does: 'say',
    text: '/commit',
  },
  { explains: 'Grace commits too.', who: 'grace', does: 'say', text: '/commit' },
  {
    explains: 'Barbara is the last stakeholder. With her commitment the check passes.',
    who: 'barbara',
    does: 'say',
    text: '/commit',
  },
  { explains: 'The pull request can be merged now.', who: 'author', does: 'merge', text: '' },
]

/** The pull request that is played with, and how far the tour has come. */
export interface Play {
  readonly scene: () => Scene
  readonly text: () => string
  readonly step: () => number
  /** The outcome of the last attempt to merge; null before the first. */
  readonly merge: () => { readonly merged: boolean; readonly answer: string } | null
  readonly say: (who: Player, text: string) => Promise<void>
  readonly push: (text: string) => Promise<void>
  readonly edit: (who: Player, comment: number, text: string) => Promise<void>
  readonly remove: (who: Player, comment: number) => Promise<void>
  readonly requestChanges: (who: Player, text: string) => Promise<void>
  readonly tryToMerge: (who: Player) => Promise<void>
  readonly nextStep: () => Promise<void>
  readonly reset: () => Promise<void>
}

/** Opens the pull request of the story. What GitHub rejects is thrown, with its reason. */
export async function openPlay(stage: Stage): Promise<Play> {
  let rounds = 0
  let step = 0
  let text = TEXT
  let merge: Awaited<ReturnType<Scene['triesToMerge']>> | null = null
  stage.github.createUser('barbara')
  let scene = await begin()

  async function begin(): Promise<Scene> {
    rounds += 1
    const next = openScene(stage, rounds === 1 ? 'rfcs' : `rfcs-${rounds}`, {
      'README.md': '# RFCs of Acme\n',
    })
    stage.github.grant(next.repository, 'barbara', 'write')
    await next.opens('author', { [FILE]: TEXT }, { title: TITLE })
    return next
  }

  const commentOf = (id: number) => {
    const found = scene.comments().find((comment) => comment.id === id)
    if (!found) throw new Error('That comment no longer exists.')
    return found
  }

  const play: Play = {
    scene: () => scene,
    text: () => text,
    step: () => step,
    merge: () => merge,
    say: async (who, what) => void (await scene.says(who, what)),
    push: async (next) => {
      if (next === text) return
      text = next
      await scene.pushes('author', { [FILE]: next })
    },
    edit: async (who, id, what) => scene.edits(who, commentOf(id), what),
    remove: async (who, id) => scene.deletes(who, commentOf(id)),
    requestChanges: async (who, body) =>
      void (await scene.does(() =>
        stage.github.review(scene.pull(), who, 'request changes', body || 'Please change this.'),
      )),
    tryToMerge: async (who) => {
      merge = await scene.triesToMerge(who)
    },
    nextStep: async () => {
      const next = TOUR[step]
      if (!next) return
      if (next.does === 'say') await play.say(next.who, next.text)
      else if (next.does === 'push') await play.push(next.text)
      else await play.tryToMerge(next.who)
      step += 1
    },
    reset: async () => {
      step = 0
      text = TEXT
      merge = null
      scene = await begin()
    },
  }
  return play
}
