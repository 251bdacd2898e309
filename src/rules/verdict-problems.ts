import type { Config } from '../config/config.ts'
import type { Problem } from '../facts/problem.ts'
import type { Observed } from '../ledger/observed/observe.ts'
import type { Case } from '../rfc/case.ts'
import { isRfcNow } from '../rfc/is-rfc.ts'
import { isAway, type StakeholderStatus, type TeamStatus } from './positions.ts'
import { membersOf } from './stakeholder-statuses.ts'

/** Returns a problem when `success` is out of reach: too few people other than the author are left to commit (S5). */
export function tooFewProblems(
  rows: readonly StakeholderStatus[],
  teams: readonly TeamStatus[],
  config: Config,
  known: readonly Problem[],
  areNamesWrong: boolean,
): readonly Problem[] {
  const { minimum } = config.stakeholders
  const people = rows.filter((row) => !row.isAuthor && !isAway(row)).map(({ person }) => person.id)
  const inTeams = teams.flatMap(({ team, position }) => (position === 'released' ? [] : membersOf(team)))
  const left = new Set([...people, ...inTeams.map(({ id }) => id)]).size
  const isNobody = rows.length + teams.length === 0
  // A missing section or a misspelt name is a problem already, which says what to do.
  const isReported = areNamesWrong || (isNobody && known.length > 0)
  if (left >= minimum || isReported) return []
  const more = minimum === 1 ? 'one stakeholder' : `${minimum} stakeholders`
  const found = isNobody
    ? `The RFC names nobody; at least ${more} other than the author ${minimum === 1 ? 'is' : 'are'} required.`
    : `At least ${more} other than the author ${minimum === 1 ? 'is' : 'are'} required${left === 0 ? '' : `; only ${left} can still commit`}.`
  return [
    {
      source: 'document',
      message: `${found} Name people in the Alignment section: \`- @login\`.`,
      place: null,
    },
  ]
}

/** Returns problems of the pull request itself: it is closed, or the RFC left it (D5). */
export function pullRequestProblems(theCase: Case): readonly Problem[] {
  const { snapshot } = theCase
  const problem = (message: string): Problem => ({ source: 'pull request', message, place: null })
  return [
    ...(snapshot.pullRequest.state === 'closed'
      ? [problem('This pull request is closed. Reopen it to continue; responses are kept.')]
      : []),
    ...(isRfcNow(theCase)
      ? []
      : [
          problem(
            'The RFC was removed from this pull request, but its stakeholders are still required. Restore the file or label, or open a new pull request.',
          ),
        ]),
  ]
}

/** The App left a trace of a ledger that is not found (L3). */
const LEDGER_LOST =
  'The recorded history of this pull request was lost, so commitments made before no longer count. Open objections still do; to commit, post the command again.'

/** A newer version of this App wrote the ledger (L4). */
export const LEDGER_NEWER =
  'A newer version of this App has recorded the history of this pull request. A server of that version evaluates it.'

/** Returns what people are told of a ledger that was lost and began again, so that they speak again (L3). */
export function ledgerNotices({ folded }: Observed): readonly Problem[] {
  return folded.header?.begun === 'lost'
    ? [{ source: 'pull request', message: LEDGER_LOST, place: null }]
    : []
}
