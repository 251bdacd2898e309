import * as fc from 'fast-check'
import { readReply } from '../../src/facts/reply-marker.ts'
import { STICKY } from '../../src/report/comment.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { plans } from '../model/generate.ts'
import type { Plan } from '../model/plan.ts'
import { play } from '../model/play.ts'
import { shown } from '../model/shorten.ts'
import type { ChaosStage } from './chaos-stage.ts'
import { ledgerFaults } from './ledgers.ts'
import { createPoints, freezeOne } from './points.ts'

/** What came of histories in which servers died or slept. */
export interface ChaosReport {
  readonly kills: number
  readonly freezes: number
  readonly histories: number
  readonly taken: number
  /** Histories after which a check was not as the model has it, told for a person. */
  readonly faults: readonly string[]
  /** Comments and check runs that stand twice. */
  readonly duplicates: readonly string[]
  /** How many entries of ledgers were compared with GitHub and with the copies, and what does not agree. */
  readonly ledgers: { readonly compared: number; readonly faults: readonly string[] }
}

export interface ChaosPlan {
  readonly kills: number
  readonly freezes?: number
  readonly seed: number
  /** How many histories are played side by side: each act of each makes a webhook or more. */
  readonly atOnce: number
  /** Each is broken off after so many acts. */
  readonly mostSteps?: number
  /** Which of the places comes first. */
  readonly firstPlace?: number
}

/**
 * Plays histories of the model while servers are killed: at random times, right before and after deliveries are kept,
 * and right before and after each kind of write takes effect on GitHub. Every check is compared after every act.
 */
export async function playChaos(stage: ChaosStage, wanted: ChaosPlan): Promise<ChaosReport> {
  const { github } = stage
  const random = seeded(wanted.seed)
  let kills = 0
  let freezes = 0
  let histories = 0
  const faults: string[] = []
  const points = createPoints(stage, random, wanted.firstPlace)
  while (kills < wanted.kills || freezes < (wanted.freezes ?? 0)) {
    const drawn = fc.sample(plans, { numRuns: wanted.atOnce, seed: wanted.seed + histories })
    let isOver = false
    const chaos = (async () => {
      while (!isOver && (kills < wanted.kills || freezes < (wanted.freezes ?? 0))) {
        const isFreeze = freezes < (wanted.freezes ?? 0) && (kills >= wanted.kills || random() < 0.3)
        if (isFreeze) freezes += await freezeOne(stage, random)
        else kills += await points.next()
      }
    })()
    const found = await play(
      stage,
      drawn.map((plan) => told(plan, wanted.mostSteps)),
    )
    isOver = true
    points.giveUp()
    await chaos
    histories += drawn.length
    faults.push(...found.map(shown))
  }
  const ledgers = await ledgerFaults(stage)
  return {
    kills,
    freezes,
    histories,
    taken: stage.taken(),
    faults,
    duplicates: duplicatesIn(github),
    ledgers,
  }
}

const LOSSES = ['down', 'up', 'restore the copy', 'lose the database', 'delete the runs']

/** Every webhook is delivered, and what was written stays: here the losses are the servers'. */
function told(plan: Plan, most = plan.steps.length): Plan {
  const kept = plan.steps.filter(({ does }) => !LOSSES.includes(does.act))
  const steps = kept.slice(0, most).map(({ does, lag: _, ...step }) => {
    const { isLost: __, isHidden: ___, ...act } = does as typeof does & { isLost?: true; isHidden?: true }
    return { ...step, does: act as typeof does }
  })
  return { ...plan, steps }
}

/** What the App made twice: its first comment, an answer to one post, or a check run that says the same. */
function duplicatesIn(github: LocalGitHub): readonly string[] {
  const pulls = [...github.world.state.pulls.values()]
  return pulls.flatMap((pull) => {
    const place = `#${pull.number} of repository ${pull.repositoryId}`
    const own = github.comments(pull).filter(({ authorId }) => authorId === github.app.botId)
    const said = own.map(({ body }) =>
      body.startsWith(STICKY) ? 'its comment' : `the answer to ${readReply(body)?.to}`,
    )
    const written = github.checkRuns(pull).map(({ name, externalId }) => `the run ${name} (${externalId})`)
    return twice([...said, ...written]).map((what) => `${what} stands twice at ${place}`)
  })
}

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

/** Numbers from 0 up to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  const drawn = fc.sample(fc.noBias(fc.nat(999_999)), { numRuns: 10_000, seed })
  let turn = 0
  return () => (drawn[turn++ % drawn.length] ?? 0) / 1_000_000
}
