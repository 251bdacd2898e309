import type { Conclusion } from '../facts/check-run.ts'
import { isWorse, MOST_SIBLINGS } from '../facts/same-head.ts'
import { retold } from './check.ts'
import { cut, words } from './escape.ts'
import type { Publication } from './publication.ts'

/** Something else that stands on the same commit, and speaks on the same check (GH-147). */
export interface Beside {
  readonly conclusion: Conclusion
  /** What the check is called where this is worse than the pull request's own verdict. */
  readonly title: string
  /** One sentence of Markdown that names it. */
  readonly sentence: string
  /** It does not say that something blocks, only that this is not known yet: what waits for it need not fail. */
  readonly mayHeal?: true
}

/** Another open pull request with the same head and base, by what its own verdict says. */
export function siblingBeside(
  number: number,
  repositoryUrl: string,
  { conclusion, title }: Pick<Beside, 'conclusion' | 'title'>,
): Beside {
  return {
    conclusion,
    title: `#${number} has the same commit: ${title}`,
    sentence: `[#${number}](${repositoryUrl}/pull/${number}) has the same commit and the same base, so GitHub takes one check for both, and the worse of the two verdicts counts. There it is: *${words(title)}*.`,
  }
}

/** More pull requests on one commit than are judged beside each other. */
export function tooManyBeside(count: number): Beside {
  return {
    conclusion: 'failure',
    title: `${count} other pull requests have the same commit`,
    sentence: `${count} other open pull requests have the same commit and the same base, and GitHub takes one check for all of them; more than ${MOST_SIBLINGS} are not evaluated together. Close all but one.`,
  }
}

/** The commit is one that the merge queue made, and its own check there is red. */
export function groupBeside(): Beside {
  return {
    conclusion: 'failure',
    title: 'This commit is in the merge queue, and does not pass there',
    sentence:
      'The merge queue made this commit, and its check there does not pass. Push a commit of your own to have this pull request judged by itself.',
  }
}

/** The publication of a pull request that shares its check: the worst verdict counts, and all are named (V7). */
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

/** The sticky comment begins with its hidden mark and its title. */
function afterTitle(sticky: string, sentences: readonly string[]): string {
  const [mark = '', title = '', ...rest] = sticky.split('\n\n')
  return [mark, title, ...sentences, ...rest].join('\n\n')
}
