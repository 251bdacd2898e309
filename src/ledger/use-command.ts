import { comesBack, endsAlignment, endsCommitment, isBlocking, isConsent } from '../commands/effects.ts'
import type { Ineligible } from '../commands/model/command.ts'
import type { CommitSha, ObjectionNumber, Timestamp, UserId } from '../facts/ids.ts'
import { laterThan } from '../facts/time.ts'
import type { Used } from './events.ts'
import type { FirstSight } from './entry.ts'
import type { Tips } from './tips.ts'
import { actOf, type Name, type NameKey, nameKey, personName, type RecordedWord } from './recorded-command.ts'
import {
  changeObjections,
  closeAll,
  isOpenBy,
  positionOf,
  setAside,
  type Source,
  type State,
  update,
} from './state.ts'

/** A command, and the evidence by which it is judged. */
export interface Use {
  readonly state: State
  readonly used: Used
  readonly source: Source
  readonly by: UserId
  readonly author: UserId | null
  /** Since when and until when the text names somebody. */
  readonly named: Pick<Tips, 'namedSince' | 'namedUntil'>
  /** The text it is about. Null only for what does not consent: that counts without a text (F1). */
  readonly commit: CommitSha | null
  /** Returns the number that an objection was given, or the next free one (P5). */
  readonly numberOf: (used: Used) => ObjectionNumber
}

type Result = Ineligible | null

/** Applies a command (C3); returns why it changed nothing, or null. What blocks is recorded for everybody (C0). */
export function useCommand(use: Use): Result {
  const { state, used, by } = use
  const act = actOf(used.command)
  if (endsCommitment(act)) update(state, by, { commitment: null })
  if (endsAlignment(act) || act.kind === 'doubt') update(state, by, { aligned: null })
  const result = APPLY[used.command.word](use)
  if (result !== null && !endsCommitment(act)) return result
  // A near miss suspends a commitment and brings nobody back (C3, C4).
  if (comesBack(act)) {
    update(state, by, { recused: null })
    state.released.delete(personName(by))
  }
  if (act.kind !== 'doubt' && (isConsent(act) || isBlocking(act))) update(state, by, { suspendedSince: null })
  return result
}

const APPLY: Readonly<Record<RecordedWord, (use: Use) => Result>> = {
  commit: (use) => commit(use, 'committed'),
  approve: (use) => commit(use, 'committed'),
  'disagree-commit': (use) => commit(use, 'dissenting'),
  object,
  heard,
  align,
  misalign,
  // What they end was ended before; objections and a `/misalign` stay (F3).
  withdraw: (use) => (isStakeholder(use) ? null : 'not a stakeholder'),
  'request changes': () => null,
  doubt: () => null,
  recuse: (use) => (isStakeholder(use) ? stepOut(use, null) : 'not a stakeholder'),
  delegate,
  release,
  add,
  answer,
  refresh: () => null,
  status: () => null,
  help: () => null,
}

function commit(use: Use, kind: 'committed' | 'dissenting'): Result {
  const { state, by, source } = use
  if (!isStakeholder(use)) return 'not a stakeholder'
  const { misaligned } = positionOf(state, by)
  closeAll(state, by, kind === 'dissenting' ? 'dissent' : 'withdrawn', source)
  update(state, by, {
    commitment: { ...source, kind, commit: textOf(use), teams: sightOf(use)?.teams ?? [] },
    // A different reading of the problem stays on record beside dissent (P3).
    misaligned: kind === 'dissenting' && misaligned ? { ...misaligned, blocks: false } : null,
  })
  return null
}

function object(use: Use): Result {
  const { state, by, source, used, numberOf } = use
  const { line } = used.command
  const isNew = { state: 'open', closedBy: null, answers: [], isRemoved: false } as const
  const wasStakeholder = isStakeholder(use, 'then or later')
  state.objections.push({ ...source, ...isNew, by, line, wasStakeholder, number: numberOf(used) })
  return null
}

/** It blocks, so it is recorded for everybody: its writer may be named later (P5). */
function misalign(use: Use): Result {
  const { state, by, source } = use
  const wasStakeholder = isStakeholder(use, 'then or later')
  update(state, by, { misaligned: { ...source, blocks: true, setAsideBy: null, wasStakeholder } })
  return wasStakeholder ? null : 'not a stakeholder'
}

function heard({ state, by, source, used }: Use): Result {
  const own = state.objections.filter((objection) => isOpenBy(objection, by))
  if (own.length === 0 && positionOf(state, by).misaligned === null) return 'nothing to close'
  const linked = own.filter((objection) => isAbout(used, objection))
  if (own.length > 0 && linked.length === 0 && used.command.about.length > 0) return 'nothing to close'
  const closed = linked.length > 0 ? linked : own
  changeObjections(
    state,
    (objection) => closed.includes(objection),
    () => ({ state: 'heard', closedBy: source.post }),
  )
  update(state, by, { misaligned: null })
  return null
}

function align(use: Use): Result {
  const { state, by, source } = use
  if (!isStakeholder(use)) return 'not a stakeholder'
  update(state, by, { aligned: { ...source, commit: textOf(use) }, misaligned: null })
  return null
}

function stepOut({ state, by, source }: Use, inFavourOf: UserId | null): Result {
  setAside(state, by, 'left open', source)
  update(state, by, { commitment: null, aligned: null, recused: { ...source, inFavourOf } })
  return null
}

function delegate(use: Use): Result {
  const { state, by, used } = use
  if (!isNamed(use, personName(by))) return isStakeholder(use) ? 'not named by themself' : 'not a stakeholder'
  const [name] = used.command.names
  if (used.command.names.length !== 1 || name?.kind !== 'person') return 'names nobody who can be meant'
  // Whoever is suspended may have recused themself (C0).
  const { recused, suspendedSince } = positionOf(state, name.person)
  const isAway = recused !== null || suspendedSince !== null
  if (name.person === by || name.person === use.author || isAway) return 'names nobody who can be meant'
  // Whom an edit brings is named from the edit on: what they said before was refused when it was seen (C0).
  addName(use, name, used.revision.at)
  return stepOut(use, name.person)
}

function add(use: Use): Result {
  const { by, author, used, source } = use
  const sight = sightOf(use)
  // It blocks, so it counts until its author's rights can be read, and being named in its second is early enough (C0).
  const isAllowed =
    by === author || sight === null || sight.isMaintainer === true || isStakeholder(use, 'or in its second')
  if (!isAllowed) return 'not a stakeholder'
  const { names } = used.command
  for (const name of names) addName(use, name, source.at)
  if (names.every(({ kind }) => kind === 'unresolved')) return 'names nobody who can be meant'
  return null
}

/** It ends a release, and no recusal: that lasts until the person posts again (C3). */
function addName({ state, by, source: { post } }: Use, name: Name, at: Timestamp): void {
  state.added.push({ name, at, by, post })
  state.released.delete(nameKey(name))
}

function release(use: Use): Result {
  const { state, by, author, source, used } = use
  const sight = sightOf(use)
  const isAllowed = sight?.isMaintainer === true || sight?.isDecider === true
  if (by === author || !isAllowed) return 'no maintainer or decider'
  const { names } = used.command
  // It consents, so when one of the names cannot be released, none is (C0).
  if (names.length === 0 || !names.every((name) => isKnown(use, name))) return 'names nobody who can be meant'
  const entry = { ...source, by, names }
  state.releases.push(entry)
  for (const name of names) {
    state.released.set(nameKey(name), entry)
    if (name.kind !== 'person') continue
    setAside(state, name.person, 'set aside', source)
    update(state, name.person, { commitment: null, aligned: null, suspendedSince: null })
  }
  return null
}

function answer({ state, by, author, used, source: { post, key } }: Use): Result {
  if (by !== author) return 'not the author'
  if (!state.objections.some((objection) => isAbout(used, objection))) return 'nothing to close'
  changeObjections(
    state,
    (objection) => isAbout(used, objection),
    ({ answers }) => ({ answers: [...answers, { post, key }] }),
  )
  return null
}

function isAbout(
  { command: { about } }: Used,
  { number, post }: { readonly number: ObjectionNumber; readonly post: string },
): boolean {
  return about.some((meant) => meant === number || post.endsWith(`-${meant}`))
}

function sightOf({ used: { revision } }: Use): FirstSight | null {
  return revision.firstSight
}

function textOf({ commit, used }: Use): CommitSha {
  if (commit === null) throw new Error(`/${used.command.word} counts without a text`)
  return commit
}

/** What blocks may be said in the second in which its author is named (C0); an objection blocks from when they are (P5). */
type When = 'before' | 'or in its second' | 'then or later'

/** Whether somebody is named by themself or through a team before the command (C0), in its very second, or by a later tip. */
function isStakeholder(use: Use, when: When = 'before'): boolean {
  const keys = [personName(use.by), ...(sightOf(use)?.teams ?? []).map((team): NameKey => `team ${team}`)]
  return keys.some((key) => isNamed(use, key, when))
}

function isNamed(use: Use, key: NameKey, when: When = 'before'): boolean {
  const { state, named, source } = use
  if (when === 'then or later' && (named.namedUntil.get(key) ?? '') >= source.at) return true
  const until = when === 'before' ? source.at : laterThan(source.at)
  return (
    (when !== 'then or later' && (named.namedSince.get(key) ?? until) < until) ||
    state.added.some(({ name, at }) => at < until && nameKey(name) === key) ||
    (sightOf(use)?.namedAtBase.includes(key) ?? false)
  )
}

/** Whether a name can be released: somebody named, or whose objection can be set aside, other than oneself (C3). */
function isKnown(use: Use, name: Name): boolean {
  if (isNamed(use, nameKey(name))) return name.kind !== 'person' || name.person !== use.by
  // A team that is gone from GitHub was added by its id: releasing what stands for nobody sets nothing aside.
  if (name.kind === 'unresolved') return use.state.added.some((added) => added.name.kind === 'team')
  if (name.kind !== 'person' || name.person === use.by) return false
  // Nothing of somebody is set aside because they have to post again: they may be nobody who is asked (C6).
  return (
    positionOf(use.state, name.person).misaligned !== null ||
    use.state.objections.some((objection) => isOpenBy(objection, name.person))
  )
}
