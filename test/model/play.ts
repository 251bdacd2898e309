import type { LocalGitHub } from '../../src/playground/github/local-github.ts'
import type { PullRequest } from '../../src/playground/github/world/state.ts'
import { CHECK } from '../../src/playground/scene.ts'
import type { Stage } from '../../src/playground/stage.ts'
import type { Plan } from './generate.ts'
import { type Judgement, judge } from './model.ts'
import { openPlayer } from './player.ts'

/** What was compared: tells whether the histories reach what they are meant to prove. */
export interface Tally {
  /** Checks by what the model expected of them, one conclusion or several. */
  readonly expected: Map<string, number>
  /** Acts after which the App could not know, so that only its greens were judged. */
  unseen: number
}

export function newTally(): Tally {
  return { expected: new Map(), unseen: 0 }
}

/**
 * Plays a plan on the stage and judges the check after every act. Throws, with the history as readable steps, where
 * the App wrote a success that the model does not grant, or where the check is not the one the model expects.
 */
export async function play(stage: Stage, plan: Plan, tally: Tally = newTally()): Promise<void> {
  const { github } = stage
  const player = openPlayer(github, plan)
  const { pull, history, story } = player
  const greens: string[] = []
  const stopWatching = github.onRequest(({ kind, path, body }) => {
    if (kind !== 'write' || !/\/check-runs/.test(path)) return
    const { conclusion, head_sha: commit } = body as { conclusion?: string; head_sha?: string }
    if (conclusion === 'success') greens.push(commit ?? commitOfRun(github, path))
  })
  const acts = [
    player.open,
    ...plan.steps.map(
      ({ wait, does }) =>
        () =>
          player.act(wait, does),
    ),
  ]
  /** An act whose webhook was lost: until the next one the App cannot know. */
  let isUnseen = false
  try {
    for (const act of acts) {
      const done = act()
      if (done === 'nothing') continue
      await stage.settled()
      if (done === 'unseen') isUnseen = true
      if (done === 'seen') isUnseen = false
      player.remember()
      const judgement = judge(history())
      const expected = [...judgement.conclusions].sort().join(' or ')
      if (isUnseen) tally.unseen += 1
      else tally.expected.set(expected, (tally.expected.get(expected) ?? 0) + 1)
      const fault = faultIn(github, pull(), judgement, greens.splice(0), isUnseen, player.tips())
      if (fault) throw new Error(`${fault}\n\n${story.join('\n')}`)
    }
    if (github.unknownRequests.length > 0) throw new Error(`Unknown to GitHub: ${github.unknownRequests}`)
  } finally {
    stopWatching()
  }
}

function commitOfRun(github: LocalGitHub, path: string): string {
  const id = Number(path.split('/').at(-1))
  return github.world.state.checkRuns.get(id)?.headOid ?? 'unknown'
}

function faultIn(
  github: LocalGitHub,
  pull: PullRequest,
  { conclusions, mayBeGreen }: Judgement,
  greens: readonly string[],
  isUnseen: boolean,
  tips: readonly string[],
): string | undefined {
  const repository = github.world.state.repositories.get(pull.repositoryId)
  if (!repository) throw new Error('The repository of a history is gone')
  if (greens.length > 0 && !mayBeGreen) return `A success was written; expected ${[...conclusions]}`
  const elsewhere = greens.find((commit) => commit !== pull.headOid)
  if (elsewhere) return `A success was written on ${elsewhere.slice(0, 7)}, which is not the head`
  if (isUnseen) return undefined
  const run = github.checkRuns(pull).find(({ name }) => name === CHECK)
  if (pull.state === 'open') {
    if (!run?.conclusion) return 'There is no check'
    if (![...conclusions].some((each) => each === run.conclusion)) {
      return `Expected ${[...conclusions].join(' or ')}, found ${run.conclusion}: ${run.title}`
    }
  }
  if (mayBeGreen) return undefined
  const green = tips.find((sha) =>
    github.checkRuns({ repository, sha }).some(({ conclusion }) => conclusion === 'success'),
  )
  return green && `A green was left on ${green.slice(0, 7)}; expected ${[...conclusions]}`
}
