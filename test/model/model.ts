import type { History, Moment, Remark, RfcFile, RfcText, Word } from './history.ts'

export type Conclusion = 'success' | 'failure' | 'action_required'

/** What the rules say of the check on the current head. More than one conclusion where they leave it open. */
export interface Judgement {
  readonly conclusions: ReadonlySet<Conclusion>
  /** A success may be written now. */
  readonly mayBeGreen: boolean
}

/** In what the rules leave open (mostly ties within a second), what counts against a green, or for it. */
type Reading = 'strict' | 'lenient'

const HOLDS: ReadonlySet<Word> = new Set(['object', 'misalign', 'withdraw', 'near a hold'])

/**
 * The rules of `product.md`, said a second time and as plainly as possible. Shares nothing with the App:
 * slow, without explanations, and about the small world of the generator only.
 */
export function judge(history: History): Judgement {
  const conclusions = new Set([...conclude(history, 'strict'), ...conclude(history, 'lenient')])
  return { conclusions, mayBeGreen: conclusions.has('success') }
}

/** V1: the first state that applies. */
function conclude(history: History, reading: Reading): readonly Conclusion[] {
  const now = history.moments.at(-1) as Moment
  const isRfc = isRfcAt(history, now)
  const wasRfc = history.moments.some((each) => each.isAnnounced && !each.isDraft && isRfcAt(history, each))
  if (!isRfc && !wasRfc) return ['success']
  if (!now.isOpen) return ['failure', 'action_required']

  const named = namesOf(documentAt(history, now))
  const required = requiredOf(history, reading)
  const standings = replay(history, reading)
  const standing = (who: string) => standings.get(who) ?? SILENT
  const left = !isRfc

  if (left) {
    const owed = [...required].filter((who) => {
      const { position } = standing(who)
      return position !== 'recused' && !(reading === 'lenient' && position === 'committed')
    })
    return owed.length > 0 ? ['failure'] : reading === 'strict' ? ['failure'] : ['success']
  }
  // A file that goes away from the base, or out of the folder, is an RFC (D2); what its document must be is not said.
  const isGoing = fileAt(history, now) !== null && !isUnder(fileAt(history, now))
  const wide: readonly Conclusion[] = isGoing ? ['failure', 'action_required'] : []

  if (named.length === 0 && !isGoing) return ['failure']
  if (named.some((who) => !history.people.has(who))) return ['failure']
  const former = [...required].filter((who) => !history.people.has(who))
  if (former.some((who) => who.includes('/'))) return ['failure']
  if (former.length > 0 && reading === 'strict') return ['failure']

  const people = [...required].filter((who) => history.people.has(who))
  const ever = new Set(people)
  for (const head of history.announced.keys()) for (const who of namesAt(history, head)) ever.add(who)
  if ([...standings].some(([who, { objections }]) => objections > 0 && ever.has(who)))
    return ['failure', ...wide]
  if (people.some((who) => standing(who).isMisaligned)) return ['failure', ...wide]

  // S5: somebody other than the author, for themself. The rules do not say which red this is.
  const others = people.filter((who) => who !== history.author)
  if (others.every((who) => standing(who).position === 'recused')) return ['failure', 'action_required']

  const waiting = people.filter((who) => !isDone(history, now, standing(who)))
  const owedAfterDeletion = [...standings.values()].some(({ mustSpeak }) => mustSpeak)
  if (waiting.length > 0 || owedAfterDeletion || now.isDraft) return ['action_required', ...wide]
  return ['success', ...wide]
}

interface Standing {
  readonly position: 'silent' | 'committed' | 'recused'
  /** The text that was committed to. */
  readonly seen: number | null
  readonly objections: number
  readonly isMisaligned: boolean
  /** Somebody deleted a comment of theirs, and nothing accepted was said since (C6). */
  readonly mustSpeak: boolean
}

const SILENT: Standing = {
  position: 'silent',
  seen: null,
  objections: 0,
  isMisaligned: false,
  mustSpeak: false,
}

function isDone(history: History, now: Moment, { position, seen }: Standing): boolean {
  if (position === 'recused') return true
  return position === 'committed' && seen === (documentAt(history, now)?.material ?? null)
}

// ── Which pull requests, which document (D2, D3, S6) ───────────────────────────────────────────────────────────────

const isUnder = (file: RfcText | null) => file !== null && (file as RfcFile).path.startsWith('rfcs/')

/** The RFC file of a commit, if the pull request touches one there: also one that goes away from the base (D2). */
function fileAt({ commits, base }: History, { head }: Pick<Moment, 'head'>): RfcFile | null {
  const file = commits.get(head) ?? null
  const same =
    base && file && base.path === file.path && base.look === file.look && `${base.names}` === `${file.names}`
  if (same) return null
  if (isUnder(file)) return file
  if (!base) return null
  return file ?? { path: '', names: [], material: -1, look: -1 }
}

const isRfcAt = (history: History, moment: Moment) => fileAt(history, moment) !== null || moment.isLabelled

function documentAt(history: History, moment: Moment): RfcText | null {
  const file = fileAt(history, moment)
  if (file) return file
  if (!moment.isLabelled) return null
  return history.descriptions.findLast(({ at }) => at <= moment.at)?.text ?? null
}

const namesOf = (text: RfcText | null | undefined): readonly string[] => text?.names ?? []

/** Named now, by the base version of a touched file, or at any head since the draft was first left (S6). */
function requiredOf(history: History, reading: Reading): Set<string> {
  const now = history.moments.at(-1) as Moment
  const required = new Set(namesOf(documentAt(history, now)))
  if (fileAt(history, now)) for (const name of history.base?.names ?? []) required.add(name)
  const left = history.moments.findIndex((each) => !each.isDraft)
  history.moments.forEach((moment, index) => {
    if (left < 0 || !moment.isAnnounced) return
    // What was replaced in the very second of leaving draft is in doubt.
    const until = history.moments[index + 1]?.at ?? moment.at
    const isTied = reading === 'strict' && until >= (history.moments[left] as Moment).at
    if (index < left && !isTied) return
    // Whether a description's earlier revisions name people belongs to a later rule.
    const documents = reading === 'strict' ? [documentAt(history, moment)] : [fileAt(history, moment)]

    // A misspelt login that was mended is forgotten: nobody was dropped.
    for (const name of documents.flatMap(namesOf)) {
      if (history.people.has(name) || history.bots.has(name) || name.includes('/')) required.add(name)
    }
    if (fileAt(history, moment)) for (const name of history.base?.names ?? []) required.add(name)
  })
  return required
}

const namesAt = (history: History, head: string) => namesOf(fileAt(history, { head }))

/** Named at a head announced before, or at the base (C0); in the same second is in doubt, so for what holds it is. */
function wasNamed(history: History, who: string, moment: string, isHolding: boolean): boolean {
  const isBefore = (at: string) => at < moment || (isHolding && at === moment)
  const now = history.moments.at(-1) as Moment
  if (fileAt(history, now) && history.base?.names.includes(who)) return true
  return history.moments.some((each) => {
    const announced = history.announced.get(each.head)
    if (announced === undefined || !isBefore(announced)) return false
    const file = fileAt(history, each)
    if (file) return file.names.includes(who) || (history.base?.names.includes(who) ?? false)
    if (!each.isLabelled || !isBefore(each.at)) return false
    return history.descriptions.some(({ at, text }) => isBefore(at) && text?.names.includes(who))
  })
}

// ── What was said (C0–C7) ──────────────────────────────────────────────────────────────────────────────────────────

interface Statement {
  readonly who: string
  readonly word: Word | 'request changes'
  readonly at: string
  /** When the remark was first posted: what its writer's rights are judged by. */
  readonly posted: string
  readonly remark: Remark
}

const isHold = ({ word }: Statement) => word === 'request changes' || HOLDS.has(word)

function statementsOf(history: History): Statement[] {
  const statements: Statement[] = []
  const voids = history.deletions
    .filter(({ by, author, at }) => by !== author && mayHold(history, author, at))
    .map(({ author, at }) => ({ who: author, until: at }))

  for (const remark of history.remarks) {
    const { by: who, at: posted, revisions } = remark
    if (!history.people.has(who)) continue
    const say = (word: Statement['word'], at: string) => statements.push({ who, word, at, posted, remark })
    if (remark.requestsChanges) say('request changes', posted)
    const strangers = revisions.filter(({ by }) => by !== who)
    const spoke = revisions.some(({ says }) => says.length > 0)
    let lines = ''
    let changed = posted
    revisions.forEach(({ at, by, says }, index) => {
      const before = lines
      lines = says.map(({ line }) => line).join('\n')
      if (index > 0 && lines === before) return
      changed = at
      // Somebody else edited it: whatever held in any revision of the writer's own stays, and nothing else (C5).
      if (strangers.length > 0 && by === who) {
        for (const { word } of says) if (HOLDS.has(word)) say(word, at)
      }
    })
    if (strangers.length > 0) {
      if (spoke) for (const { at } of strangers) voids.push({ who, until: at })
      continue
    }
    for (const { word } of revisions.at(-1)?.says ?? []) {
      if (HOLDS.has(word)) say(word, changed)
      else if (remark.on !== 'line') say(word, posted)
    }
  }
  return statements
    .filter((each) => isHold(each) || !voids.some(({ who, until }) => who === each.who && each.at <= until))
    .map((statement, index) => ({ statement, index }))
    .sort((a, b) => {
      if (a.statement.at !== b.statement.at) return a.statement.at < b.statement.at ? -1 : 1
      return a.statement.remark.id - b.statement.remark.id || a.index - b.index
    })
    .map(({ statement }) => statement)
}

/** A stakeholder at the deletion; in doubt, whoever was named by then. */
function mayHold(history: History, who: string, at: string): boolean {
  return history.moments.some(
    (moment) =>
      moment.at <= at &&
      (namesOf(documentAt(history, moment)).includes(who) ||
        (fileAt(history, moment) !== null && history.base?.names.includes(who))),
  )
}

/** Everybody's standing, from their statements in order of time; what holds wins a tie (P1, P2). */
function replay(history: History, reading: Reading): Map<string, Standing> {
  const standings = new Map<string, Standing>()
  const spoke = new Map<string, string>()
  const statements = statementsOf(history)
  for (const statement of statements) {
    const { who, at, word } = statement
    const was = standings.get(who) ?? SILENT
    const isTied = statements.some((other) => other.who === who && other.at === at && isHold(other))
    if (isTied && !isHold(statement)) continue
    if (word !== 'near a hold' && !isAccepted(history, reading, statement, was)) continue
    if (word !== 'near a hold' && word !== 'request changes') spoke.set(who, at)
    standings.set(who, after(history, reading, was, statement))
  }
  for (const { by, author, at } of history.deletions) {
    if (by === author || !mayHold(history, author, at) || (spoke.get(author) ?? '') > at) continue
    standings.set(author, { ...(standings.get(author) ?? SILENT), mustSpeak: true })
  }
  return standings
}

function isAccepted(history: History, reading: Reading, statement: Statement, was: Standing): boolean {
  const { word, who, posted, remark } = statement
  if (word === 'object' || word === 'request changes') return true
  if (word === 'heard') return was.objections > 0
  if (word === 'refused') return false
  if (!wasNamed(history, who, posted, isHold(statement))) return word === 'misalign' && reading === 'strict'
  return word !== 'commit' || seenIn(history, reading, remark) !== undefined
}

function after(history: History, reading: Reading, was: Standing, statement: Statement): Standing {
  const { word } = statement
  if (word === 'near a hold') {
    const position = was.position === 'committed' ? 'silent' : was.position
    return { ...was, position }
  }
  const back = was.position === 'recused' ? 'silent' : was.position
  if (word === 'object') return { ...was, position: 'silent', objections: was.objections + 1 }
  if (word === 'misalign') return { ...was, position: 'silent', isMisaligned: true }
  if (word === 'request changes') return { ...was, position: 'silent' }
  if (word === 'withdraw') return SILENT
  if (word === 'recuse') return { ...SILENT, position: 'recused' }
  if (word === 'align') return { ...was, position: back, isMisaligned: false }
  if (word === 'heard') return { ...was, position: back, objections: 0 }
  return { ...SILENT, position: 'committed', seen: seenIn(history, reading, statement.remark) ?? null }
}

// ── Which text its writer could see (F1) ───────────────────────────────────────────────────────────────────────────

/** The material number of the text a remark belongs to; null: a head without a document. Undefined: it pins nothing. */
function seenIn(history: History, reading: Reading, remark: Remark): number | null | undefined {
  const now = history.moments.at(-1) as Moment
  if (!fileAt(history, now) && now.isLabelled) {
    return history.descriptions.findLast(({ at }) => at < remark.at)?.text?.material
  }
  const head = remark.commit ?? headSeen(history, reading, remark.at)
  if (head === undefined) return undefined
  const file = fileAt(history, { head })

  return file?.material ?? null
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
