import type { Conclusion } from '../facts/check-run.ts'
import type { PullRequestNumber } from '../facts/ids.ts'
import { isWorse, MOST_SIBLINGS } from '../facts/same-head.ts'
import { retold } from './check.ts'
import { cut, words } from './escape.ts'
import type { Publication } from './publication.ts'

/** Another pull request or a merge group on the same commit, which shares the check (GH-147). */
export interface Beside {
  readonly conclusion: Conclusion
  /** What the check is called where this is worse than the pull request's own verdict. */
  readonly title: string
  /** One sentence of Markdown that names it. */
  readonly sentence: string
  /** Nothing blocks for certain, it is only not known yet: what waits for it need not fail. */
  readonly mayHeal?: true
}

/** Returns how another open pull request with the same head and base bears on the check. */
export function siblingBeside(
  number: PullRequestNumber,
  repositoryUrl: string,
  { conclusion, title }: Pick<Beside, 'conclusion' | 'title'>,
): Beside {
  return {
    conclusion,
    title: `#${number} has the same commit: ${title}`,
    sentence: `[#${number}](${repositoryUrl}/pull/${number}) has the same head commit and base branch, so both share one check and the worse verdict counts. Its verdict: *${words(title)}*.`,
  }
}

/** Returns the failure for more pull requests on one commit than are evaluated together. */
export function tooManyBeside(count: number): Beside {
  return {
    conclusion: 'failure',
    title: `${count} other pull requests have the same commit`,
    sentence: `${count} other open pull requests have the same head commit and base branch and share this check; at most ${MOST_SIBLINGS} are evaluated together. Close all but one.`,
  }
}

/** Returns the failure for a commit of the merge queue whose check there fails. */
export function groupBeside(): Beside {
  return {
    conclusion: 'failure',
    title: "This commit's check in the merge queue doesn't pass",
    sentence:
      "The merge queue created this commit, and its check there doesn't pass. Push a commit of your own to have this pull request evaluated by itself.",
  }
}

/** Returns the publication of a pull request that shares its check: the worst verdict counts, and all are named (V7). */
export function joined(publication: Publication, beside: readonly Beside[]): Publication {
  if (beside.length === 0) return publication
  const { check, prose } = publication
  const own = { conclusion: check.conclusion, title: check.title }
  const worst = beside.reduce(
    (worse: Pick<Beside, 'conclusion' | 'title'>, next) =>
      isWorse(next.conclusion, worse.conclusion) ? next : worse,
    own,
  )
  const sentences = beside.map(({ sentence }) => sentence)
  return {
    check: retold(check, {
      conclusion: worst.conclusion,
      title: cut(worst.title, 250),
      summary: [...sentences, check.summary].join('\n\n'),
    }),
    prose: prose && { ...prose, sticky: afterTitle(prose.sticky, sentences) },
  }
}

/** The sticky comment begins with its hidden marker and its title. */
function afterTitle(sticky: string, sentences: readonly string[]): string {
  const [mark = '', title = '', ...rest] = sticky.split('\n\n')
  return [mark, title, ...sentences, ...rest].join('\n\n')
}
