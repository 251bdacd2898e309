import { isBlocking, isConsent } from '../commands/effects.ts'
import type { CommitSha, Timestamp, UserId } from '../facts/ids.ts'
import { EVER } from '../facts/time.ts'
import { entriesOf, type Ledger } from '../ledger/append.ts'
import type { Observed } from '../ledger/observed/observe.ts'
import { actOf, type Name, nameKey } from '../ledger/recorded-command.ts'
import type { Case } from '../rfc/case.ts'
import { isRfcAt } from '../rfc/is-rfc.ts'
import { isMember, keyOf, mayCommit, type PersonOrTeam } from '../rfc/person-or-team.ts'
import {
  configStakeholders,
  isDescriptionAsked,
  peopleAndTeamsIn,
  stakeholderListAt,
} from '../rfc/stakeholder-lists.ts'
import type { NamedEarlier } from '../rfc/stakeholders.ts'
import { hasStood, type Reliance } from '../rfc/stretches.ts'
import type { TipVersion } from '../rfc/versions.ts'
import type { Whom } from './whom.ts'

/** Who stays required although no text of now names them, and whether it is known who they are (S6). */
export interface Earlier {
  readonly named: readonly NamedEarlier[]
  /** A team among them cannot be found any more. */
  readonly isUnknown: boolean
}

/** A name that is gone again so soon was never named, and an RFC that was one for less never was one (S6, D5). */
const TEN_MINUTES = 600_000

/**
 * Returns everybody named by a tip while the pull request was ready, announced or not, and by what may not be read again:
 * the base versions of then, and what a version without a ledger noted. A mistake that was corrected within ten minutes
 * names nobody (S6).
 */
export function namedEarlier(
  theCase: Case,
  { ledger, folded: { released } }: Pick<Observed, 'ledger' | 'folded'>,
  whom: (name: Name) => Whom | null,
): Earlier {
  const { tips, snapshot } = theCase
  const reliance = relianceIn(theCase, ledger)
  const recorded = recordedNames(ledger)
  // Who was released is not required, also where the name cannot be found any more.
  const named = (names: readonly Name[]): Named =>
    new Map(
      names.flatMap((name): readonly [string, PersonOrTeam | null][] => {
        const found = whom(name)
        if (found === 'unknown') return released.has(nameKey(name)) ? [] : [[JSON.stringify(name), null]]
        return found === null ? [] : [[needOf(found), found]]
      }),
    )
  const byTip = new Map(
    tips.map((tip) => {
      const then = named(recordedAt(recorded, tip) ?? [])
      return [tip, new Map([...then, ...byNeed(inText(theCase, tip))])]
    }),
  )
  const isUnread = (tip: TipVersion) => recordedAt(recorded, tip) === null && !isRead(theCase, tip)
  const held = whoStood(theCase, byTip, isUnread, reliance, (time) => time <= TEN_MINUTES)
  const forGood = named(entriesOf(ledger, 'named').map(({ name }) => name))
  const all = [...held, ...forGood.values()]
  const people = all.filter((found) => found !== null)
  return {
    named: [
      ...people.map((personOrTeam) => ({
        personOrTeam,
        leftInCommit: leftSince(tips, byTip, keyOf(personOrTeam)) ?? snapshot.pullRequest.head,
      })),
      ...namedByConfig(theCase, reliance).map((personOrTeam) => ({ personOrTeam, leftInCommit: null })),
    ],
    isUnknown: all.length > people.length,
  }
}

/** Whom a tip names, by `needOf`; null for a team that cannot be found any more. */
type Named = ReadonlyMap<string, PersonOrTeam | null>

/** Returns who was named in any stretch of tips that was no mistake; what an unread tip names is unknown. */
function whoStood<Found extends PersonOrTeam | null>(
  theCase: Case,
  byTip: ReadonlyMap<TipVersion, ReadonlyMap<string, Found>>,
  isUnread: (tip: TipVersion) => boolean,
  reliance: Reliance,
  isMistake: (milliseconds: number) => boolean,
): readonly Found[] {
  const everybody = new Map([...byTip.values()].flatMap((each) => [...each]))
  return [...everybody].flatMap(([need, found]) => {
    const isNamed = (tip: TipVersion) => byTip.get(tip)?.has(need) || (isUnread(tip) ? null : false)
    return hasStood(theCase, isNamed, reliance, isMistake) ? [found] : []
  })
}

/**
 * Returns whether the pull request was an RFC while it was ready, by the configuration of now, for ten minutes or relied
 * on by anybody (D5).
 */
export function wasRfcFor(theCase: Case, ledger: Ledger): boolean {
  return hasStood(
    theCase,
    ({ version }) => {
      const isOne = isRfcAt(theCase, version)
      return typeof isOne === 'boolean' ? isOne : null
    },
    relianceIn(theCase, ledger),
    (time) => time < TEN_MINUTES,
  )
}

/** Returns whether the description named somebody at a time or later, by themself or through a team (D3, P5). */
export function isDescribedSince(theCase: Case, person: UserId, time: Timestamp): boolean {
  const { snapshot, tips } = theCase
  return tips.some(({ version }, index) => {
    if ((tips[index + 1]?.by ?? EVER) < time || !isDescriptionAsked(theCase, version)) return false
    return peopleAndTeamsIn(snapshot, stakeholderListAt(theCase, version)).some((each) =>
      each.kind === 'person' ? each.person.id === person : isMember(each.found, person),
    )
  })
}

/** When somebody but the author used a command that blocks or consents, and until when the ledger was lost. */
function relianceIn({ config }: Case, ledger: Ledger): Reliance {
  const [header] = entriesOf(ledger, 'header')
  const revisions = [
    ...entriesOf(ledger, 'post'),
    ...entriesOf(ledger, 'edit').filter(({ by, author }) => by === null || by === author),
  ]
  const said = revisions.filter(
    ({ author, commands }) =>
      author !== header?.author &&
      commands.some((command) => {
        const act = actOf(command)
        if (act.kind === 'doubt') return false
        return act.kind === 'approve' ? config.reviews === 'count' : isBlocking(act) || isConsent(act)
      }),
  )
  return {
    statements: said.map(({ at }) => at),
    lostUntil: header?.begun === 'lost' ? header.consentsAfter : null,
  }
}

/** A team with a higher quorum is another name: the highest that was no mistake is required. */
function byNeed(people: readonly PersonOrTeam[]): ReadonlyMap<string, PersonOrTeam> {
  return new Map(people.map((each) => [needOf(each), each]))
}

function needOf(each: PersonOrTeam): string {
  return each.kind === 'person' ? keyOf(each) : `${keyOf(each)} ${each.all ? 'all' : each.quorum}`
}

/** A name that is no team is not required once it is gone from the text (S4). */
function inText(theCase: Case, { version }: TipVersion): readonly PersonOrTeam[] {
  return peopleAndTeamsIn(theCase.snapshot, stakeholderListAt(theCase, version)).filter(mayCommit)
}

/** Whom each commit named when it was recorded: a login may have changed hands since. */
function recordedNames(ledger: Ledger): ReadonlyMap<CommitSha, readonly Name[]> {
  const names = new Map<CommitSha, readonly Name[]>()
  for (const { commit, names: more } of entriesOf(ledger, 'text'))
    names.set(commit, [...(names.get(commit) ?? []), ...more])
  return names
}

function recordedAt(
  recorded: ReadonlyMap<CommitSha, readonly Name[]>,
  { version: { commit } }: TipVersion,
): readonly Name[] | null {
  return (commit && recorded.get(commit)) ?? null
}

function isRead(theCase: Case, { version }: TipVersion): boolean {
  return typeof isRfcAt(theCase, version) === 'boolean'
}

/** Whom the configuration of now names for what a tip changes: it lets nobody go when the RFC leaves (S2, D5). */
function namedByConfig(theCase: Case, reliance: Reliance): readonly PersonOrTeam[] {
  const byTip = new Map(
    theCase.tips.map((tip) => [
      tip,
      byNeed(
        peopleAndTeamsIn(theCase.snapshot, configStakeholders(theCase, tip.version.commit)).filter(mayCommit),
      ),
    ]),
  )
  return whoStood(
    theCase,
    byTip,
    () => false,
    reliance,
    () => false,
  )
}

/** The first tip that no longer names somebody; null where none did. */
function leftSince(
  tips: readonly TipVersion[],
  named: ReadonlyMap<TipVersion, Named>,
  key: string,
): CommitSha | null {
  const last = tips.findLastIndex((tip) =>
    [...(named.get(tip)?.values() ?? [])].some((each) => each !== null && keyOf(each) === key),
  )
  return last === -1 ? null : (tips[last + 1]?.version.commit ?? null)
}
