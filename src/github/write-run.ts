import type { Octokit } from '@octokit/rest'
import type { CheckRun, Write } from '../domain/publication.ts'
import type { RepositoryReference } from '../domain/reference.ts'
import { doing, GitHubFault } from './faults.ts'

type UpdateRun = Extract<Write, { kind: 'update run' }>

/** Creates a check run on a commit; its verdict is written even where GitHub refuses its text. Gives its id. */
export async function createRun(
  octokit: Octokit,
  { owner, repo }: RepositoryReference,
  commit: string,
  run: CheckRun,
): Promise<number> {
  mustBeWritable(run)
  return inFullOrBrief(run, async (output) =>
    doing(`write the check on ${owner}/${repo}@${commit.slice(0, 7)}`, async () => {
      const { data } = await octokit.request('POST /repos/{owner}/{repo}/check-runs', {
        owner,
        repo,
        head_sha: commit,
        ...bodyOf(run, output),
      })
      return idIn(data)
    }),
  )
}

/**
 * Updates a check run. One that must lose its green is read back, for GitHub has been seen to keep the old conclusion
 * (GH-138); then a new run takes its place. Throws when even that stays green, to be tried again (V7).
 */
export async function updateRun(
  octokit: Octokit,
  reference: RepositoryReference,
  { id, commit, run, takesGreenAway, sendAnnotations }: UpdateRun,
): Promise<void> {
  mustBeWritable(run)
  const { owner, repo } = reference
  const what = `update the check on ${owner}/${repo}@${commit.slice(0, 7)}`
  const shown = sendAnnotations ? run : { ...run, annotations: [] }
  const isThere = await inFullOrBrief(shown, async (output) =>
    doing(what, async () => {
      const { data } = await octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
        owner,
        repo,
        check_run_id: id,
        ...bodyOf(run, output),
      })
      return idIn(data) === id
    }),
  ).catch((error: unknown) => {
    // GitHub deletes and archives old runs; what it will not change, a newer one outweighs.
    if (error instanceof GitHubFault && [404, 410, 422].includes(error.status ?? 0)) return false
    throw error
  })
  if (isThere && !(takesGreenAway && (await isGreen(octokit, reference, id)))) return
  const newer = await createRun(octokit, reference, commit, run)
  if (takesGreenAway && (await isGreen(octokit, reference, newer))) {
    throw new GitHubFault(`could not ${what}: it stays green`, null)
  }
}

const PASSING: readonly unknown[] = ['success', 'neutral', 'skipped']

/** As GitHub's branch rules see it: these three let a merge through (GH-132). */
async function isGreen(octokit: Octokit, { owner, repo }: RepositoryReference, id: number): Promise<boolean> {
  return doing(`read back the check run ${id} of ${owner}/${repo}`, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      owner,
      repo,
      check_run_id: id,
    })
    idIn(data)
    return PASSING.includes(data.conclusion)
  })
}

/** What is no check run confirms nothing. */
function idIn(run: { readonly id?: unknown }): number {
  const id = Number(run.id)
  if (!Number.isSafeInteger(id)) throw new Error('the answer is no check run')
  return id
}

interface Output {
  readonly title: string
  readonly summary: string
  readonly annotations?: {
    path: string
    start_line: number
    end_line: number
    annotation_level: CheckRun['annotations'][number]['level']
    message: string
  }[]
}

/** Where GitHub refuses the text (422), the verdict goes without it: it is never lost to prose. */
async function inFullOrBrief<Result>(
  { title, summary, annotations }: CheckRun,
  write: (output: Output) => Promise<Result>,
): Promise<Result> {
  const notes = annotations.map(({ path, line, level, message }) => ({
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    message,
  }))
  try {
    return await write({ title, summary, ...(notes.length > 0 && { annotations: notes }) })
  } catch (error) {
    if (!(error instanceof GitHubFault && error.status === 422)) throw error
    return await write({ title, summary: 'GitHub would not take the rest of this text.' })
  }
}

function bodyOf({ name, conclusion, externalId }: CheckRun, output: Output) {
  // No `started_at`: the time GitHub sets itself is what announces a head (F1).
  return { name, status: 'completed' as const, conclusion, external_id: externalId, output }
}

const WRITABLE: readonly string[] = [
  'success',
  'failure',
  'action_required',
] satisfies CheckRun['conclusion'][]

/** GitHub counts `neutral` and `skipped` as passing; a conclusion of that kind is a fault of ours, whatever the types say. */
function mustBeWritable({ conclusion }: CheckRun): void {
  if (!WRITABLE.includes(conclusion)) throw new Error(`a check is never ${conclusion} (V1)`)
}
