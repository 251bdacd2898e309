import { changedWords } from '../documents/changed-words.ts'
import type { Person } from '../facts/person.ts'
import type { Case } from './case.ts'
import { type RfcAt, rfcAt } from './documents-at.ts'
import { changedSections, isSameMaterial, type Material, materialAt, sourceOf } from './material.ts'
import { unproposedAt } from './proposal.ts'
import { type ChangedRole, roleReader } from './role-changes.ts'
import type { Version } from './versions.ts'

/** Whether the text that a commitment was made on is still current, and if not, what changed since (F4). */
export type Freshness = { readonly kind: 'fresh' } | Stale | ToNothing

/** Nothing was proposed in the text that the commitment was made on, so it is never current (T7). */
interface ToNothing {
  readonly kind: 'to nothing'
}

export interface Stale {
  readonly kind: 'stale'
  /** What changed, by the names that readers know; empty where that is unknown. */
  readonly sections: readonly string[]
  /**
   * The words that were removed and those in their place, 300 characters at most in all; null where that is unknown.
   */
  readonly words: { readonly gone: string; readonly added: string } | null
  readonly why: string | null
}

/** Compares versions with the current text, and with the roles of one person (F2b); each version is read once. */
export function freshnessOf(theCase: Case): (version: Version, person: Person) => Freshness {
  const known = new Map<Version, Freshness>()
  const read = (version: Version): Read => ({
    rfc: rfcAt(theCase, version),
    material: materialAt(theCase, version),
  })
  const { current } = theCase
  const now = read(current)
  const changedRoles = roleReader(theCase)
  const ofTextAt = (version: Version): Freshness =>
    unproposedAt(theCase, version).length > 0 ? { kind: 'to nothing' } : compare(read(version), now)
  return (version, person) => {
    const ofText = known.get(version) ?? ofTextAt(version)
    known.set(version, ofText)
    return ofText.kind === 'fresh' ? ofRoles(changedRoles(version, current, person)) : ofText
  }
}

type Read = { readonly rfc: RfcAt; readonly material: Material }

function compare(before: Read, now: Read): Freshness {
  if (isSameMaterial(before.material, now.material)) return { kind: 'fresh' }
  for (const { material } of [before, now]) {
    if (material.kind === 'unreadable') return { kind: 'stale', sections: [], words: null, why: material.why }
  }
  if (before.material.kind !== 'read' || now.material.kind !== 'read') throw new Error('both were read')
  const sections = changedSections(before.material, now.material)
  const words = changedWords(sourceOf(before.rfc, sections), sourceOf(now.rfc, sections))
  return { kind: 'stale', sections, words, why: null }
}

function ofRoles(changed: readonly ChangedRole[]): Freshness {
  if (changed.length === 0) return { kind: 'fresh' }
  return {
    kind: 'stale',
    sections: changed.map(({ of }) => `the role of ${of}`),
    words: {
      gone: changed.map(({ before }) => before).join('; '),
      added: changed.map(({ now }) => now).join('; '),
    },
    why: null,
  }
}
