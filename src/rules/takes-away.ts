import type { CommandWord } from '../commands/model/command-word.ts'
import { COMMANDS } from '../commands/commands.ts'
import { isForMaintainers, movesPeople } from '../commands/effects.ts'
import { maySaySomething } from '../commands/may-say-something.ts'
import type { ParsedPost, Said, UnreadablePost } from '../commands/model/parsed-post.ts'
import { CONFIG_PATH } from '../config/config.ts'
import type { CommitSha } from '../facts/ids.ts'
import type { Trigger } from '../facts/trigger.ts'
import { type Basis, textDigest } from './basis.ts'
import { couldTakeAway } from './could-take-away.ts'

/** A success as it was written: where, and what it rests on. */
export interface Success {
  readonly head: CommitSha
  readonly baseName: string
  /** Null where an older version wrote it, so that nothing is known. */
  readonly basis: Basis | null
}

type ReadPost = (text: string) => ParsedPost | UnreadablePost
type PostTrigger = Extract<Trigger, { kind: 'remark' }>
type MoveTrigger = Extract<Trigger, { kind: 'pull-request' }>

/**
 * Returns whether an event may revoke a success, judged by its payload alone (V6): in doubt it does when it comes from
 * someone who could be a stakeholder; a post without a command does not, nor does an event about something else. `read`
 * parses the texts that `textsToRead` returns.
 */
export function mayTakeAway(trigger: Trigger, success: Success, read: ReadPost): boolean {
  const { basis } = success
  switch (trigger.kind) {
    case 'look':
      return trigger.takesAway === true || movesBase(trigger.changed, basis)
    case 'unreadable':
      return true
    case 'group':
      return false
    case 'membership':
      return basis?.isRfc !== false
    case 'pull-request':
      return moves(trigger, success)
    case 'remark':
      return basis?.isRfc !== false && speaks(trigger, basis?.speakers ?? null, read)
  }
}

/** Returns the texts of a trigger that must be parsed before calling `mayTakeAway`. */
export function textsToRead(trigger: Trigger): readonly string[] {
  if (trigger.kind !== 'remark') return []
  return [trigger.text, trigger.told?.before ?? null].filter(
    (text) => text !== null && maySaySomething(text),
  ) as string[]
}

/**
 * Returns whether an event is about a post that changes no verdict: it had nothing that could be a command before (L2)
 * and has none now, only its author touched it, and it is no review with a verdict. False in doubt, and for a deletion:
 * a deleted post that was judged must be reported, or a read without it is taken for an older one (V6).
 *
 * What is not evaluated is not recorded either, until the next read (L2). Nothing that counts is lost by it: when such a
 * post is edited to say something, its payload and every read tell when it was first written, and rights are those at the
 * first sight of that edit (C5). Only if somebody else deletes it before the next read, the ledger takes it for a post that
 * was never seen, and its author has to commit again (C6).
 */
export function isChat(trigger: Trigger): boolean {
  if (trigger.kind !== 'remark' || couldTakeAway(trigger)) return false
  const { told } = trigger
  if (!told || (told.review !== null && told.review !== 'commented')) return false
  return told.change === 'made' || (told.change === 'edited' && told.by !== null && told.by === told.author)
}

/** A configuration counts live (D1), and what changed on the base must be merged first (F6). */
function movesBase(changed: readonly string[] | null | undefined, basis: Basis | null): boolean {
  if (changed === undefined || basis?.isRfc === false) return false
  const paths = basis?.paths
  return changed === null || !paths || changed.some((path) => path === CONFIG_PATH || paths.includes(path))
}

function moves(told: MoveTrigger, { head, baseName, basis }: Success): boolean {
  if (told.isMerged) return false
  if (!basis || basis.isRfc) {
    if (told.head !== head || told.base !== baseName || told.draft || told.state === 'closed') return true
    const { description = null } = basis ?? {}
    if (description !== null && (told.body === null || textDigest(told.body) !== description)) return true
  }
  return labelsDiffer(told.labels, basis)
}

/** Only labels that make a pull request an RFC count (D3). */
function labelsDiffer(told: readonly string[] | null, basis: Basis | null): boolean {
  if (told === null) return false
  const { rfcLabels = null, labels = [] } = basis ?? {}
  // With a configuration that cannot be read every label is in doubt (D1).
  if (rfcLabels === null) return basis === null || told.length > 0
  const now = told.map((name) => name.toLowerCase()).filter((name) => rfcLabels.includes(name))
  return now.toSorted().join('\n') !== labels.toSorted().join('\n')
}

function speaks({ told, text }: PostTrigger, speakers: readonly number[] | null, read: ReadPost): boolean {
  if (!told) return true
  const { change, author, by, before, review } = told
  const isSpeaker = speakers === null || author === null || speakers.includes(author)
  const isSaid = (written: string | null, counts: (said: Said) => boolean): boolean => {
    if (written === null) return isSpeaker
    if (!maySaySomething(written)) return false
    const parsed = read(written)
    if (parsed.kind === 'unreadable') return isSpeaker && parsed.mayCommand
    return parsed.said.some((said) => counts(said) && (isSpeaker || isForAnyone(said)))
  }
  switch (change) {
    case 'made':
      return (isSpeaker && review === 'changes_requested') || isSaid(text, blocks)
    case 'dismissed':
      return isSpeaker || isSaid(text, isCommand)
    case 'edited':
      return isSaid(before, isCommand) || isSaid(text, isCommand)
    case 'deleted':
      // A stakeholder whose post someone else deletes must comment again (C6).
      return (isSpeaker && by !== author) || isSaid(text, isCommand)
  }
}

function wordOf(said: Said): CommandWord {
  return said.kind === 'near miss' ? said.meant : said.word
}

/** Maintainers are unknown without asking GitHub, so their commands count from everyone. */
function isForAnyone(said: Said): boolean {
  return isForMaintainers(wordOf(said))
}

/** A command with a condition changes nothing (C8). */
function isCommand(said: Said): boolean {
  return said.kind !== 'condition' && COMMANDS[wordOf(said)].effect !== 'neither'
}

/** Whether a command blocks, or may end a commitment: a near miss of a command that blocks suspends it (C4). */
function blocks(said: Said): boolean {
  if (said.kind === 'condition') return false
  return COMMANDS[wordOf(said)].effect === 'blocks' || movesPeople(said)
}
