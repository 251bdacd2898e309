import type { Timestamp, UserId } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import type { Ledger } from '../ledger/append.ts'
import type { Entry, EntryKind, EntryOf } from '../ledger/entry.ts'
import type { Change } from '../ledger/steps.ts'
import { editText, hasCommands, postText } from './history-posts.ts'
import { newestYear, type Story, storyOf } from './history-story.ts'
import { consequencesOf, keyText } from './ledger-words.ts'
import { clock, dayIn, short } from './wording.ts'

/** A line of the history: when, and what happened, in plain words without Markdown. Nobody's words are in it (L5). */
export interface HistoryLine {
  readonly at: Timestamp
  readonly text: string
  /** The post to link; null where there is none, or it is gone. */
  readonly post: PostKey | null
}

/**
 * Returns what happened, oldest first: a line for each entry that says something to people (L5). Teams are not named,
 * because one may be secret, and people whose login is unknown are "somebody".
 */
export function historyOf(
  ledger: Ledger,
  loginOf: (person: UserId) => string | null,
): readonly HistoryLine[] {
  const story = storyOf(ledger, {
    person: (person) => {
      const login = person === null ? null : loginOf(person)
      return login === null ? 'somebody' : `@${login}`
    },
    team: () => 'a team',
  })
  return ledger.entries.flatMap((entry) => {
    const text = textOf(entry, story)
    return text === null ? [] : [{ at: entry.at, text, post: postOf(entry, story) }]
  })
}

/** Returns lines with their times in UTC, and the year where it is not the newest: "2 Mar 10:31 @ada committed". */
export function historyTexts(lines: readonly HistoryLine[]): readonly string[] {
  const year = newestYear(lines)
  return lines.map(({ at, text }) => `${dayIn(year, at)} ${clock(at)} ${text}`)
}

/** What each kind of entry says to people; null where it says nothing. */
const TEXTS: { readonly [K in EntryKind]: (entry: EntryOf<K>, story: Story) => string | null } = {
  header: ({ begun }) =>
    begun === 'lost'
      ? 'the record of this RFC was lost and begins again; commands that consent have to be posted again'
      : 'the record of this RFC begins',
  tip: () => null,
  head: headText,
  text: () => null,
  named: () => null,
  // Not every reader may know how many members a team has.
  quorum: () => null,
  post: postText,
  edit: editText,
  removal: removalText,
  dismissal: dismissalText,
  state: ({ to, by }, { naming }) =>
    to === 'carried' || to === 'own' ? CARRIED[to] : `${naming.person(by)} ${STATES[to]}`,
  base: (entry, { news }) => (news.has(entry) ? 'the base branch changed' : null),
  // Which label it was, the ledger does not hold.
  label: () => null,
  // Not every reader may know who is a member or a maintainer.
  membership: () => null,
  role: () => null,
  merge: ({ by }, { naming }) => `${naming.person(by)} merged the pull request`,
  notice: ({ about, to }, { naming }) => NOTICES[about](to === null ? 'everybody' : keyText(to, naming)),
  number: () => null,
}

function textOf(entry: Entry, story: Story): string | null {
  const text = TEXTS[entry.kind] as (entry: Entry, story: Story) => string | null
  return text(entry, story)
}

const CARRIED = {
  carried: 'another pull request with the same commit carries this decision; posts here count for nothing',
  own: 'this pull request carries its own decision again',
} as const

const STATES = {
  draft: 'turned the pull request into a draft',
  ready: 'marked the pull request as ready for review',
  closed: 'closed the pull request',
  reopened: 'reopened the pull request',
} as const satisfies Record<Exclude<EntryOf<'state'>['to'], keyof typeof CARRIED>, string>

const NOTICES: Readonly<Record<EntryOf<'notice'>['about'], (who: string) => string>> = {
  named: (who) => `${who} was told about being named`,
  changed: (who) => `${who} was told that the text changed`,
  ready: (who) => `${who} was told that the pull request is ready to merge`,
}

/** A deleted post has no address to link to. */
function postOf(entry: Entry, { deletions }: Story): PostKey | null {
  switch (entry.kind) {
    case 'post':
    case 'edit':
    case 'dismissal':
      return deletions.has(entry.post) ? null : entry.post
    default:
      return null
  }
}

function headText(entry: EntryOf<'head'>, story: Story): string | null {
  const changed = consequencesOf(changesIn(entry, story), null, story.naming)
  if (!story.news.has(entry) && changed.length === 0) return null
  return [`commitments are now about ${short(entry.commit)}`, ...changed].join('; ')
}

function dismissalText(entry: EntryOf<'dismissal'>, story: Story): string | null {
  const changed = consequencesOf(changesIn(entry, story), null, story.naming)
  if (changed.length === 0) return null
  const author = story.revisions.get(entry.post)?.[0]?.author ?? null
  const dismissed = `${story.naming.person(entry.by)} dismissed a review by ${story.naming.person(author)}`
  return [dismissed, ...changed].join('; ')
}

function changesIn(entry: Entry, { stepsOf }: Story): readonly Change[] {
  return stepsOf(entry).flatMap(({ changes }) => changes)
}

function removalText(entry: EntryOf<'removal'>, story: Story): string | null {
  const { naming, removals, revisions } = story
  const { post, by } = entry
  if (post !== null && removals.get(post) !== entry) return null
  const steps = post === null ? story.stepsOf(entry) : story.stepsOfRemovals(post)
  const changed = consequencesOf(
    steps.flatMap(({ changes }) => changes),
    null,
    naming,
  )
  const author = entry.author ?? (post === null ? null : (revisions.get(post)?.[0]?.author ?? null))
  const name = naming.person(author)
  if (steps.some(({ event }) => event.kind === 'suspended'))
    return [`${naming.person(by)} removed a post by ${name} before it was recorded`, ...changed].join('; ')
  if (post === null || !hasCommands({ post }, story)) return null
  switch (story.deletions.get(post)?.who) {
    case 'the author':
      return changed.length === 0 ? null : [`${name} deleted a post`, ...changed].join('; ')
    case 'somebody else':
      return `${naming.person(by)} removed a post by ${name}; what it said still counts`
    default:
      return [`a post by ${name} was deleted, and it isn't known by whom`, ...changed].join('; ')
  }
}
