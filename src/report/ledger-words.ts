import { COMMANDS } from '../commands/commands.ts'
import type { CommandWord } from '../commands/model/command-word.ts'
import type { UserId } from '../facts/ids.ts'
import type { NotCounted } from '../ledger/fold.ts'
import type { Name, NameKey, RecordedCommand, RecordedWord } from '../ledger/recorded-command.ts'
import type { Objection, Position } from '../ledger/state.ts'
import type { Change, Step } from '../ledger/steps.ts'
import { listed } from './wording.ts'

/** How people and teams are called. */
export interface Naming {
  /** Null stands for an account that GitHub did not name. */
  readonly person: (person: UserId | null) => string
  readonly team: (team: number) => string
}

/** Returns names as a sentence lists them. */
export function namesText(names: readonly Name[], naming: Naming): string {
  return listed(names.map((name) => nameText(name, naming)))
}

function nameText(name: Name, naming: Naming): string {
  switch (name.kind) {
    case 'person':
      return naming.person(name.person)
    case 'team':
      return naming.team(name.team) + (name.quorum === 1 ? '' : ` (${name.quorum})`)
    case 'unresolved':
      return UNRESOLVED
    default:
      return name satisfies never
  }
}

/** The ledger holds only a digest of such a name. */
const UNRESOLVED = 'a name that GitHub does not know'

/** Returns how a key of a name is read. */
export function keyText(key: NameKey, naming: Naming): string {
  const id = Number(key.slice(key.indexOf(' ') + 1))
  if (key.startsWith('person ')) return naming.person(id)
  return key.startsWith('team ') ? naming.team(id) : UNRESOLVED
}

/** Returns what a command is called: "/commit", "an approving review". */
export function wordText(word: RecordedWord): string {
  switch (word) {
    case 'approve':
      return 'an approving review'
    case 'request changes':
      return 'a review that requests changes'
    case 'doubt':
      return 'what may be a command that blocks'
    default:
      return `/${word}`
  }
}

/** Returns what else a step changed, each in a clause about `subject`, whom the sentence is about. */
export function consequencesOf(
  changes: readonly Change[],
  subject: UserId | null,
  naming: Naming,
): readonly string[] {
  return changes.flatMap((change) => {
    switch (change.kind) {
      case 'position': {
        const isSubject = change.person === subject
        const who = isSubject ? 'they' : naming.person(change.person)
        const whose = isSubject ? 'their' : `${naming.person(change.person)}'s`
        return positionTexts(change, { who, whose, isSubject })
      }
      case 'objection':
        return endText(change)
      case 'release ended':
        return [`the release of ${keyText(change.name, naming)} ended`]
      case 'added':
      case 'released':
        return []
      default:
        return change satisfies never
    }
  })
}

function positionTexts(
  { before, after }: { readonly before: Position; readonly after: Position },
  { who, whose, isSubject }: { readonly who: string; readonly whose: string; readonly isSubject: boolean },
): readonly string[] {
  if (after.suspendedSince !== null && after.suspendedSince !== before.suspendedSince)
    return [`what ${who} consented to before doesn't count until they post it again`]
  const ended = (part: keyof Position) => before[part] !== null && after[part] === null
  const [blocked, blocks] = [before.misaligned?.blocks === true, after.misaligned?.blocks === true]
  return [
    ...(ended('commitment') ? [`${whose} commitment ended`] : []),
    ...(ended('aligned') ? [`${whose} agreement with the problem ended`] : []),
    ...(ended('recused') ? [`${who} ${isSubject ? 'are' : 'is'} no longer recused`] : []),
    ...(blocked && !blocks ? [`${whose} dispute of the problem no longer blocks`] : []),
    ...(before.misaligned !== null && !blocked && blocks
      ? [`${whose} dispute of the problem blocks again`]
      : []),
  ]
}

const ENDS = {
  open: 'is open again',
  heard: 'was heard',
  withdrawn: 'was withdrawn',
  dissent: 'was recorded as dissent',
  'left open': 'was left open',
  'set aside': 'was set aside',
} as const satisfies Record<Objection['state'], string>

function endText({ before, after }: Extract<Change, { kind: 'objection' }>): readonly string[] {
  if (before === null || before.state === after.state) return []
  return [`objection #${after.number} ${ENDS[after.state]}`]
}

/** Why a command does not count, and what helps. */
export interface Reason {
  readonly why: string
  readonly help: string | null
}

/** What a reason depends on. */
export interface ReasonContext {
  /** Who posted it. */
  readonly by: string
  readonly command: RecordedCommand
  /** What GitHub allowed its author was not read yet. */
  readonly isUnread: boolean
  /** Who else edited the post first. */
  readonly editor: string
  readonly isLost: boolean
}

const AGAIN = 'Post it again in a new comment'

/** Returns why a command does not count, in words. */
export function reasonOf(why: NotCounted['why'], context: ReasonContext): Reason {
  return REASONS[why](context)
}

const REASONS: Readonly<Record<NotCounted['why'], (context: ReasonContext) => Reason>> = {
  'in the wrong place': () => ({
    why: "consent doesn't count on a line or by email",
    help: 'Post it in the conversation on GitHub',
  }),
  contradicted: () => ({
    why: 'it contradicts another command posted at the same time',
    help: 'Post the one that applies in a new comment',
  }),
  'edited by somebody else': ({ editor, by }) => ({
    why: `${editor} edited the post`,
    help: `${by} can post it again in a new comment`,
  }),
  'carried by another': () => ({
    why: 'another pull request with the same commit carried the decision',
    help: 'Post it on the pull request that carries it',
  }),
  'not a stakeholder': ({ by, command, isUnread }) => {
    if (isUnread) return { why: `GitHub hasn't said yet what ${by} may do`, help: null }
    return command.word === 'add'
      ? { why: 'only the author, stakeholders and maintainers can add people', help: 'Ask one of them' }
      : { why: `${by} wasn't a stakeholder then`, help: `Once named, ${by} can post it again` }
  },
  'not named by themself': ({ by }) => ({
    why: `${by} is named as a member of a team only`,
    help: 'Another member can commit for the team',
  }),
  'no maintainer or decider': ({ by, isUnread }) =>
    isUnread
      ? { why: `GitHub hasn't said yet what ${by} may do`, help: null }
      : { why: 'it requires a maintainer or decider other than the author', help: 'Ask one of them' },
  'not the author': () => ({
    why: 'only the author answers objections with it',
    help: 'Comment without a command',
  }),
  'nothing to close': ({ by, command }) => ({
    why: command.word === 'answer' ? 'it mentions no objection' : `${by} had no open objection that it fits`,
    help: command.word === 'answer' ? 'Post /answer with the number of an objection' : null,
  }),
  'names nobody who can be meant': ({ command }) => ({
    why: 'it names somebody it cannot apply to, or nobody',
    help: usageOf(command.word),
  }),
  'no head': () => ({ why: 'no text had been announced before it', help: AGAIN }),
  'tip unknown': () => ({ why: 'the text may have changed just before it', help: AGAIN }),
  'reviewed commit unknown': () => ({
    why: "GitHub doesn't say which commit the review is about",
    help: AGAIN,
  }),
  'before the ledger began': ({ isLost }) => ({
    why: isLost ? 'the record of that time was lost' : 'it was posted before this was recorded as an RFC',
    help: AGAIN,
  }),
  'not in the restored copy': () => ({ why: "it wasn't in the record that was restored", help: AGAIN }),
}

function usageOf(word: RecordedWord): string | null {
  return Object.hasOwn(COMMANDS, word) ? `Post ${COMMANDS[word as CommandWord].usage}` : null
}

/** Returns the numbers of objections as a sentence lists them: "#1 and #2". */
export function numbersText(objections: readonly Pick<Objection, 'number'>[]): string {
  return listed(objections.map(({ number }) => `#${number}`))
}

/** Returns the objections that a step changed, new ones apart. */
export function closedIn({ changes }: Pick<Step, 'changes'>): readonly Objection[] {
  return changes.flatMap((change) =>
    change.kind === 'objection' && change.before !== null ? [change.after] : [],
  )
}
