import type { Config } from './config.ts'
import type { PlacedMention } from '../documents/parsed-document.ts'

/**
 * Returns what a new configuration requires less of than the current one (V9), each as the end of a sentence. A change
 * that could loosen it is listed: readers don't compare two YAML files.
 */
export function loosenedBy(before: Config, after: Config): readonly string[] {
  const from = before.stakeholders
  const to = after.stakeholders
  return [
    ...rfcsLoosened(before, after),
    ...gone(requiredSections(before), requiredSections(after)).map(
      (name) => `the ${name} section is no longer required`,
    ),
    ...(to.minimum < from.minimum
      ? [`\`stakeholders.minimum\` drops from ${from.minimum} to ${to.minimum}`]
      : []),
    ...gone(from.always.map(spelled), to.always.map(spelled)).map(
      (name) => `\`${name}\` is no longer always required`,
    ),
    ...gone(byPath(before), byPath(after)).map((name) => `${name} is no longer required`),
    ...gone(from.keys, to.keys).map((key) => `the key \`${key}\` no longer names people`),
    ...gone(to.deciders.map(spelled), from.deciders.map(spelled)).map(
      (name) => `\`${name}\` may use \`/release\``,
    ),
    ...(before.alignment.first && !after.alignment.first
      ? ['commitments no longer wait for alignment on the problem']
      : []),
    ...freshnessLoosened(before, after),
    ...(before.reviews === 'hint' && after.reviews === 'count'
      ? ['an approving review counts as a commitment']
      : []),
  ]
}

function rfcsLoosened({ rfcs: before }: Config, { rfcs: after }: Config): readonly string[] {
  const narrowed =
    after.bases !== null && (before.bases === null || gone(before.bases, after.bases).length > 0)
  return [
    ...gone(before.paths, after.paths).map((path) => `files under \`${path}\` are no longer RFCs`),
    ...gone(after.ignore, before.ignore).map((path) => `files like \`${path}\` are ignored`),
    ...gone(before.labels, after.labels).map((label) => `the label \`${label}\` no longer makes an RFC`),
    ...(narrowed
      ? [`RFCs are decided only on ${(after.bases ?? []).map((base) => `\`${base}\``).join(', ')}`]
      : []),
    ...(after.since !== null && after.since !== before.since
      ? [`base versions unchanged since \`${after.since.slice(0, 7)}\` name no stakeholders`]
      : []),
  ]
}

function freshnessLoosened({ freshness: before }: Config, { freshness: after }: Config): readonly string[] {
  if (after.sections === null) return []
  const isNarrower = before.sections === null || gone(before.sections, after.sections).length > 0
  return isNarrower ? [`only changes of ${after.sections.join(', ')} make a commitment stale`] : []
}

function requiredSections({ sections }: Config): readonly string[] {
  return sections.filter(({ required }) => required).map(({ name }) => name)
}

function byPath({ stakeholders }: Config): readonly string[] {
  return stakeholders.paths.flatMap(({ glob, names }) =>
    names.map((name) => `\`${spelled(name)}\` for \`${glob}\``),
  )
}

function spelled(name: PlacedMention): string {
  switch (name.kind) {
    case 'person':
      return `@${name.login}`
    case 'team':
      return `@${name.org}/${name.slug}${name.quorum === 1 ? '' : ` (${name.quorum})`}`
    case 'invalid':
      return name.text
  }
}

/** Entries of one list that are not in the other, ignoring case. */
function gone(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = new Set(after.map((text) => text.toLowerCase()))
  return before.filter((text) => !left.has(text.toLowerCase()))
}
