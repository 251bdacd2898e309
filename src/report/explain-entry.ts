import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { Entry, EntryKind, EntryOf, FirstSight, Revision } from '../ledger/entry.ts'
import type { RecordedCommand } from '../ledger/recorded-command.ts'
import { keyText, namesText, type Naming, wordText } from './ledger-words.ts'
import { listed, short } from './wording.ts'

/** Returns what an entry tells, on one line, with everything that the fold uses. */
export function entryText(entry: Entry, naming: Naming): string {
  const text = TEXTS[entry.kind] as (entry: Entry, naming: Naming) => string
  const late = entry.seen === entry.at ? '' : ` (seen ${secondText(entry.seen)})`
  return `${text(entry, naming)}${late}`
}

/** Returns a time to the second, as ledgers compare them: `2026-03-02 10:31:05`. */
export function secondText(at: Timestamp): string {
  return at.slice(0, 19).replace('T', ' ')
}

const TEXTS: { readonly [K in EntryKind]: (entry: EntryOf<K>, naming: Naming) => string } = {
  header: ({ begun, rules, author, consentsAfter, judgedUntil }, { person }) =>
    [
      `${begun} ledger, rules ${rules}, author ${person(author)}`,
      `posts until ${secondText(consentsAfter)} consent to nothing`,
      ...judgedUntil.map((until) => `restored from a copy that was judged until ${secondText(until)}`),
    ].join('; '),
  tip: ({ commit, before, how, isReady }) => {
    const after = before === null ? '' : `, before it ${short(before)}`
    return `${short(commit)} ${HOW[how]}${after}, ${isReady === null ? 'ready or draft' : isReady ? 'ready' : 'draft'}`
  },
  head: ({ run, commit }) => `${short(commit)} announced by run ${run}`,
  text: ({ commit, version, files, names, material, problem }, naming) =>
    [
      `${short(commit)} has ${files.length} ${files.length === 1 ? 'file' : 'files'}, read by version ${version}`,
      `names ${names.length === 0 ? 'nobody' : namesText(names, naming)}`,
      `material text ${digestText(material)}, problem ${digestText(problem)}`,
    ].join('; '),
  named: ({ name }, naming) => `${namesText([name], naming)} named, and stays so`,
  quorum: ({ team, quorum }, { team: teamName }) =>
    `${teamName(team)} has ${quorum} members besides the author`,
  post: revisionText,
  edit: (entry, naming) =>
    `${revisionText(entry, naming)}; edited by ${naming.person(entry.by)}, first written ${secondText(entry.written)}`,
  removal: ({ post, author, by }, { person }) =>
    `${post ?? 'a post that is not told'} by ${person(author)}, removed by ${person(by)}`,
  dismissal: ({ post, by }, { person }) => `${post}, dismissed by ${person(by)}`,
  state: ({ to, by }, { person }) => `${to}, by ${person(by)}`,
  base: ({ branch }) => `branch ${digestText(branch)}`,
  label: ({ label, to }) => `label ${digestText(label)} ${to}`,
  membership: ({ team, person: member, isMember }, { team: teamName, person }) =>
    `${person(member)} is ${isMember ? 'a' : 'no'} member of ${teamName(team)}`,
  role: ({ person: whose, isMaintainer }, { person }) =>
    `${person(whose)} is ${isMaintainer ? 'a' : 'no'} maintainer`,
  merge: ({ by, commit }, { person }) => `by ${person(by)}${aboutText(commit)}`,
  notice: ({ about, to, commit }, naming) =>
    `"${about}" to ${to === null ? 'everybody' : keyText(to, naming)}${aboutText(commit)}`,
  number: ({ post, number }) => `#${number} is the objection in ${post}`,
}

const HOW = {
  pushed: 'pushed',
  shown: 'shown as the tip',
  possible: 'possibly the tip until then',
} as const satisfies Record<EntryOf<'tip'>['how'], string>

function aboutText(commit: CommitSha | null): string {
  return commit === null ? '' : `, ${short(commit)}`
}

function digestText(digest: string | null): string {
  return digest === null ? 'unclear' : digest.slice(0, 8)
}

function revisionText(
  { post, author, commands, firstSight, tip, viaEmail }: Revision,
  naming: Naming,
): string {
  const said = commands.length === 0 ? 'no command' : listed(commands.map((one) => commandText(one, naming)))
  return [
    `${post} by ${naming.person(author)}: ${said}`,
    ...(tip === null ? [] : [`at ${short(tip)}`]),
    ...(viaEmail ? ['by email'] : []),
    ...(commands.length === 0 ? [] : sightTexts(firstSight, naming)),
  ].join('; ')
}

function commandText({ word, names, about }: RecordedCommand, naming: Naming): string {
  const named = names.length === 0 ? '' : ` ${namesText(names, naming)}`
  const meant = about.length === 0 ? '' : ` ${about.map((one) => `#${one}`).join(' ')}`
  return `${wordText(word)}${named}${meant}`
}

/** Rights as they were when it was first seen (C0). */
function sightTexts(sight: FirstSight | null, naming: Naming): readonly string[] {
  if (sight === null) return ['rights not read yet']
  return [
    ...(sight.teams.length === 0 ? [] : [`member of ${listed(sight.teams.map(naming.team))}`]),
    ...(sight.namedAtBase.length === 0
      ? []
      : [`the base names ${listed(sight.namedAtBase.map((key) => keyText(key, naming)))}`]),
    ...(sight.isMaintainer ? ['maintainer'] : []),
    ...(sight.isDecider ? ['decider'] : []),
  ]
}
