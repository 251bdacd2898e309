import type { Config, History, Moment, RfcText, Touched } from './history.ts'

/**
 * In what the rules leave open (ties within a second, and what GitHub does not show), what counts against a green, or
 * for it. Every use of a reading says which rule is silent.
 */
export type Reading = 'strict' | 'lenient'

export const nowOf = ({ moments }: History) => moments.at(-1) as Moment

// ── Which pull requests, which documents (D2–D4) ───────────────────────────────────────────────────────────────────

/** The RFC files a pull request touches, by a configuration; deleted ones are among them. */
export function rfcFiles(moment: Pick<Moment, 'touched'>, { folder, isBroken }: Config) {
  return moment.touched.filter(({ path }) => (isBroken ? true : path.startsWith(`${folder}/`)))
}

const isLabelled = ({ labels }: Moment, { label, isBroken }: Config) =>
  isBroken ? labels.length > 0 : labels.includes(label)

export function isRfc(moment: Moment, config = moment.config): boolean {
  return rfcFiles(moment, config).length > 0 || isLabelled(moment, config)
}

/** The description a moment's pull request has. Null: prose. */
const describedAt = ({ descriptions }: History, at: string) =>
  descriptions.findLast((each) => each.at <= at)?.text ?? null

/** The documents of a moment; null among them is a description that is none (D3). */
export function documentsAt(history: History, moment: Moment, config = moment.config): (RfcText | null)[] {
  const files = rfcFiles(moment, config)
  if (files.length > 0) return files.flatMap(({ head }) => head ?? [])
  return isLabelled(moment, config) ? [describedAt(history, moment.at)] : []
}

/** Whom documents name; where one has no Alignment section, the description's counts (S1). */
function namesIn(documents: readonly (RfcText | null)[], description: RfcText | null): string[] {
  return documents.flatMap((text) => text?.names ?? description?.names ?? [])
}

export function namesAt(history: History, moment: Moment, config = moment.config): string[] {
  return namesIn(documentsAt(history, moment, config), describedAt(history, moment.at))
}

/** Whom the base versions of the touched RFC files name (S6). */
function baseNames(moment: Moment, config = moment.config): string[] {
  return rfcFiles(moment, config).flatMap(({ was, tip }) => [...(was?.names ?? []), ...(tip?.names ?? [])])
}

/** A name of the configuration counts where the pull request is an RFC by it (S2). */
export const configNames = (moment: Moment) => (isRfc(moment) ? moment.config.names : [])

/** Named now, at the base, by the configuration, or at any head since the draft was first left (S6). */
export function namedBy(history: History, upTo: number, reading: Reading): Set<string> {
  const moments = history.moments.slice(0, upTo + 1)
  const now = moments.at(-1) as Moment
  const named = new Set([...namesAt(history, now), ...baseNames(now), ...configNames(now)])
  const left = moments.findIndex((each) => !each.isDraft)
  moments.forEach((moment, index) => {
    if (left < 0 || !moment.isAnnounced) return
    // What was replaced in the very second of leaving draft is in doubt.
    const until = moments[index + 1]?.at ?? moment.at
    const isTied = reading === 'strict' && until >= (moments[left] as Moment).at
    if (index < left && !isTied) return
    const configs = moment.config.isBroken ? [now.config] : [moment.config]
    // Whether what is an RFC by today's configuration alone was "named at a head" then, S6 does not say.
    if (reading === 'strict') configs.push(now.config)
    for (const config of configs) {
      const files = rfcFiles(moment, config).flatMap(({ head }) => head ?? [])
      // Whether an earlier revision of a description names anybody for good, S6 does not say.
      for (const name of reading === 'strict' ? namesAt(history, moment, config) : namesIn(files, null)) {
        named.add(name)
      }
      if (reading === 'strict') for (const name of baseNames(moment, config)) named.add(name)
    }
  })
  return named
}

/** Names that were there before a moment of speaking: at an announced head, at the base, or in the configuration (C0). */
export function namesBefore(history: History, at: string, moments: readonly Moment[], isTieBefore: boolean) {
  const isBefore = (when: string) => when < at || (isTieBefore && when === at)
  const names = new Set<string>()
  for (const now of moments) for (const name of [...baseNames(now), ...configNames(now)]) names.add(name)
  for (const moment of history.moments) {
    const announced = history.announced.get(moment.head)
    if (announced === undefined || !isBefore(announced)) continue
    const files = rfcFiles(moment, moment.config)
    const earlier = history.descriptions.filter((each) => isBefore(each.at))
    for (const name of [
      ...namesIn(
        files.flatMap(({ head }) => head ?? []),
        null,
      ),
      ...(files.length > 0 ? baseNames(moment) : []),
    ]) {
      names.add(name)
    }
    const describes = files.some(({ head }) => head && head.names === null)
    const isDocument = files.length === 0 && isLabelled(moment, moment.config) && isBefore(moment.at)
    if (describes || isDocument) {
      for (const { text } of earlier) for (const name of text?.names ?? []) names.add(name)
    }
  }
  return names
}

// ── Which text somebody could see (F1, F2) ─────────────────────────────────────────────────────────────────────────

/** What is compared of a version: all documents, or their Problem sections alone. */
export interface Version {
  readonly whole: string
  readonly problem: string
}

function versionOf(texts: readonly (RfcText | null)[], gone: number): Version {
  const told = (part: (text: RfcText) => string) =>
    JSON.stringify([gone, ...texts.map((text) => (text ? part(text) : '')).sort()])
  return {
    whole: told(({ problem, proposal }) => `${problem}: ${proposal}`),
    problem: told(({ problem }) => problem),
  }
}

function versionOfFiles(touched: readonly Touched[], config: Config, reading: Reading): Version {
  const files = rfcFiles({ touched }, config)
  const texts = files.flatMap(({ head }) => head ?? [])
  // A file that only has another name is deleted once and added once.
  const deleted = files.filter(({ head }) => !head).length
  const gone = Math.max(0, deleted - files.filter(({ was }) => !was).length)
  // Whether a file that left the folder is still its document where it is now, D2 does not say.
  const away = touched.filter(({ path, was }) => !files.some((each) => each.path === path) && !was)
  return versionOf(
    gone > 0 && reading === 'strict' ? [...texts, ...away.flatMap(({ head }) => head ?? [])] : texts,
    gone,
  )
}

const isDescription = (moment: Moment) =>
  rfcFiles(moment, moment.config).length === 0 && isLabelled(moment, moment.config)

export function versionNow(history: History, reading: Reading): Version {
  const now = nowOf(history)
  if (isDescription(now)) return versionOf([describedAt(history, now.at)], 0)
  return versionOfFiles(now.touched, now.config, reading)
}

/** The version a remark is about; undefined: it pins nothing. */
export function versionSeen(
  history: History,
  reading: Reading,
  remark: { readonly at: string; readonly commit: string | null },
): Version | undefined {
  const now = nowOf(history)
  if (isDescription(now)) {
    const seen = history.descriptions.findLast(({ at }) => at < remark.at)
    return seen?.text ? versionOf([seen.text], 0) : undefined
  }
  const head = remark.commit ?? headSeen(history, reading, remark.at)
  return head === undefined ? undefined : versionOfFiles(history.touched.get(head) ?? [], now.config, reading)
}

/** The newest head announced strictly before; a force-push starts the line anew. */
function headSeen(history: History, reading: Reading, at: string): string | undefined {
  const force = history.forced.findLast((each) => (reading === 'strict' ? each.at <= at : each.at < at))
  const next = history.forced[force ? history.forced.indexOf(force) + 1 : 0]
  const line = history.moments.slice(force?.moment ?? 0, next?.moment).filter((moment) => moment.at <= at)
  return line.findLast(({ head }) => {
    const announced = history.announced.get(head)
    if (announced === undefined) return false
    const isAfter = head === line[0]?.head && force && force.at > announced
    return (isAfter ? force.at : announced) < at
  })?.head
}
