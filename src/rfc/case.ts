import type { Config } from '../config/config.ts'
import { globsOver } from '../config/rfc-paths.ts'
import { hostOf } from '../documents/markdown/profile-link.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { policyOf } from './policy.ts'
import type { DocumentTexts } from './texts.ts'
import { currentVersion, type TipVersion, tipVersionsOf, type Version, versionsOf } from './versions.ts'

/**
 * One pull request under the configuration that applies to it: everything that judging an RFC reads, in one value. It is
 * built where a snapshot is judged and never changes. Functions that need only what GitHub returned take the snapshot.
 */
export interface Case<Texts extends DocumentTexts = DocumentTexts> {
  readonly snapshot: Snapshot
  readonly config: Config
  /** What the parsers returned for the texts in the snapshot. */
  readonly texts: Texts
  /** The announced versions, oldest first (F1). */
  readonly versions: readonly Version[]
  /** Every version that was the tip, announced or not, or may have been it (S6). */
  readonly tips: readonly TipVersion[]
  /** The current version, announced or not. */
  readonly current: Version
  /** The host whose profile links name people (S1). */
  readonly host: string
  /** Lists the globs of `stakeholders.paths` that match a path (S2); each path is matched once. */
  readonly globsOver: (path: string) => readonly string[]
}

/** The last case of each snapshot: what is missing and the verdict are found in the same one. */
const CASES = new WeakMap<Snapshot, Case>()

/** Returns the case of a snapshot under a configuration. `texts` is never changed: more parsed texts are another case. */
export function caseUnder<Texts extends DocumentTexts>(
  config: Config,
  snapshot: Snapshot,
  texts: Texts,
): Case<Texts> {
  const known = CASES.get(snapshot)
  if (known?.config === config && known.texts === texts) return known as Case<Texts>
  const versions = versionsOf(snapshot)
  const theCase: Case<Texts> = {
    snapshot,
    config,
    texts,
    versions,
    tips: tipVersionsOf(snapshot, versions),
    current: currentVersion(snapshot),
    host: hostOf(snapshot.repository.url),
    globsOver: globsOver(config),
  }
  CASES.set(snapshot, theCase)
  return theCase
}

/** Returns the case of a snapshot under its own configuration, or null when that is broken (D1). */
export function caseOf<Texts extends DocumentTexts>(snapshot: Snapshot, texts: Texts): Case<Texts> | null {
  const policy = policyOf(snapshot, texts)
  return policy.kind === 'config' ? caseUnder(policy.config, snapshot, texts) : null
}

/** Returns a function that computes once for each case and key, which never change. */
export function oncePerCase<Key, Value>(
  compute: (theCase: Case, key: Key) => Value,
): (theCase: Case, key: Key) => Value {
  const known = new WeakMap<Case, Map<Key, Value>>()
  return (theCase, key) => {
    const ofCase = known.get(theCase) ?? new Map<Key, Value>()
    known.set(theCase, ofCase)
    const value = ofCase.get(key)
    if (value !== undefined) return value
    const computed = compute(theCase, key)
    ofCase.set(key, computed)
    return computed
  }
}
