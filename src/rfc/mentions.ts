import type { Place } from '../facts/problem.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { StakeholderList } from './names-in-text.ts'
import { keyOf, personOrTeamOf } from './person-or-team.ts'

/** How a stakeholder is mentioned now (S1). */
export interface Mentions {
  /** Roles beside the name, each once. */
  readonly roles: readonly string[]
  /** Where the text names them. */
  readonly places: readonly Place[]
  readonly isConfigured: boolean
}

/** Returns how each stakeholder is mentioned by the text and the configuration, by `keyOf`. */
export function mentionsOf(
  snapshot: Snapshot,
  text: StakeholderList,
  config: StakeholderList,
): ReadonlyMap<string, Mentions> {
  const inText = text.names.map((name) => ({ ...name, isConfig: false }))
  const all = [...inText, ...config.names.map((name) => ({ ...name, isConfig: true }))]
  const byKey = Map.groupBy(all, ({ mention }) => {
    const personOrTeam = personOrTeamOf(snapshot, mention)
    return personOrTeam ? keyOf(personOrTeam) : null
  })
  return new Map(
    [...byKey].flatMap(([key, names]) => {
      if (key === null) return []
      const roles = [...new Set(names.map(({ mention }) => mention.role ?? ''))].filter((role) => role !== '')
      const places = names.flatMap(({ place, isConfig }) => (place && !isConfig ? [place] : []))
      return [[key, { roles, places, isConfigured: names.some(({ isConfig }) => isConfig) }] as const]
    }),
  )
}
