import type { Texts } from '../commands/texts.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import { isProvenNoRfc } from '../rfc/never-an-rfc.ts'
import { NO_LEDGER } from '../ledger/append.ts'
import { ledgerFacts } from '../ledger/observed/ledger-facts.ts'
import { snapshotOf } from './collect.ts'
import { rememberedFor } from './collect-and-evaluate.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { Memory } from './memory.ts'

/**
 * Reads a pull request: with the small read when that proves that it is no RFC and never was one, otherwise
 * completely (D5). What was an RFC at the last evaluation is read completely at once. Returns null when the
 * pull request does not exist.
 */
export async function readFacts(
  { github, parse }: Pick<EvaluationPorts, 'github' | 'parse'>,
  reference: PullRequestReference,
  remembered: Memory | null,
): Promise<PullRequestFacts | null> {
  if (remembered && remembered.state !== 'not an RFC') return github.readPullRequest(reference)
  const written = remembered?.written ? { ...remembered.written, at: remembered.at } : null
  return github.readPullRequest(reference, async (brief) => {
    const texts = await configIn(brief, parse)
    return isProvenNoRfc(
      snapshotOf(brief, { ...rememberedFor(remembered), ...ledgerFacts(NO_LEDGER, brief, []), told: [] }),
      texts,
      written,
    )
  })
}

async function configIn(
  { config, repository }: PullRequestFacts,
  parse: EvaluationPorts['parse'],
): Promise<Texts> {
  const texts: Texts = { document: new Map(), post: new Map(), config: new Map() }
  if (config.kind !== 'text') return texts
  const [parsed] = await parse([{ as: 'config', text: config.text }], repository.id)
  return { ...texts, config: new Map([[config.text, parsed as never]]) }
}
