import type { Config } from './config.ts'
import { changedSections, isSameMaterial, type Material, materialOf } from './material.ts'
import type { Snapshot } from './snapshot.ts'
import type { Texts } from './texts.ts'
import { currentVersion, rfcAt, type Version } from './versions.ts'

/** Whether the text a commitment was made on still stands, and if not, what changed since (F4). */
export type Freshness =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'stale'; readonly sections: readonly string[]; readonly why: string | null }

/** Compares versions with the text as it stands; each version is read once. */
export function freshnessOf(
  snapshot: Snapshot,
  config: Config,
  texts: Texts,
): (version: Version) => Freshness {
  const known = new Map<string, Freshness>()
  const material = (version: Version): Material =>
    materialOf(snapshot, config, texts, rfcAt(snapshot, config, texts, version), version.commit)
  const now = material(currentVersion(snapshot))
  return (version) => {
    const key = JSON.stringify([version.commit, [...version.labels], version.description])
    const found = known.get(key) ?? compare(material(version), now)
    known.set(key, found)
    return found
  }
}

function compare(before: Material, now: Material): Freshness {
  if (isSameMaterial(before, now)) return { kind: 'fresh' }
  if (before.kind === 'unreadable') return { kind: 'stale', sections: [], why: before.why }
  if (now.kind === 'unreadable') return { kind: 'stale', sections: [], why: now.why }
  return { kind: 'stale', sections: changedSections(before, now), why: null }
}
