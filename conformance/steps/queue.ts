import type { GraphqlProblem } from '../client.ts'
import type { OpenPull, Sandbox } from '../sandbox.ts'
import { Skipped, type Step, verdictOn } from '../step.ts'
import { settled } from './reading.ts'
import { requiredCheck } from './rules.ts'
import { delivered, gitHubTime } from './running.ts'

/** GitHub builds and merges groups in the background, and waits a minute for more entries. */
const QUEUE_TRIES = 60
const NAME = 'First contact: queue'
const ENTRIES = `query($owner: String!, $repo: String!, $branch: String!) { repository(owner: $owner, name: $repo) {
  mergeQueue(branch: $branch) { entries(first: 20) { nodes { position headCommit { oid } baseCommit { oid } pullRequest { number } } } } } }`
const STATES = `query($owner: String!, $repo: String!, $base: String!) { repository(owner: $owner, name: $repo) {
  pullRequests(first: 10, baseRefName: $base) { nodes { number state mergeCommit { oid } mergeQueueEntry { position } } } } }`

/** A merge queue that really runs: only where the plan of the sandbox has one. */
export const queue: readonly Step[] = [
  {
    group: 'F',
    belief: 'GH-150',
    believed:
      'A group is on `gh-readonly-queue/<base>/pr-<n>-<sha>`; its commit is `headCommit`, and holds the head',
    async run(sandbox) {
      const { base, pulls, entries } = await queued(sandbox, 'ALLGREEN', 1)
      const [entry] = entries
      const { body } = await sandbox.ada.rest(
        'GET',
        sandbox.at(`/git/matching-refs/heads/gh-readonly-queue/${base}/`),
      )
      const refs: readonly { ref: string; object: { sha: string } }[] = Array.isArray(body) ? body : []
      const ref = refs.find(({ object }) => object.sha === entry?.headCommit?.oid)
      const name = /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-(\d+)-([0-9a-f]{40})$/.exec(ref?.ref ?? '')
      const range = `${entry?.baseCommit?.oid}...${entry?.headCommit?.oid}`
      const compared = await sandbox.app.rest('GET', sandbox.at(`/compare/${range}`))
      const commits: readonly { sha: string }[] = compared.body?.commits ?? []
      const holdsHead = commits.some(({ sha }) => sha === pulls[0]?.head)
      const which = name?.[3] === entry?.baseCommit?.oid ? "the base's" : "not the base's"
      return verdictOn(
        name?.[1] === base && Number(name[2]) === pulls[0]?.number && holdsHead,
        `${refs.length} refs, ${name ? `the sha is ${which}` : 'none of that form'}; ${commits.length} commits, the head ${holdsHead ? 'among them' : 'is not'}`,
      )
    },
  },
  {
    group: 'F',
    belief: 'GH-151',
    believed: 'Every entry of a queue gets a group of its own, which stands on the one before',
    async run(sandbox) {
      const { entries } = await queued(sandbox, 'ALLGREEN', 3)
      const heads = entries.map(({ headCommit }) => headCommit?.oid)
      const bases = entries.map(({ baseCommit }) => baseCommit?.oid)
      const isChain = bases.slice(1).every((oid, index) => oid === heads[index])
      return verdictOn(
        entries.length === 3 && new Set(heads).size === 3 && isChain,
        `${entries.length} entries, ${new Set(heads).size} commits, each ${isChain ? '' : 'not '}on the one before`,
      )
    },
  },
  {
    group: 'F',
    belief: 'GH-73',
    believed: '`merge_group` tells `head_sha`, `head_ref` and `base_ref` with `refs/heads/`, and `base_sha`',
    async run(sandbox) {
      const since = await gitHubTime(sandbox)
      const { base, entries } = await queued(sandbox, 'ALLGREEN', 1)
      const row = await delivered(sandbox, 'merge_group', 'checks_requested', since)
      if (!row)
        throw new Skipped(
          "no delivery of it is listed: the App's webhook is off, or not subscribed to Merge groups",
        )
      const { body } = await sandbox.jwt.rest('GET', `/app/hook/deliveries/${row.id}`)
      const group = body?.request?.payload?.merge_group
      return verdictOn(
        group?.head_sha === entries[0]?.headCommit?.oid &&
          group?.base_sha === entries[0]?.baseCommit?.oid &&
          group?.head_ref?.startsWith(`refs/heads/gh-readonly-queue/${base}/pr-`) &&
          group?.base_ref === `refs/heads/${base}`,
        `fields: ${Object.keys(group ?? {}).join(', ') || 'none'}`,
      )
    },
  },
  {
    group: 'F',
    belief: 'GH-192',
    believed:
      'After success on its group a pull request is merged, and the base is at the commit of the group',
    async run(sandbox) {
      const { base, entries, pulls } = await queued(sandbox, 'ALLGREEN', 1)
      await report(sandbox, entries[0]?.headCommit?.oid, 'success')
      const [state] = await statesOf(sandbox, base, pulls, ({ state }) => state === 'MERGED')
      const tip = await sandbox.ada.rest('GET', sandbox.at(`/git/ref/heads/${base}`))
      const isGroup = tip.body?.object?.sha === entries[0]?.headCommit?.oid
      return verdictOn(
        state?.state === 'MERGED' && isGroup,
        `${state?.state}, the base is ${isGroup ? '' : 'not '}at the group's commit`,
      )
    },
  },
  {
    group: 'F',
    belief: 'GH-152',
    believed: 'With ALLGREEN an entry that fails leaves the queue, and those behind it get new groups',
    async run(sandbox) {
      const { base, entries, pulls } = await queued(sandbox, 'ALLGREEN', 2)
      await report(sandbox, entries[0]?.headCommit?.oid, 'failure')
      const states = await statesOf(sandbox, base, pulls, ({ mergeQueueEntry }) => mergeQueueEntry === null)
      const left = await entriesOf(sandbox, base, (found) => found.length === 1)
      const isNew = left[0]?.headCommit?.oid !== entries[1]?.headCommit?.oid
      return verdictOn(
        states[0]?.state === 'OPEN' && states[0].mergeQueueEntry === null && left.length === 1 && isNew,
        `the first is ${states[0]?.state} and ${states[0]?.mergeQueueEntry ? 'still in' : 'out of'} the queue; ${left.length} left, ${isNew ? 'with a new group' : 'with its old group'}`,
      )
    },
  },
  {
    group: 'F',
    belief: 'GH-152',
    believed: 'With HEADGREEN an entry that fails is merged along with a passing one behind it',
    async run(sandbox) {
      const { base, entries, pulls } = await queued(sandbox, 'HEADGREEN', 2)
      await report(sandbox, entries[0]?.headCommit?.oid, 'failure')
      await report(sandbox, entries[1]?.headCommit?.oid, 'success')
      const states = await statesOf(sandbox, base, pulls, ({ state }) => state === 'MERGED')
      return verdictOn(
        states.length === 2 && states.every(({ state }) => state === 'MERGED'),
        states.map(({ state }) => state).join(', '),
      )
    },
  },
]

interface Entry {
  readonly headCommit: { readonly oid: string } | null
  readonly baseCommit: { readonly oid: string } | null
  readonly pullRequest: { readonly number: number } | null
}

interface State {
  readonly number: number
  readonly state: string
  readonly mergeQueueEntry: object | null
}

/** A branch with a queue, and so many pull requests in it, each with its own file. */
async function queued(sandbox: Sandbox, strategy: 'ALLGREEN' | 'HEADGREEN', many: number) {
  const { appId } = sandbox
  const base = await sandbox.newBase('queue')
  const pulls: OpenPull[] = []
  for (let count = 1; count <= many; count++) {
    const pull = await sandbox.open('queued', { [`${base.replaceAll('/', '-')}-${count}.md`]: 'x\n' }, base)
    await report(sandbox, pull.head, 'success')
    pulls.push(pull)
  }
  await sandbox.protect(base, [requiredCheck(NAME, appId), queueRule(strategy, many)])
  for (const pull of pulls) await enqueue(sandbox, pull)
  const entries = await entriesOf(
    sandbox,
    base,
    (found) => found.length === many && found.every(({ headCommit }) => headCommit !== null),
  )
  return { base, pulls, entries }
}

function queueRule(strategy: 'ALLGREEN' | 'HEADGREEN', many: number) {
  return {
    type: 'merge_queue',
    parameters: {
      check_response_timeout_minutes: 5,
      grouping_strategy: strategy,
      max_entries_to_build: 5,
      max_entries_to_merge: 5,
      merge_method: 'MERGE',
      min_entries_to_merge: many,
      min_entries_to_merge_wait_minutes: 1,
    },
  }
}

function isHidden({ extensions }: GraphqlProblem): boolean {
  return extensions?.code !== undefined
}

async function enqueue({ ada }: Sandbox, { nodeId }: OpenPull): Promise<void> {
  const ask = () =>
    ada.graphql(
      'mutation($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { mergeQueueEntry { position } } }',
      { id: nodeId },
    )
  // GitHub finds out in the background whether it can be merged, and refuses it until then.
  const { errors } = await settled(ask, (answer) => answer.errors.every(isHidden))
  const [error] = errors
  if (!error) return
  if (isHidden(error)) {
    throw new Skipped('the first token is not shown merge queues: give it Merge queues: write')
  }
  throw new Error(`could not enqueue: ${error.message}`)
}

function report({ app, at, must }: Sandbox, head: string | undefined, conclusion: string) {
  return must(
    'write a check run',
    app.rest('POST', at('/check-runs'), { name: NAME, head_sha: head, conclusion }),
  )
}

async function entriesOf(
  { ask }: Sandbox,
  branch: string,
  isExpected: (found: readonly Entry[]) => boolean,
): Promise<readonly Entry[]> {
  const read = async (): Promise<readonly Entry[]> => {
    const { data, errors } = await ask(ENTRIES, { branch })
    if (errors[0]?.extensions?.code === 'undefinedField')
      throw new Skipped('the fields are hidden: accept the permission "Merge queues"')
    return data?.repository?.mergeQueue?.entries?.nodes ?? []
  }
  return settled(read, isExpected, QUEUE_TRIES)
}

async function statesOf(
  { ask }: Sandbox,
  base: string,
  pulls: readonly OpenPull[],
  isExpected: (first: State) => boolean,
): Promise<readonly State[]> {
  const read = async (): Promise<readonly State[]> => {
    const { data } = await ask(STATES, { base })
    const nodes: readonly State[] = data?.repository?.pullRequests?.nodes ?? []
    return pulls.flatMap(({ number }) => nodes.find((each) => each.number === number) ?? [])
  }
  return settled(read, ([first]) => first !== undefined && isExpected(first), QUEUE_TRIES)
}
