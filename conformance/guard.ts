import type { Client } from './client.ts'
import { PREFIX } from './sandbox.ts'

/** Branches that a run before this one may have left; those of a merge queue go a while after their entries. */
const OURS = new RegExp(`^(gh-readonly-queue/)?${PREFIX}/`)

/** Why a repository is no sandbox; one line for each reason, none where it is one. */
export async function whyNoSandbox(ada: Client, owner: string, repo: string): Promise<readonly string[]> {
  if (!/sandbox/i.test(repo)) return [`the name "${repo}" does not contain "sandbox"`]
  const at = (path: string) => `/repos/${owner}/${repo}${path}`
  const repository = await ada.rest('GET', at(''))
  if (repository.status === 401) return ['the first token is not valid: GitHub answered 401']
  if (repository.status !== 200) {
    return [`GitHub answered ${repository.status} for ${owner}/${repo}; does the first token reach it?`]
  }
  const { body } = repository
  const reasons: string[] = []
  if (body.private !== true) reasons.push('it is public; make it private')
  if (body.archived === true) reasons.push('it is archived')
  if (body.permissions?.admin !== true) reasons.push('the first token does not administer it')
  const pulls = await ada.rest('GET', at('/pulls?state=open&per_page=10'))
  const open: readonly { readonly head: { readonly ref: string } }[] = Array.isArray(pulls.body)
    ? pulls.body
    : []
  if (open.some(({ head }) => !head.ref.startsWith(`${PREFIX}/`))) {
    reasons.push('it has open pull requests; it must be empty, but for what first contact left')
  }
  const branches = await ada.rest('GET', at('/branches?per_page=100'))
  const others: readonly { readonly name: string }[] = Array.isArray(branches.body) ? branches.body : []
  if (others.some(({ name }) => name !== body.default_branch && !OURS.test(name))) {
    reasons.push(
      `it has branches beside ${body.default_branch}; it must be empty, but for what first contact left`,
    )
  }
  return reasons
}
