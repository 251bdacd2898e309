import type { Texts } from '../commands/texts.ts'
import type { LoginKey, UserId } from '../facts/ids.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { PullRequestFacts, Remembered, Snapshot } from '../facts/snapshot.ts'
import { evaluate } from '../rules/evaluate.ts'
import type { Verdict } from '../rules/verdict.ts'
import { type Collectors, collectInputs } from './collect.ts'
import { judging } from './evaluation-channel.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { Memory } from './memory.ts'

/** An evaluated pull request: the snapshot, the parsed texts and the verdict. */
export interface Judged {
  readonly snapshot: Snapshot
  readonly texts: Texts
  readonly verdict: Verdict
}

/**
 * Collects what the facts lack and evaluates them. Every verdict is made here. `elsewhere` returns what people were
 * answered on other pull requests, for a verdict that would answer them (C7, C9).
 */
export async function judge(
  { github, parse }: Pick<EvaluationPorts, 'github' | 'parse'>,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
  elsewhere: (verdict: Verdict) => Promise<Remembered['answeredElsewhere']> = async () => new Set(),
): Promise<Judged> {
  const known = rememberedFor(remembered)
  const judgeWith = async (confirm: boolean): Promise<Judged> => {
    const readMore: Collectors['readMore'] = (known, missingInputs) =>
      github.readMore(reference, known, missingInputs, confirm)
    const { snapshot, texts } = await collectInputs(facts, known, { readMore, parse })
    return { snapshot, texts, verdict: evaluate(snapshot, texts) }
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

function judgedAgain({ snapshot, texts }: Judged, known: Partial<Remembered>): Judged {
  const now = { ...snapshot, remembered: { ...snapshot.remembered, ...known } }
  return { snapshot: now, texts, verdict: evaluate(now, texts) }
}

/**
 * Returns what the core may know of earlier evaluations. It can only make a verdict stricter or a text more
 * helpful.
 */
export function rememberedFor(memory: Memory | null): Remembered {
  return {
    logins: new Map(Object.entries(memory?.logins ?? {})) as ReadonlyMap<LoginKey, UserId>,
    refusedReviewers: memory?.refusedReviewers ?? [],
    answeredElsewhere: new Set(),
    former: {
      objections: new Map(Object.entries(memory?.objections ?? {})),
      refused: new Map(Object.entries(memory?.refused ?? {})),
      ended: Object.values(memory?.ended ?? {}).map(({ remark, id, at }) => ({ post: remark, by: id, at })),
    },
  }
}
