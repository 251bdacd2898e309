import type { CommitSha } from '../facts/ids.ts'
import type { EntryOf, Revision } from '../ledger/entry.ts'
import type { RecordedCommand, RecordedWord } from '../ledger/recorded-command.ts'
import type { Change, Step } from '../ledger/steps.ts'
import type { Story } from './history-story.ts'
import { closedIn, consequencesOf, namesText, numbersText, reasonOf, wordText } from './ledger-words.ts'
import { dayIn, listed, short } from './wording.ts'

/** Returns what a post said and changed; null where it said nothing. */
export function postText(entry: EntryOf<'post'>, story: Story): string | null {
  const said = saidIn(entry, story)
  return said && `${story.naming.person(entry.author)} ${saidText(entry, said, story)}`
}

/** Returns what an edit said and changed, and whose edit it was; null where that makes no difference. */
export function editText(entry: EntryOf<'edit'>, story: Story): string | null {
  const { author, by } = entry
  const { naming } = story
  const said = saidIn(entry, story)
  const name = naming.person(author)
  if (by === author) return said && `${name} edited a post: ${saidText(entry, said, story)}`
  const edited = `${naming.person(by)} edited a post by ${name}`
  if (said) return `${edited}; ${name} ${saidText(entry, said, story)}`
  return hasCommands(entry, story) ? `${edited}; consent in it counts only as recorded before` : null
}

/** Returns whether any revision of a post has a command that can change something, or is about an objection. */
export function hasCommands({ post }: Pick<Revision, 'post'>, { revisions }: Story): boolean {
  return revisions.get(post)?.some(({ commands }) => commands.some(isOfConsequence)) ?? false
}

function isOfConsequence({ word }: RecordedCommand): boolean {
  return word !== 'refresh' && word !== 'status' && word !== 'help'
}

/** What a revision said and changed, in clauses about its author, and what helps where something does not count. */
interface Said {
  readonly clauses: readonly string[]
  readonly help: readonly string[]
}

function saidText(revision: Revision, { clauses, help }: Said, story: Story): string {
  const text = `${clauses.join('; ')}${removedText(revision, story)}`
  return help.length === 0 ? text : `${[text, ...help].join('. ')}.`
}

function saidIn(revision: Revision, story: Story): Said | null {
  const steps = story.stepsOf(revision)
  const uncounted = [...Map.groupBy(steps.filter(isUncounted), ({ why }) => why).values()].map((alike) =>
    uncountedText(alike, revision, story),
  )
  const clauses = [
    ...steps.flatMap((step) => clauseOf(step, story) ?? []),
    ...uncounted.map(({ clause }) => clause),
    ...steps.flatMap((step) => consequencesOf(unsaidChanges(step), revision.author, story.naming)),
  ]
  if (clauses.length === 0) return null
  return { clauses: [...new Set(clauses)], help: [...new Set(uncounted.flatMap(({ help }) => help ?? []))] }
}

interface UsedStep extends Step {
  readonly event: Extract<Step['event'], { kind: 'used' }>
}

interface Uncounted extends UsedStep {
  readonly why: NonNullable<Step['why']>
}

function isUncounted(step: Step): step is Uncounted {
  return step.why !== null
}

/** What was posted and does not count, all for one reason. */
function uncountedText(
  alike: readonly Uncounted[],
  revision: Revision,
  { naming, revisions, isLost }: Story,
): { readonly clause: string; readonly help: string | null } {
  const [{ why, event }] = alike as readonly [Uncounted]
  const { kind, author, post, firstSight } = revision
  const editor = revisions.get(post)?.find((other) => other.kind === 'edit' && other.by !== author)
  const reason = reasonOf(why, {
    by: naming.person(author),
    command: event.command,
    isUnread: firstSight === null,
    editor: naming.person(editor?.kind === 'edit' ? editor.by : null),
    isLost,
  })
  const words = listed([...new Set(alike.map(({ event: { command } }) => wordText(command.word)))])
  const posted = kind === 'post' ? `posted ${words}, which doesn't count` : `${words} in it doesn't count`
  return { clause: `${posted}: ${reason.why}`, help: reason.help }
}

/** What `/heard` closed is said with it. */
function unsaidChanges({ event, changes }: Step): readonly Change[] {
  const isSaid = event.kind === 'used' && event.command.word === 'heard'
  return isSaid ? changes.filter(({ kind }) => kind !== 'objection') : changes
}

/** What a command that counts said; null for other events, and for a command that changes nothing. */
function clauseOf(step: Step, story: Story): string | null {
  const { event, why } = step
  if (event.kind !== 'used' || why !== null) return null
  return CLAUSES[event.command.word]({ ...step, event }, story)
}

const CLAUSES: Readonly<Record<RecordedWord, (step: UsedStep, story: Story) => string | null>> = {
  commit: (step, story) => `committed${aboutText(step, story)}`,
  approve: (step, story) => `approved${aboutText(step, story)}`,
  'disagree-commit': (step, story) => `committed with dissent${aboutText(step, story)}`,
  object: (step, story) => `objected${newNumbers(step)}${aboutText(step, story)}`,
  heard: (step) => {
    const closed = closedIn(step)
    return closed.length === 0 ? 'posted /heard' : `marked ${numbersText(closed)} as heard`
  },
  align: (step, story) => `agreed with the problem statement${aboutText(step, story)}`,
  misalign: (step, story) => `disputed the problem${aboutText(step, story)}`,
  withdraw: () => 'posted /withdraw',
  'request changes': (step, story) => `requested changes${aboutText(step, story)}`,
  doubt: () => `posted ${wordText('doubt')}`,
  recuse: () => 'recused themself',
  delegate: (step, story) => `delegated to ${namesIn(step, story)}`,
  release: (step, story) => `released ${namesIn(step, story)}`,
  add: (step, story) => `added ${namesIn(step, story)}`,
  answer: (step) => `answered ${numbersText(closedIn(step))}`,
  refresh: () => null,
  status: () => null,
  help: () => null,
}

function namesIn({ event: { command } }: UsedStep, { naming }: Story): string {
  return namesText(command.names, naming)
}

function newNumbers({ changes }: Step): string {
  const raised = changes.flatMap((change) =>
    change.kind === 'objection' && change.before === null ? [change.after] : [],
  )
  return raised.length === 0 ? '' : ` (${numbersText(raised)})`
}

/** Which text somebody had before them (F1); empty where it cannot be told, which only stops consent. */
function aboutText({ changes, event: { at, revision } }: UsedStep, { textAbout }: Story): string {
  const own = changes.find((change) => change.kind === 'position' && change.person === revision.author)
  const text = textAbout(at, { reviewed: null, tip: revision.tip, seen: revision.seen })
  const commit =
    (own?.kind === 'position' ? consentedIn(own) : null) ?? (text.kind === 'text' ? text.commit : null)
  return commit === null ? '' : `, about ${short(commit)}`
}

function consentedIn({ before, after }: Extract<Change, { kind: 'position' }>): CommitSha | null {
  if (after.commitment !== before.commitment) return after.commitment?.commit ?? null
  return after.aligned !== before.aligned ? (after.aligned?.commit ?? null) : null
}

/** What stands in place of the words of a post that somebody else removed (L5). */
function removedText({ post }: Revision, { deletions, removals, naming, year }: Story): string {
  const removal = removals.get(post)
  if (deletions.get(post)?.who !== 'somebody else' || removal === undefined) return ''
  return `, removed by ${naming.person(removal.by)} on ${dayIn(year, removal.at)}`
}
