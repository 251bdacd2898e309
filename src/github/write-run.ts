import type { Octokit } from '@octokit/rest'
import { readExternalId, writeExternalId } from '../facts/external-id.ts'
import type { CommitSha } from '../facts/ids.ts'
import { type CheckRun, shortName, type Write } from '../facts/check-run.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import { doing, GitHubFault } from './faults.ts'
import type { Passes } from './quota-gate.ts'

type UpdateRun = Extract<Write, { kind: 'update run' }>

/**
 * Creates a check run on a commit and returns its id. Whatever GitHub refuses of it (422) is left out step by step: the
 * verdict is never lost to its text, its notes or its name.
 */
export async function createRun(
  octokit: Octokit,
  { owner, repo }: RepositoryReference,
  commit: CommitSha,
  run: CheckRun,
): Promise<number> {
  mustBeWritable(run)
  return writeFullest(run, async (form) =>
    doing(`write the check on ${owner}/${repo}@${commit.slice(0, 7)}`, async () => {
      const { data } = await octokit.request('POST /repos/{owner}/{repo}/check-runs', {
        owner,
        repo,
        head_sha: commit,
        ...bodyOf(form),
        request: { passes: passOf(form) },
      })
      return idIn(data)
    }),
  )
}

/**
 * Updates a check run and returns the id of the run that now stands. One that must lose its success is read back, for
 * GitHub has been seen to keep the old conclusion (GH-138); then a new run takes its place. Throws when even that keeps
 * passing, so that the job is retried (V7).
 */
export async function updateRun(
  octokit: Octokit,
  reference: RepositoryReference,
  { id, commit, run, takesGreenAway, sendAnnotations }: UpdateRun,
): Promise<number> {
  mustBeWritable(run)
  const { owner, repo } = reference
  const what = `update the check on ${owner}/${repo}@${commit.slice(0, 7)}`
  const shown = sendAnnotations ? run : { ...run, annotations: [] }
  const isThere = await writeFullest(shown, async (form) =>
    doing(what, async () => {
      const { data } = await octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
        owner,
        repo,
        check_run_id: id,
        ...bodyOf(form),
        request: { passes: passOf(form) },
      })
      // A GitHub that takes a PATCH and keeps the conclusion says so in its answer (GH-45).
      const isKept = data.conclusion !== undefined && data.conclusion !== form.conclusion
      return idIn(data) === id && !isKept
    }),
  ).catch((error: unknown) => {
    // GitHub deletes and archives old runs; what it will not change, a newer one outweighs.
    if (error instanceof GitHubFault && [404, 410, 422].includes(error.status ?? 0)) return false
    throw error
  })
  if (isThere && !(takesGreenAway && (await isGreen(octokit, reference, id)))) return id
  const newer = await createRun(octokit, reference, commit, run)
  if (takesGreenAway && (await isGreen(octokit, reference, newer))) {
    throw new GitHubFault(`could not ${what}: it stays green`, null)
  }
  return newer
}

/** A check never waits for a limit that was met by prose, and one that must fail waits for none (V7). */
function passOf({ conclusion }: CheckRun): Passes {
  return conclusion === 'success' ? 'prose limits' : 'all limits'
}

const PASSING: readonly unknown[] = ['success', 'neutral', 'skipped']

/** As GitHub's branch rules see it: these three let a merge through (GH-132). */
async function isGreen(octokit: Octokit, { owner, repo }: RepositoryReference, id: number): Promise<boolean> {
  return doing(`read back the check run ${id} of ${owner}/${repo}`, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      owner,
      repo,
      check_run_id: id,
      request: { passes: 'all limits' satisfies Passes },
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

/** What GitHub documents no limit for may be refused: annotations, link, text, the name. The forms of a run, the fullest first. */
function formsOf(run: CheckRun): readonly CheckRun[] {
  const bare = { ...run, annotations: [] }
  const { detailsUrl, ...unlinked } = bare
  const untold = withoutCopy(unlinked)
  const brief = { ...untold, summary: 'GitHub rejected the full text of this check.' }
  const name = shortName(run.name)
  return [
    run,
    ...(run.annotations.length > 0 ? [bare] : []),
    ...(detailsUrl === undefined ? [] : [unlinked]),
    ...(untold === unlinked ? [] : [untold]),
    brief,
    ...(name === run.name ? [] : [{ ...brief, name }]),
  ]
}

/** The same run without history and copy of the ledger: it tells only how long that is. */
function withoutCopy(run: CheckRun): CheckRun {
  const { text, ...bare } = run
  const id = readExternalId(run.externalId)
  if (!text || !id?.trace) return run
  return { ...bare, externalId: writeExternalId({ ...id, trace: { ...id.trace, digest: null } }) }
}

async function writeFullest<Result>(
  run: CheckRun,
  write: (form: CheckRun) => Promise<Result>,
): Promise<Result> {
  const forms = formsOf(run)
  for (const form of forms.slice(0, -1)) {
    try {
      return await write(form)
    } catch (error) {
      if (!(error instanceof GitHubFault && error.status === 422)) throw error
      // Less of it would not help where the commit is the trouble.
      if (/no commit found/i.test(error.message)) throw error
    }
  }
  return write(forms.at(-1) ?? run)
}

function bodyOf(run: CheckRun) {
  const { name, conclusion, externalId, title, summary, annotations, detailsUrl, text } = run
  const notes = annotations.map(({ path, line, level, message }) => ({
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    message,
  }))
  const output = {
    title,
    summary,
    ...(text && { text: text.whole }),
    ...(notes.length > 0 && { annotations: notes }),
  }
  // No `started_at`: the time GitHub sets itself is what announces a head (F1).
  return {
    name,
    status: 'completed' as const,
    conclusion,
    external_id: externalId,
    output,
    ...(detailsUrl !== undefined && { details_url: detailsUrl }),
  }
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
