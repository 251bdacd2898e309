import type { CommitSha } from '../../src/facts/ids.ts'
import { readExternalId } from '../../src/facts/external-id.ts'
import { postKey } from '../../src/facts/keys.ts'
import { evaluationKey } from '../../src/facts/reference.ts'
import { entriesOf, type Ledger } from '../../src/ledger/append.ts'
import { decode } from '../../src/ledger/decode.ts'
import { identityOf } from '../../src/ledger/entry.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { readLedgerToShow } from '../../src/store/ledger-to-show.ts'
import { openToRead } from '../../src/store/open-to-read.ts'
import type { PullRequest } from '@rfc-alignment/emulator/world/state.ts'
import type { ChaosStage } from './chaos-stage.ts'

/**
 * Compares every ledger that is stored, entry by entry, with what happened on GitHub and with the copies in check runs
 * (L1–L3): each piece of evidence once, of the post or run that there is, and everything that a copy tells. Returns what
 * does not agree, told for a person.
 */
export async function ledgerFaults(
  stage: ChaosStage,
): Promise<{ compared: number; faults: readonly string[] }> {
  const { github, environment } = stage
  const { state } = github.world
  const reading = await openToRead(readSettings(environment).database)
  const faults: string[] = []
  let compared = 0
  for (const pull of state.pulls.values()) {
    const repository = state.repositories.get(pull.repositoryId)
    const owner = repository && state.accounts.get(repository.ownerId)
    if (!repository || !owner) continue
    const reference = {
      kind: 'pull-request' as const,
      installationId: [...state.installations.keys()][0] ?? 0,
      owner: owner.login,
      repo: repository.name,
      repositoryId: repository.id,
      number: pull.number,
    }
    const ledger = await readLedgerToShow(reading, evaluationKey(reference))
    if (!ledger) continue
    compared += ledger.entries.length
    const place = `${owner.login}/${repository.name}#${pull.number}`
    faults.push(...faultsIn(stage, pull, ledger).map((fault) => `${fault} in the ledger of ${place}`))
  }
  await reading.close()
  return { compared, faults }
}

function faultsIn({ github }: ChaosStage, pull: PullRequest, ledger: Ledger): readonly string[] {
  const known = new Set(ledger.entries.map(identityOf))
  const posts = new Map(
    [...github.comments(pull), ...github.reviews(pull)].map((post) => [keyOf(post), post]),
  )
  const recorded = new Map(entriesOf(ledger, 'post').map((entry) => [entry.post, entry]))
  const runs = github
    .checkRuns(pull)
    .filter(({ externalId }) => readExternalId(externalId ?? '')?.number === pull.number)
  const commits = new Map(runs.map((run) => [run.id, run.headOid as CommitSha]))
  return [
    ...(known.size === ledger.entries.length ? [] : ['some evidence stands twice']),
    ...[...recorded].flatMap(([key, { author, at }]) => {
      const post = posts.get(key)
      const made = post && ('submittedAt' in post ? post.submittedAt : post.createdAt)
      return !post || (post.authorId === author && made?.slice(0, 19) === at.slice(0, 19))
        ? []
        : [`${key} by ${author} at ${at} is not what GitHub shows`]
    }),
    ...entriesOf(ledger, 'head').flatMap(({ run, commit }) =>
      !commits.has(run) || commits.get(run) === commit ? [] : [`run ${run} is on another commit than it is`],
    ),
    ...runs.flatMap(({ externalId, text }) => {
      const trace = readExternalId(externalId ?? '')?.trace
      const copy = trace?.digest ? decode(text ?? '', trace) : null
      if (copy?.kind !== 'ledger') return []
      const lacking = copy.ledger.entries.filter((entry) => !known.has(identityOf(entry)))
      return lacking.map((entry) => `what a check run tells is missing (${identityOf(entry)})`)
    }),
  ]
}

function keyOf(post: { readonly kind: 'comment' | 'review' | 'line'; readonly id: number }) {
  return postKey({ on: post.kind, id: String(post.id) })
}
