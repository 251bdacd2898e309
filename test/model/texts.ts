import type { Config, History, Moment, RfcText, Sight, Tip } from './history.ts'

const TEN_MINUTES = Number(process.env.GRACE ?? 600_000)

/** How things stand at the end of a history. */
export const nowOf = ({ moments }: History) => moments.at(-1) as Moment

/** The RFC files that are touched, by the old path or the new one, deleted ones too (D2). */
export function rfcFiles({ touched }: Sight, { folder, isBroken }: Config) {
  const isIn = (path: string | null) => isBroken || path?.startsWith(`${folder}/`)
  return touched.filter(({ path, from }) => isIn(path) || isIn(from))
}

const isLabelled = ({ labels }: Sight, { label, isBroken }: Config) =>
  isBroken ? labels.length > 0 : labels.includes(label)

/** Whether it counts as an RFC by a configuration (D2, D3, §13); texts older than the App do not (D8). */
export function isRfc(sight: Sight, config: Config): boolean {
  const files = rfcFiles(sight, config)
  const isOld = ({ isNew, head, base }: (typeof files)[number]) =>
    !isNew && head && base && base.names === null && !head.names?.length
  const isOlder = files.every(isOld) && config.names.length === 0 && !sight.description?.names?.length
  return isLabelled(sight, config) || (files.length > 0 && (config.isBroken || !isOlder))
}

/** The documents; where no file is one and the label is there, the description, null if that is prose (D3). */
export function documentsIn(sight: Sight, config: Config): readonly (RfcText | null)[] {
  const files = rfcFiles(sight, config)
  if (files.length > 0) return files.flatMap(({ head }) => head ?? [])
  return isLabelled(sight, config) ? [sight.description] : []
}

/** Whom a document names; where it has no Alignment section, the description does (T2). */
export const namesFor = (text: RfcText | null, sight: Sight) => text?.names ?? sight.description?.names ?? []
export const documentNames = (sight: Sight, ...configs: readonly Config[]) =>
  configs.flatMap((config) => documentsIn(sight, config)).flatMap((text) => namesFor(text, sight))
const baseNames = (sight: Sight, config: Config) =>
  rfcFiles(sight, config).flatMap(({ base }) => base?.names ?? [])
const configNames = (sight: Sight, config: Config) =>
  (config.isByFolder ? rfcFiles(sight, config).length > 0 : isRfc(sight, config)) ? config.names : []
/** Everybody whom a moment names: in texts (S1), by their versions at the base (S6), in the configuration (S2). */
export const namesAt = (sight: Sight, ...configs: readonly Config[]) =>
  configs.flatMap((config) =>
    [documentNames, baseNames, configNames].flatMap((names) => names(sight, config)),
  )

/** Everybody who was named before a post: in texts and at the base by then, in the configuration at first sight (C0). */
export function namedBefore({ moments }: History, seen: Moment, before: (at: string) => boolean) {
  const then = moments.filter(({ at }) => before(at))
  const inTexts = then.flatMap((each) => [
    ...documentNames(each, each.config, seen.config),
    ...baseNames(each, each.config),
  ])
  return [...inTexts, ...baseNames(seen, seen.config), ...configNames(seen, seen.config)]
}

/** Somebody but the author said a command that blocks or consents in between (S6, D5). */
function isSpokenOn({ posts, people, author }: History, from: number, to: number): boolean {
  const others = posts.filter(({ by }) => by !== author && people.has(by))
  return others.some(({ opinion, readings }) =>
    readings.some(
      ({ by, at, says }) =>
        by !== author &&
        Date.parse(at) >= from &&
        Date.parse(at) <= to &&
        (opinion === 'request changes' || says.some(({ word }) => !NEITHER.includes(word))),
    ),
  )
}
const NEITHER = ['refused', 'no statement', 'near a hold']

interface Stretch {
  /** Milliseconds: when its first commit became the tip, and by when it was over; never known is endless. */
  readonly from: number
  readonly to: number
  readonly isOver: boolean
}

/** The stretches of tips for which something is so and which stood while ready (S6). */
function stretchesOf({ moments, tips, lostAt }: History, is: (each: Moment) => boolean): Stretch[] {
  const end = (at: number) => moments[at]?.at ?? '9'
  const readies = moments.flatMap((each, at) => (each.isDraft ? [] : [[each.at, end(at + 1)] as const]))
  return moments.flatMap((each, at) => {
    if (!is(each) || (at > 0 && is(moments[at - 1] as Moment))) return []
    const after = moments.findIndex((later, index) => index > at && !is(later))
    const next = after < 0 ? undefined : moments[after]
    // A lost ledger takes every tip for one that stood while ready (L3); in one second so does everybody else (C0).
    const isReady = at < lostAt || readies.some(([from, to]) => from <= (next?.at ?? '9') && each.at <= to)
    if (!isReady) return []
    const isKnown = at >= lostAt && (tips[each.tip] as Tip).isTimeKnown
    const known = next && (tips[next.tip] as Tip).isTimeKnown ? next : undefined
    const goneAt = (known ?? moments.find(({ isSeen }, index) => index >= after && isSeen) ?? each).at
    const from = isKnown ? Date.parse(each.at) : Number.NEGATIVE_INFINITY
    return [{ from, to: Date.parse(goneAt), isOver: next !== undefined }]
  })
}

/** Named now, or by any tip while ready, announced or not, but for typing mistakes (S6). */
export function requiredAt(history: History): string[] {
  const now = nowOf(history)
  const held = new Set(history.moments.flatMap((each) => documentNames(each, now.config)))
  const isHeld = (name: string) =>
    stretchesOf(history, (each) => documentNames(each, now.config).includes(name)).some(
      ({ from, to, isOver }) => !isOver || to - from > TEN_MINUTES || isSpokenOn(history, from, to),
    )
  const atBase = history.moments.flatMap((each) => (each.isDraft ? [] : baseNames(each, now.config)))
  return [...namesAt(now, now.config), ...atBase, ...[...held].filter(isHeld)]
}

/** Once an RFC outside draft, always one, unless for less than ten minutes and nobody said anything (D5). */
export function wasRfc(history: History): boolean {
  // What a broken configuration cannot judge is judged by the one before; without any, others pass (§13).
  const config = history.moments.findLast((each) => !each.config.isBroken)?.config
  if (!config) return false
  return stretchesOf(history, (each) => isRfc(each, config)).some(
    ({ from, to, isOver }) =>
      !isOver || to - from >= TEN_MINUTES || isSpokenOn(history, Number.NEGATIVE_INFINITY, Infinity),
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
  const texts = documentsIn(sight, config).map((text) => `${text?.problem}: ${isProblem || text?.proposal}`)
  return [...texts, ...deleted]
}

/**
 * What the writer of a post could see (F1): the head announced last, strictly before. Nothing, where another commit with
 * another text may have been the tip by then: neither its time nor a read after the post shows that it came later.
 */
export function sightOf(history: History, post: { at: string; moment: number; commit: string | null }) {
  const { tips, moments, touched } = history
  const { config } = nowOf(history)
  const isEarlier = ({ announced }: Tip) => announced !== null && announced < post.at
  const shown = tips.findLastIndex(isEarlier)
  const reviewed = tips.findLastIndex(({ head }) => head === post.commit)
  const see = ({ from, head }: Tip): Sight => ({
    ...(moments[from] as Moment),
    touched: touched.get(head) ?? [],
  })
  const seen = tips[reviewed >= 0 && reviewed < shown ? reviewed : shown]
  const isRead = (from: number, to: number) => moments.slice(from, to).some(({ isSeen }) => isSeen)
  const mayBe = tips.filter((tip, index) => {
    const next = tips[index + 1]
    const isLater =
      tip.from > post.moment && (isRead(post.moment, tip.from) || (tip.isTimeKnown && tip.at > post.at))
    const isOver =
      next &&
      (isRead(next.from, post.moment) || (next.isTimeKnown && next.at < post.at && next.from <= post.moment))
    return index > shown && !isLater && !isOver
  })
  if (!seen || mayBe.some((tip) => textOf(see(tip), config) !== textOf(see(seen), config))) return undefined
  return see(seen)
}

/** Names of heads that the announced head before did not have, and since when (C3). */
export function namedAgain(history: History): { readonly at: string; readonly names: readonly string[] }[] {
  const { tips, moments } = history
  const heads = tips.filter(({ announced }) => announced !== null)
  const of = ({ from }: Tip) => documentNames(moments[from] as Moment, nowOf(history).config).map(bare)
  return heads.slice(1).map((head, index) => {
    const before = of(heads[index] as Tip)
    return { at: head.announced as string, names: of(head).filter((name) => !before.includes(name)) }
  })
}

/** A team is the same whatever its quorum. */
export const bare = (name: string) => name.replace(/ \(.*/, '')
