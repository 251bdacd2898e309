import type { Config } from '../config/config.ts'
import { isPending, type Row, type TeamRow } from './positions.ts'
import { quoted } from '../facts/quoted.ts'
import type { Person, Remark, Snapshot } from '../facts/snapshot.ts'
import type { Refusal } from '../commands/collect.ts'
import type { Hint } from '../commands/parsed-post.ts'
import { remarkOf, type Texts } from '../commands/texts.ts'

interface Said {
  readonly rows: readonly Row[]
  readonly teams: readonly TeamRow[]
  readonly refusals: readonly Refusal[]
}

/** Answers to what is no command here and may be taken for one: once for each person (C7, C9). */
export function hintsFor(snapshot: Snapshot, config: Config, texts: Texts, said: Said): readonly Refusal[] {
  return [...approvalHints(snapshot, config, said), ...otherToolHints(snapshot, texts, said)]
}

/** The first approving review of somebody who is waited for is answered with the command (C7). */
function approvalHints(
  { remarks }: Snapshot,
  config: Config,
  { rows, teams, refusals }: Said,
): readonly Refusal[] {
  if (config.reviews === 'count') return []
  const waiting = [
    ...rows.filter(isPending),
    ...teams.flatMap(({ position, pending }) => (position === 'waiting' ? pending : [])),
  ]
  return [...new Set(waiting.map(({ person }) => person.id))].flatMap((id) => {
    const first = remarks.find(
      ({ author, review }) => author?.id === id && review?.state === 'approved' && !review.isDismissed,
    )
    // What it says besides is answered already.
    if (!first || refusals.some(({ remark }) => remark === first)) return []
    return [hint(first, "Approving reviews don't count as commitments here. To commit, comment `/commit`.")]
  })
}

/** The first word of another tool that a stakeholder or a member of a named team uses is answered with ours (C9). */
function otherToolHints({ remarks }: Snapshot, texts: Texts, { rows, teams }: Said): readonly Refusal[] {
  const people = [
    ...rows.map(({ person }) => person),
    ...teams.flatMap(({ team }) => (team.found.kind === 'found' ? team.found.members : [])),
  ]
  const answered = new Set<Person['id']>()
  return remarks.toSorted(byPosting).flatMap((remark) => {
    const id = remark.author?.id
    if (id === undefined || answered.has(id) || !people.some((person) => person.id === id)) return []
    const parsed = remarkOf(texts, remark.text)
    const found = parsed.kind === 'remark' ? parsed.hints.find(isOtherTools) : undefined
    if (!found) return []
    answered.add(id)
    return [hint(remark, `${quoted(found.written)} isn't a command here. ${OURS[found.meant]}`)]
  })
}

type OtherTools = Extract<Hint, { kind: 'other tool' }>

const isOtherTools = (hint: Hint): hint is OtherTools => hint.kind === 'other tool'

const OURS: Readonly<Record<OtherTools['meant'], string>> = {
  commit: 'To commit, comment `/commit`.',
  object: 'To object, comment `/object <reason>`.',
  withdraw: 'To take your commitment back, comment `/withdraw`.',
  heard: 'To close your objection, comment `/heard`.',
}

function byPosting(a: Remark, b: Remark): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0
}

function hint(remark: Remark, why: string): Refusal {
  return { remark, why, isAdvice: true }
}
