import type { Timestamp, UserId } from '../facts/ids.ts'
import type { Ledger } from '../ledger/append.ts'
import type { Folded } from '../ledger/fold.ts'
import type { Objection, Position } from '../ledger/state.ts'
import { type Change, type Step, stepsOf } from '../ledger/steps.ts'
import { entryText, secondText } from './explain-entry.ts'
import { keyText, namesText, type Naming, wordText } from './ledger-words.ts'
import { listed, short } from './wording.ts'

/**
 * Returns a ledger and its fold step by step: each entry, what follows from it, and the outcome (L5). For operators:
 * it shows who is a member and a maintainer.
 */
export function explanationOf(ledger: Ledger, loginOf: (person: UserId) => string | null): string {
  const naming = namingBy(loginOf)
  const { folded, steps } = stepsOf(ledger)
  const byEntry = Map.groupBy(steps, ({ entry }) => entry)
  const lines = ledger.entries.flatMap((entry) => [
    `${secondText(entry.at)}  ${entry.kind.padEnd(KIND_WIDTH)}${entryText(entry, naming)}`,
    ...(byEntry.get(entry) ?? []).flatMap((step) =>
      stepTexts(step, entry.at, naming).map((text) => `${INDENT}→ ${text}`),
    ),
  ])
  const missing = ledger.length - ledger.entries.length
  const are = missing === 1 ? 'entry without an effect is' : 'entries without an effect are'
  const kept = missing > 0 ? ['', `${missing} ${are} not in this copy.`] : []
  return [...lines, ...kept, '', ...outcomeOf(folded, steps, naming)].join('\n')
}

const KIND_WIDTH = 12
const INDENT = ' '.repeat('2026-03-02 10:31:05  '.length + KIND_WIDTH)

function namingBy(loginOf: (person: UserId) => string | null): Naming {
  return {
    person: (person) => {
      if (person === null) return 'an unknown account'
      const login = loginOf(person)
      return login === null ? `account ${person}` : `@${login}`
    },
    team: (team) => `team ${team}`,
  }
}

/** What a step changed, or why it changed nothing. */
function stepTexts({ event, why, changes }: Step, at: Timestamp, naming: Naming): readonly string[] {
  const texts = changes.flatMap((change) => changeTexts(change, naming))
  if (event.kind !== 'used') return texts
  const command = wordText(event.command.word)
  const uncounted = why === null ? [] : [`${command} is not counted: ${why}`]
  const since = event.at === at ? '' : ` (counts from ${secondText(event.at)})`
  return [...uncounted, ...texts.map((text) => `${text}${since}`)]
}

function changeTexts(change: Change, naming: Naming): readonly string[] {
  switch (change.kind) {
    case 'position':
      return positionTexts(change.before, change.after, naming).map(
        (text) => `${naming.person(change.person)}: ${text}`,
      )
    case 'objection':
      return [objectionText(change.after, naming)]
    case 'added':
      return [`${namesText([change.added.name], naming)}: added`]
    case 'released':
      return [`${keyText(change.name, naming)}: released`]
    case 'release ended':
      return [`${keyText(change.name, naming)}: no longer released`]
    default:
      return change satisfies never
  }
}

const PARTS = ['commitment', 'recused', 'aligned', 'misaligned', 'suspendedSince'] as const

type PartTexts = {
  readonly [Part in keyof Position]: {
    readonly text: (value: NonNullable<Position[Part]>, naming: Naming) => string
    readonly ended: string
  }
}

/** What each part of a position says, and its end. */
const POSITION: PartTexts = {
  commitment: {
    text: ({ kind, commit, teams }, naming) =>
      `${kind === 'committed' ? 'committed' : 'committed with dissent'} about ${short(commit)}${
        teams.length === 0 ? '' : `, also for ${listed(teams.map(naming.team))}`
      }`,
    ended: 'no longer committed',
  },
  recused: {
    text: ({ inFavourOf }, { person }) =>
      inFavourOf === null ? 'recused' : `recused, in favour of ${person(inFavourOf)}`,
    ended: 'no longer recused',
  },
  aligned: {
    text: ({ commit }) => `agrees with the problem statement of ${short(commit)}`,
    ended: 'no longer agrees with the problem statement',
  },
  misaligned: {
    text: ({ blocks }) => `disputes the problem${blocks ? '' : ', which does not block'}`,
    ended: 'no longer disputes the problem',
  },
  suspendedSince: {
    text: (since) => `suspended since ${secondText(since)}, until they post again`,
    ended: 'no longer suspended',
  },
}

function positionTexts(before: Position, after: Position, naming: Naming): readonly string[] {
  return PARTS.flatMap((part) =>
    before[part] === after[part] ? [] : (partText(after, part, naming) ?? POSITION[part].ended),
  )
}

function partText<Part extends keyof Position>(
  position: Position,
  part: Part,
  naming: Naming,
): string | null {
  const value = position[part]
  return value === null ? null : POSITION[part].text(value, naming)
}

function objectionText({ number, by, state, answers, isRemoved }: Objection, { person }: Naming): string {
  const answered = answers.length === 0 ? '' : `, answered in ${listed(answers.map(({ post }) => post))}`
  const removed = isRemoved ? ', its post was removed by somebody else' : ''
  return `objection #${number} by ${person(by)}: ${state}${answered}${removed}`
}

/** What the ledger comes to. */
function outcomeOf(folded: Folded, steps: readonly Step[], naming: Naming): readonly string[] {
  const { heads, positions, objections, added, released, notCounted } = folded
  const newest = heads.at(-1)
  const named = newest?.names ? listed([...newest.names].map((key) => keyText(key, naming))) : ''
  return [
    'Outcome',
    newest === undefined
      ? '  no head was announced'
      : `  the newest head is ${short(newest.commit)}${named === '' ? '' : `; it names ${named}`}`,
    ...[...positions].flatMap(([person, position]) =>
      PARTS.flatMap((part) => {
        const text = partText(position, part, naming)
        if (text === null) return []
        const why = part === 'suspendedSince' ? suspensionOf(person, steps) : ''
        return [`  ${naming.person(person)}: ${text}${why}`]
      }),
    ),
    ...added.map(
      ({ name, by, post }) => `  ${namesText([name], naming)}: added by ${naming.person(by)} in ${post}`,
    ),
    ...[...released].map(
      ([name, { by, post }]) => `  ${keyText(name, naming)}: released by ${naming.person(by)} in ${post}`,
    ),
    ...objections.map((objection) => `  ${objectionText(objection, naming)}`),
    ...notCounted.map(
      ({ post, by, word, why }) =>
        `  not counted: ${wordText(word)} by ${naming.person(by)} in ${post}: ${why}`,
    ),
  ]
}

/** Why a person is suspended: by the last step that did it. */
function suspensionOf(person: UserId, steps: readonly Step[]): string {
  const cause = steps.findLast(({ changes }) =>
    changes.some(
      (change) =>
        change.kind === 'position' &&
        change.person === person &&
        change.after.suspendedSince !== change.before.suspendedSince,
    ),
  )
  return cause?.event.kind === 'suspended'
    ? ', because somebody else removed a post of theirs before it was recorded'
    : ', because a post is not in the restored copy'
}
