import type { Config, History, Moment, RfcText, Sight } from './history.ts'

/** How things stand at the end of a history. */
export const nowOf = ({ moments }: History) => moments.at(-1) as Moment

/** The RFC files that are touched, by the old path or the new one, deleted ones too (D2). */
export function rfcFiles({ touched }: Sight, { folder, isBroken }: Config) {
  const isIn = (path: string | null) => isBroken || path?.startsWith(`${folder}/`)
  return touched.filter(({ path, from }) => isIn(path) || isIn(from))
}

const isLabelled = ({ labels }: Sight, { label, isBroken }: Config) =>
  isBroken ? labels.length > 0 : labels.includes(label)

/** Whether it counts as an RFC by a configuration (D2, D3, §13). */
export const isRfc = (sight: Sight, config: Config) =>
  rfcFiles(sight, config).length > 0 || isLabelled(sight, config)

/** Whether it was one outside draft, and the App saw it: then it stays one (D5). */
export function wasRfc(each: Moment, at: number, moments: readonly Moment[]): boolean {
  // What a broken configuration could not judge is judged by the next one.
  const judges = each.config.isBroken ? moments.slice(at).filter(({ isSeen }) => isSeen) : [each]
  const isJudged = judges.some(({ config }) => !config.isBroken && isRfc(each, config))
  return each.isSeen && each.isAnnounced && !each.isDraft && isJudged
}

/** The documents; where no file is one and the label is there, the description, null if that is prose (D3). */
export function documentsIn(sight: Sight, config: Config): readonly (RfcText | null)[] {
  const files = rfcFiles(sight, config)
  if (files.length > 0) return files.flatMap(({ head }) => head ?? [])
  return isLabelled(sight, config) ? [sight.description] : []
}

/** Whom a document names; where it has no Alignment section, the description does (S1). */
export const namesFor = (text: RfcText | null, sight: Sight) => text?.names ?? sight.description?.names ?? []
/** Whom the documents of a moment name by these configurations (S1), whom those at the base (S6), whom they name (S2). */
export const documentNames = (sight: Sight, ...configs: readonly Config[]) =>
  configs.flatMap((config) => documentsIn(sight, config)).flatMap((text) => namesFor(text, sight))
export const baseNames = (sight: Sight, ...configs: readonly Config[]) =>
  configs.flatMap((config) => rfcFiles(sight, config)).flatMap(({ base }) => base?.names ?? [])
const configNames = (sight: Sight, config: Config) =>
  (config.isByFolder ? rfcFiles(sight, config).length > 0 : isRfc(sight, config)) ? config.names : []

/** Everybody whom a moment names by a configuration. */
export const namesAt = (moment: Moment, config: Config) =>
  [documentNames, baseNames, configNames].flatMap((names) => names(moment, config))

/**
 * Everybody who is required: named now, or at any head since the draft was first left (S6). Of base and configuration
 * GitHub keeps no record: they are as they are now.
 */
export function requiredAt(history: History) {
  const { moments } = history
  const now = nowOf(history)
  const left = moments.find(({ isDraft }) => !isDraft)?.at
  // A head that was replaced in the very second of leaving draft counts, too: nobody is dropped.
  const stood = moments.filter(({ isAnnounced, head }, at) => {
    const next = moments[at + 1] ?? now
    return isAnnounced && left && (next.at > left || (next.at === left && next.head !== head))
  })
  const inTexts = [now, ...stood].flatMap((moment) => namesAt(moment, now.config))
  return [...inTexts, ...baseNames(now, now.config)]
}

/** Everybody who was named before a time (C0): in texts, which GitHub proves, or as the App saw it in the first moment after. */
export function namedBefore({ moments, announced }: History, seen: Moment, before: (at: string) => boolean) {
  const heads = moments.filter(({ at, head }) => before(at) && before(announced.get(head) ?? 'never'))
  const inTexts = heads.flatMap((each) => documentNames(each, each.config, seen.config))
  const atBase = [...heads, seen].flatMap((each) => baseNames(each, each.config))
  return { inTexts, all: [...inTexts, ...atBase, ...configNames(seen, seen.config)] }
}

/** Names of heads that the announced head before did not name, and since when (C3). */
export function namedAgain(history: History): { readonly at: string; readonly names: readonly string[] }[] {
  const { config } = nowOf(history)
  const heads = history.moments.filter(({ isAnnounced }) => isAnnounced)
  const bare = (each: Moment) => documentNames(each, config).map((name) => name.replace(/ \(.*/, ''))
  return heads.slice(1).map((each, index) => {
    const before = bare(heads[index] as Moment)
    const names = bare(each).filter((name) => !before.includes(name))
    return { at: [each.at, history.announced.get(each.head) ?? ''].sort().at(-1) as string, names }
  })
}

/** What is compared of a problem (F3): its words, wherever they stand. */
export const problemOf = (sight: Sight, config: Config) => textsIn(sight, config, true).sort().join('; ')

/** What is compared of a text (F2): all of it, or its Problem sections alone; and where each document stands (F2a). */
export function textOf(sight: Sight, config: Config): string {
  const places = rfcFiles(sight, config).map(({ path, from, isNew }) =>
    isNew ? `new in ${path.replace(/[^/]*$/, '')}` : `${from ?? path} as ${path}`,
  )
  return [...places.sort(), ...textsIn(sight, config, config.onlyProblem).sort()].join('; ')
}

function textsIn(sight: Sight, config: Config, isProblem: boolean): string[] {
  const deleted = rfcFiles(sight, config).flatMap(({ head, path }) => (head ? [] : path))
  // Who is named is no text, nor is the section that names them.
  const texts = documentsIn(sight, config).map((text) => `${text?.problem}: ${isProblem || text?.proposal}`)
  return [...texts, ...deleted]
}

/** What the writer of a post could see: the newest head that was announced strictly before (F1). */
export function sightOf(history: History, post: { at: string; commit: string | null }): Sight | undefined {
  const before = history.moments.filter(({ at }) => at < post.at)
  const forced = before.findLastIndex(({ isForced }) => isForced)
  const line = before.slice(Math.max(0, forced))
  const head = line.findLast((moment) => (history.announced.get(moment.head) ?? '9') < post.at)?.head
  const touched = head && history.touched.get(post.commit ?? head)
  return touched ? { ...(before.at(-1) as Moment), touched } : undefined
}
