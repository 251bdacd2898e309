import type { CheckRun, Conclusion } from '../facts/check-run.ts'
import type { PullRequestNumber } from '../facts/ids.ts'
import { isWorse, MOST_SIBLINGS } from '../facts/same-head.ts'
import { retold } from './check.ts'
import { STICKY } from './comment.ts'
import { cut, quietly, words } from './escape.ts'
import type { Publication } from './publication.ts'

/** What makes the check of a commit fail besides the verdict of the pull request that carries the decision (GH-147). */
export interface Beside {
  readonly conclusion: Conclusion
  /** What the check is called where this is worse than that verdict. */
  readonly title: string
  /** One sentence of Markdown that names it. */
  readonly sentence: string
  /** Nothing blocks for certain, it is only not known yet: what waits for it need not fail. */
  readonly mayHeal?: true
}

/** The pull request that carries the decision of several with the same head and base (V7). */
export interface Carrier {
  readonly number: PullRequestNumber
  readonly url: string
  readonly check: Pick<CheckRun, 'conclusion' | 'title'>
  /** Nothing blocks for certain, it is only not known yet: what waits for it need not fail. */
  readonly mayHeal?: true
}

/**
 * Returns the publication of a pull request that another one carries (V7): its check says the same, and its comment says
 * where to post. What was posted on it is answered as before.
 */
export function carried(publication: Publication, { number, url, check: decided }: Carrier): Publication {
  const { check, prose } = publication
  const link = `[#${number}](${url}/pull/${number})`
  const where = `${link} had the same head commit and base branch first, so it carries this decision for both. What is posted here doesn't count: post it on ${link}.`
  return {
    check: retold(check, {
      conclusion: decided.conclusion,
      title: cut(`Carried by #${number}: ${decided.title}`, 250),
      summary: `${where} Its verdict: *${words(decided.title)}*.`,
      annotations: [],
    }),
    prose: prose && {
      ...prose,
      sticky: [STICKY, `**This decision is carried by ${quietly(`#${number}`)}**`, where].join('\n\n'),
      askForReview: [],
    },
  }
}

/** Returns the failure for an RFC on a commit that a pull request had first which is none: it would pass without anybody (V7). */
export function onlyRfcBeside(
  rfc: PullRequestNumber,
  other: PullRequestNumber,
  repositoryUrl: string,
): Beside {
  const link = (number: PullRequestNumber) => `[#${number}](${repositoryUrl}/pull/${number})`
  return {
    conclusion: 'failure',
    title: `#${rfc} has the same commit as #${other}, and only #${rfc} is an RFC`,
    sentence: `${link(rfc)} is an RFC, and ${link(other)}, which had the same head commit and base branch first, isn't. Push a commit of its own to ${link(rfc)}, or close one of the two.`,
  }
}

/** Returns the failure for a pull request on the commit of which it is not known yet whether it is an RFC. */
export function unclearBeside({ number, url, check: { title } }: Carrier): Beside {
  return {
    conclusion: 'failure',
    title: `#${number} has the same commit: ${title}`,
    sentence: `[#${number}](${url}/pull/${number}) has the same head commit and base branch. Its verdict: *${words(title)}*.`,
    mayHeal: true,
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

/** Returns the publication with what else makes the check fail: the worst counts, and all are named (V7). */
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
