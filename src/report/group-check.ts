import { MERGE_GROUP } from '../facts/external-id.ts'
import type { Member } from '../facts/merge-group.ts'
import type { CheckRun } from '../facts/check-run.ts'
import { checkRun } from './check.ts'
import { cut, words } from './escape.ts'
import { listed, within } from './wording.ts'

/** More would not be read in a title; GitHub accepts 255 characters. */
const MOST_IN_TITLE = 5

/** Returns the check on a merge group: it passes when every pull request in it does (V8). */
export function groupCheck(baseName: string, repositoryUrl: string, members: readonly Member[]): CheckRun {
  const red = members.filter(({ kind }) => kind !== 'green')
  const isGreen = red.length === 0
  const intro = isGreen
    ? 'Every pull request in this merge group passes, and every RFC has the text that was committed to.'
    : 'A merge group passes only when every pull request in it does. Fix those marked ✗, then add the pull requests to the merge queue again.'
  const lines = members.map(
    ({ number, title, kind, says }) =>
      `- ${kind === 'green' ? '✓' : '✗'} [#${number}](${repositoryUrl}/pull/${number}) *${words(title)}* — ${words(says)}`,
  )
  return groupRun(baseName, {
    conclusion: isGreen ? 'success' : 'failure',
    title: isGreen ? greenTitle(members) : redTitle(red),
    summary: [intro, '', ...within(lines, 50_000, (left) => `- … and ${left} more`)].join('\n'),
  })
}

/** Returns the check on a merge group that cannot be resolved. */
export function unresolvedGroupCheck(baseName: string, why: string): CheckRun {
  return groupRun(baseName, {
    conclusion: 'failure',
    title: "Can't evaluate this merge group",
    summary: `${words(why)}\n\nAdd the pull request to the merge queue again, or merge it without the queue if its own check passes.`,
  })
}

/** Returns the check on a merge group that GitHub does not let us read, until it does (V8). */
export function unreadGroupCheck(baseName: string, why: string): CheckRun {
  return groupRun(baseName, {
    conclusion: 'failure',
    title: "Can't read this merge group from GitHub; retrying",
    summary: `${words(why)}\n\nThe merge group is read again until GitHub answers, and this check is then updated. If the queue removed the pull request, add it again.`,
  })
}

function groupRun(baseName: string, told: Pick<CheckRun, 'conclusion' | 'title' | 'summary'>): CheckRun {
  return checkRun({
    number: MERGE_GROUP,
    evaluated: { baseName, wasRfc: false, kept: [] },
    annotations: [],
    ...told,
  })
}

function greenTitle(members: readonly Member[]): string {
  const rfcs = members.filter(({ isRfc }) => isRfc)
  return rfcs.length > 0 ? `Ready to merge (${numbers(rfcs)})` : `No RFC (${numbers(members)})`
}

function redTitle([first, ...others]: readonly Member[]): string {
  const rest = others.length > 0 ? ` (and ${numbers(others)})` : ''
  return `#${first?.number}: ${cut(first?.says ?? '', 160)}${rest}`
}

function numbers(members: readonly Member[]): string {
  return listed(
    members.map(({ number }) => `#${number}`),
    MOST_IN_TITLE,
  )
}
