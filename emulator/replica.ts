import type { PullRequest, Post, Repository, WorldState } from './world/state.ts'
import type { World } from './world/world.ts'

/** What GitHub's servers may show at different ages. Line comments belong to the reviews they came with. */
export type Part = 'pull requests' | 'comments' | 'reviews' | 'timeline' | 'check runs'

/** The copy of GitHub's memory that reads are answered from. It is the truth, until somebody holds it back. */
export interface Replica {
  /**
   * From now on reads see the world as it is at this moment, or only those parts of it that are named; writes go on
   * changing the real one (GH-112). Parts may be held one after the other.
   */
  hold(...only: readonly Part[]): void
  /** Reads see the truth again. */
  release(): void
  readable(): World
}

/** A replica that lags only when a test asks it to. */
export function createReplica(truth: World): Replica {
  let everything: World | undefined
  const parts = new Map<Part, WorldState>()
  return {
    hold(...only) {
      const state = structuredClone(truth.state)
      if (only.length === 0) everything = { ...truth, state }
      for (const part of only) parts.set(part, state)
    },
    release() {
      everything = undefined
      parts.clear()
    },
    readable() {
      if (everything) return everything
      return parts.size === 0 ? truth : { ...truth, state: joined(truth.state, parts) }
    },
  }
}

/** The truth with some of its parts as they were. */
function joined(truth: WorldState, parts: ReadonlyMap<Part, WorldState>): WorldState {
  const of = (part: Part) => parts.get(part) ?? truth
  const { checkSuites, suitesOn, checkRuns } = of('check runs')
  const { pulls } = of('pull requests')
  const comments = postsIn(of('comments'), ({ kind }) => kind === 'comment')
  const reviews = postsIn(of('reviews'), ({ kind }) => kind !== 'comment')
  const withLists = (pull: PullRequest): PullRequest => ({
    ...pull,
    timeline: of('timeline').pulls.get(pull.id)?.timeline ?? [],
    postIds: [
      ...idsIn(of('comments').pulls.get(pull.id), comments),
      ...idsIn(of('reviews').pulls.get(pull.id), reviews),
    ],
  })
  const withKnownPulls = (repository: Repository): Repository => ({
    ...repository,
    numbers: new Map([...repository.numbers].filter(([, id]) => pulls.has(id))),
  })
  return {
    ...truth,
    checkSuites,
    suitesOn,
    checkRuns,
    pulls: each(pulls, withLists),
    posts: new Map([...comments, ...reviews]),
    repositories: each(truth.repositories, withKnownPulls),
  }
}

function postsIn({ posts }: WorldState, isOne: (post: Post) => boolean): WorldState['posts'] {
  return new Map([...posts].filter(([, post]) => isOne(post)))
}

function idsIn(pull: PullRequest | undefined, posts: WorldState['posts']): readonly number[] {
  return pull?.postIds.filter((id) => posts.has(id)) ?? []
}

function each<Value>(values: ReadonlyMap<number, Value>, how: (value: Value) => Value): Map<number, Value> {
  return new Map([...values].map(([id, value]) => [id, how(value)]))
}
