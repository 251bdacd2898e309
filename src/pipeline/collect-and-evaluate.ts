import type { Texts } from '../commands/texts.ts'
import { readExternalId } from '../facts/external-id.ts'
import type { LoginKey, UserId } from '../facts/ids.ts'
import { evaluationKey, type PullRequestReference } from '../facts/reference.ts'
import type { Carrying, PullRequestFacts, Remembered, Snapshot } from '../facts/snapshot.ts'
import type { Trigger } from '../facts/trigger.ts'
import { NO_LEDGER } from '../ledger/append.ts'
import { type LedgerFacts, ledgerFacts } from '../ledger/observed/ledger-facts.ts'
import type { Recorded } from '../ledger/observed/observe.ts'
import { LEDGER_RULES } from '../ledger/ledger-rules.ts'
import { evaluate } from '../rules/evaluate.ts'
import type { Verdict } from '../rules/verdict.ts'
import { type Collectors, collectInputs } from './collect.ts'
import { judging } from './evaluation-channel.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { Memory } from './memory.ts'
import { restoredLedger } from './restore-ledger.ts'

/** An evaluated pull request: the snapshot, the parsed texts and the verdict. */
export interface Judged {
  readonly snapshot: Snapshot
  readonly texts: Texts
  /** The ledger that the evaluation began with. */
  readonly recorded: Recorded
  /** Digests of the copies in check runs that are in it, as far as they were read for it. */
  readonly copies: readonly string[]
  readonly verdict: Verdict
}

/** What else is known when a pull request is evaluated. */
interface Known {
  /** What webhooks told that is not recorded yet. */
  readonly told?: readonly Trigger[]
  readonly carrying?: Carrying
  /** Returns what people were answered on other pull requests, for a verdict that would answer them (C7, C9). */
  readonly elsewhere?: (verdict: Verdict) => Promise<Remembered['answeredElsewhere']>
}

/**
 * Collects what the facts lack and evaluates them with what is recorded. Every verdict is made here.
 */
export async function judge(
  parts: JudgePorts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
  { told = [], carrying, elsewhere = async () => new Set() }: Known = {},
): Promise<Judged> {
  const { github, parse } = parts
  const { copies, ...recorded } = await recordedFor(parts, reference, facts, remembered)
  const known = {
    ...rememberedFor(remembered),
    ...ledgerFacts(recorded.ledger, facts, told),
    told,
    ...(carrying && { carrying }),
  }
  const judgeWith = async (confirm: boolean): Promise<Judged> => {
    const readMore: Collectors['readMore'] = (known, missingInputs) =>
      github.readMore(reference, known, missingInputs, confirm)
    const { snapshot, texts } = await collectInputs(facts, known, { readMore, parse })
    return { snapshot, texts, recorded, copies, verdict: evaluate(snapshot, texts, recorded) }
  }
  const judged = await judgeWith(false)
  // Cached read permissions of a private repository are read again before a success (S4).
  const isToBeConfirmed = judged.verdict.state === 'committed' && facts.repository.isPrivate
  const confirmed = isToBeConfirmed ? await judgeWith(true) : judged
  const answeredElsewhere = await elsewhere(confirmed.verdict)
  const final = answeredElsewhere.size === 0 ? confirmed : judgedAgain(confirmed, { answeredElsewhere })
  judging.publish(final)
  return final
}

type JudgePorts = Pick<EvaluationPorts, 'parse' | 'lineSecret' | 'log'> & {
  readonly github: Pick<EvaluationPorts['github'], 'readMore' | 'textOfRun'>
  readonly ledger: Pick<EvaluationPorts['ledger'], 'recall'>
}

/** The ledger to continue with (L3). A brief read shows that a pull request is none that has one. */
async function recordedFor(
  parts: JudgePorts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
): Promise<Recorded & Pick<Judged, 'copies'>> {
  const secret = parts.lineSecret
  if (facts.brief) return { how: 'new', ledger: NO_LEDGER, secret, copies: [] }
  const stored = await parts.ledger.recall(evaluationKey(reference))
  // An entry that this version does not know: a newer one evaluates (L4).
  if (stored && !stored.isReadable) return { how: 'newer', ledger: stored.ledger, secret, copies: [] }
  const { at, pullRequest, commits, forcePushes } = facts
  const beginning = {
    at,
    rules: LEDGER_RULES,
    author: pullRequest.author?.id ?? null,
    commits: [...new Set([...commits, ...forcePushes.flatMap(({ lineage }) => lineage)])],
  }
  const own = stored?.ledger ?? null
  return { ...(await restoredLedger(parts, reference, facts, own, beginning, remembered)), secret }
}

function judgedAgain(judged: Judged, known: Partial<Remembered>): Judged {
  const { snapshot, texts, recorded } = judged
  const now = { ...snapshot, remembered: { ...snapshot.remembered, ...known } }
  return { ...judged, snapshot: now, verdict: evaluate(now, texts, recorded) }
}

/**
 * Returns what the core may know of earlier evaluations. It can only make a verdict stricter or a text more
 * helpful.
 */
export function rememberedFor(memory: Memory | null): Omit<Remembered, keyof LedgerFacts | 'told'> {
  return {
    teams: new Map(Object.entries(memory?.teams ?? {}).map(([id, team]) => [Number(id), team])),
    configured: memory?.configured ?? [],
    logins: new Map(Object.entries(memory?.logins ?? {})) as ReadonlyMap<LoginKey, UserId>,
    refusedReviewers: memory?.refusedReviewers ?? [],
    answeredElsewhere: new Set(),
    wasRfc: readExternalId(memory?.written?.externalId ?? '')?.wasRfc ?? false,
    former: {
      objections: new Map(Object.entries(memory?.objections ?? {})),
      refused: new Map(Object.entries(memory?.refused ?? {})),
      ended: Object.values(memory?.ended ?? {}).map(({ remark, id, at }) => ({ post: remark, by: id, at })),
    },
  }
}
