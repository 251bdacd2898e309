import type { Texts } from '../commands/texts.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { PullRequestFacts, Remembered, Snapshot } from '../facts/snapshot.ts'
import { evaluate } from '../rules/evaluate.ts'
import type { Verdict } from '../rules/verdict.ts'
import { type Collectors, collectInputs } from './collect.ts'
import { judging } from './evaluation-channel.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { Memory } from './memory.ts'
import { endsFromMemory } from './remembered-ends.ts'

/** What was seen of a pull request, and what follows from it. */
export interface Judged {
  readonly snapshot: Snapshot
  readonly texts: Texts
  readonly verdict: Verdict
}

/** Gathers what the facts of a pull request lack, and evaluates it: the one way to a verdict, whoever asks for it. */
export async function judge(
  { github, parse }: Pick<EvaluationPorts, 'github' | 'parse'>,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
  answeredElsewhere: Remembered['answeredElsewhere'] = new Set(),
): Promise<Judged> {
  const known = { ...rememberedFor(remembered), answeredElsewhere }
  const judgeWith = async (confirm: boolean): Promise<Judged> => {
    const readMore: Collectors['readMore'] = (known, missingInputs) =>
      github.readMore(reference, known, missingInputs, confirm)
    const { snapshot, texts } = await collectInputs(facts, known, { readMore, parse })
    return { snapshot, texts, verdict: evaluate(snapshot, texts) }
  }
  const judged = await judgeWith(false)
  // A green rests on nothing that was only remembered of who may read a private repository (S4).
  const isToBeConfirmed = judged.verdict.state === 'committed' && facts.repository.isPrivate
  const final = isToBeConfirmed ? await judgeWith(true) : judged
  judging.publish(final)
  return final
}

/** What the core may know of earlier visits: what makes it stricter, or a text more helpful, and nothing else. */
export function rememberedFor(memory: Memory | null): Remembered {
  return {
    logins: new Map(Object.entries(memory?.logins ?? {})),
    objections: new Map(Object.entries(memory?.objections ?? {})),
    refused: new Map(Object.entries(memory?.refused ?? {})),
    ended: endsFromMemory(memory?.ended ?? {}),
    refusedReviewers: memory?.refusedReviewers ?? [],
    seenUntil: memory?.at ?? null,
    answeredElsewhere: new Set(),
    acceptedReviews: new Set(
      Object.entries(memory?.reacted ?? {}).flatMap(([post, reactions]) =>
        reactions.includes('+1') && post.startsWith('review-') ? [post.slice('review-'.length)] : [],
      ),
    ),
  }
}
