import type { Config, History, Moment, RfcText, Sight, Tip } from './history.ts'

/** How things stand at the end of a history. */
export const nowOf = ({ moments }: History) => moments.at(-1) as Moment

/** The RFC files that are touched, by the old path or the new one, deleted ones too (D2). */
export function rfcFiles({ touched }: Sight, { folder, isBroken }: Config) {
  const isIn = (path: string | null) => isBroken || path?.startsWith(`${folder}/`)
  return touched.filter(({ path, from }) => isIn(path) || isIn(from))
}
const isLabelled = ({ labels }: Sight, { label, isBroken }: Config) =>
  isBroken ? labels.length > 0 : labels.includes(label)

/** Whether it counts as an RFC by a configuration (D2, D3, §13); texts older than the App that name nobody do not (D8). */
export function isRfc(sight: Sight, config: Config): boolean {
  const files = rfcFiles(sight, config)
  const namesNobody = [...config.names, ...(sight.description?.names ?? [])].length === 0 && !config.isBroken
  const isOlder = files.every(
    ({ isNew, head, base }) => !isNew && base?.names === null && head && !head.names?.length,
  )
  return isLabelled(sight, config) || (files.length > 0 && !(namesNobody && isOlder))
}

/** The documents; where no file is one and the label is there, the description, null if that is prose (D3). */
export function documentsIn(sight: Sight, config: Config): readonly (RfcText | null)[] {
  const files = rfcFiles(sight, config)
  if (files.length > 0) return files.flatMap(({ head }) => head ?? [])
  return isLabelled(sight, config) ? [sight.description] : []
}

/** Whether a document proposes nothing yet (T7). */
export const isUnproposed = (sight: Sight, config: Config) =>
  documentsIn(sight, config).some((text) => text?.proposal === 'TBD')

/** Whom a document names; where it has no Alignment section, the description does (T2). */
export const namesFor = (text: RfcText | null, sight: Sight) => text?.names ?? sight.description?.names ?? []
/** Whom a moment names in documents (S1), by their versions at the base (S6), by the configuration (S2). */
export const documentNames = (sight: Sight, config: Config) =>
  documentsIn(sight, config).flatMap((text) => namesFor(text, sight))
const baseNames = (sight: Sight, config: Config) =>
  rfcFiles(sight, config).flatMap(({ base }) => base?.names ?? [])
const configNames = (sight: Sight, config: Config) =>
  (config.isByFolder ? rfcFiles(sight, config).length > 0 : isRfc(sight, config)) ? config.names : []
/** Whom a configuration names at a moment, also of an RFC that has left by then (D5). */
export const configuredAt = ({ moments }: History, then: Moment) =>
  moments.slice(0, moments.indexOf(then) + 1).flatMap((each) => configNames(each, then.config))
const namesAt = (sight: Sight, config: Config) => [...textNames(sight, config), ...configNames(sight, config)]
export const textNames = (sight: Sight, ...configs: readonly Config[]) =>
  configs.flatMap((config) => [...documentNames(sight, config), ...baseNames(sight, config)])

/** The stretches of tips for which something is so, but for mistakes that were corrected within ten minutes (S6, D5). */
function stretchesOf(
  history: History,
  is: (each: Moment, at: number) => boolean,
  isMistake: (milliseconds: number) => boolean,
) {
  const { moments, tips, posts, people, author, lostAt } = history
  const known = (each: Moment) => (tips[each.tip] as Tip).isTimeKnown
  const readies = moments.flatMap((each, at) =>
    isReady(history, at) ? { from: each.at, to: moments[at + 1]?.at ?? '9' } : [],
  )
  return moments.filter((each, at) => {
    if (!is(each, at) || (at > 0 && is(moments[at - 1] as Moment, at - 1))) return false
    const after = moments.findIndex((later, index) => index > at && !is(later, index))
    const next = moments[after]
    // A lost ledger takes every tip for one that stood while ready (L3), as one second does (C0).
    if (at >= lostAt && readies.every(({ from, to }) => from > (next?.at ?? '9') || each.at > to))
      return false
    if (!next || at < lostAt || !known(each)) return true
    // A run on the tip shows that the App has seen it, whatever it was not told.
    const seen = moments.find(({ isSeen }, index) => index >= after && isSeen)?.at
    const gone = known(next) ? next.at : [seen, tips[next.tip]?.announced].flatMap((at) => at ?? []).sort()[0]
    const isSpoken = posts.some(({ by, opinion, readings }) =>
      readings.some(({ at: time, says }) => {
        const isCommand = says.some(({ word }) => !['refused', 'no statement', 'near a block'].includes(word))
        const isThen = time >= each.at && gone !== undefined && time <= gone
        return by !== author && people.has(by) && isThen && (isCommand || opinion === 'request changes')
      }),
    )
    return gone === undefined || isSpoken || !isMistake(Date.parse(gone) - Date.parse(each.at))
  })
}

/** Whether names count at a moment (S6). */
const isReady = ({ moments }: History, at: number) => !moments[at]?.isDraft

/** Named now, or by any tip while ready, announced or not, or by what was at the base then (S6). */
export function requiredAt(history: History): string[] {
  const { moments } = history
  const { config } = nowOf(history)
  const names = (each: Moment) => documentNames(each, config)
  const isHeld = (name: string) =>
    stretchesOf(
      history,
      (each) => names(each).includes(name),
      (time) => time <= 600_000,
    ).length > 0
  const held = [...new Set(moments.flatMap(names))].filter(isHeld)
  // Neither the base nor the configuration lets anybody go when the RFC leaves (S6, D5).
  const stood = moments.flatMap((each, at) =>
    isReady(history, at) ? [...baseNames(each, config), ...configNames(each, config)] : [],
  )
  return [...held, ...stood, ...namesAt(nowOf(history), config)]
}

/** Once it was seen as an RFC outside draft, it is one for good (D5). What a broken configuration cannot judge, another one does. */
export function wasRfc(history: History): boolean {
  const { moments } = history
  const config = moments.findLast((each) => !each.config.isBroken)?.config
  const is = (each: Moment) => config !== undefined && isRfc(each, config)
  return stretchesOf(history, is, (time) => time < 600_000).some(({ tip }) =>
    moments.some((each) => each.tip >= tip && each.isSeen && is(each)),
  )
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
  return [
    ...documentsIn(sight, config).map((text) => `${text?.problem}: ${isProblem || text?.proposal}`),
    ...deleted,
  ]
}

/** What the writer of a post could see (F1): the head announced last, strictly before; nothing where that is in doubt. */
export function sightOf(history: History, post: { at: string; moment: number; commit: string | null }) {
  // Of one second nothing tells whether a push came after the read that showed a post.
  const { tips, moments, touched, isStrict } = history
  const { labels = [] } = moments.findLast(({ at }) => at < post.at) ?? {}
  const see = ({ from, head }: Tip) => ({
    ...(moments[from] as Moment),
    labels,
    touched: touched.get(head) ?? [],
  })
  const shown = tips.findLastIndex(({ announced }) => announced !== null && announced < post.at)
  const reviewed = tips.findLastIndex(
    ({ head, announced }, at) => at <= shown && announced && head === post.commit,
  )
  const seen = tips[reviewed >= 0 && reviewed < shown ? reviewed : shown]
  // Another commit may have been the tip by then, unless its time, or a read, shows that it came later or was over.
  const isRead = (from: number, to: number) => moments.slice(from, to).some(({ isSeen }) => isSeen)
  const mayBe = tips.filter((tip, index) => {
    const next = tips[index + 1]
    const isLater =
      tip.from > post.moment &&
      ((isRead(post.moment, tip.from) && !(isStrict && tip.at === post.at)) ||
        (tip.isTimeKnown && tip.at > post.at))
    const isOver = next && next.from <= post.moment && (isRead(next.from, post.moment) || next.isTimeKnown)
    return index > shown && !isLater && !(isOver && next.at < post.at)
  })
  const text = (tip: Tip) => textOf(see(tip), nowOf(history).config)
  return seen && mayBe.every((tip) => text(tip) === text(seen)) ? see(seen) : undefined
}

/** Names of heads that the announced head before did not have, and since when (C3). */
export function namedAgain(history: History): { readonly at: string; readonly names: readonly string[] }[] {
  const heads = history.tips.filter(({ announced }) => announced !== null)
  const of = ({ from }: Tip) =>
    documentNames(history.moments[from] as Moment, nowOf(history).config).map(bare)
  return heads.slice(1).map((head, index) => {
    const before = of(heads[index] as Tip)
    return { at: head.announced as string, names: of(head).filter((name) => !before.includes(name)) }
  })
}

/** A team is the same whatever its quorum. */
export const bare = (name: string) => name.replace(/ \(.*/, '')
