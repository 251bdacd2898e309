import type { ParsedPost, UnreadablePost } from '../commands/model/parsed-post.ts'
import type { Texts } from '../commands/texts.ts'
import type { ParsedConfig } from '../config/config.ts'
import type { ParsedDocument, Unreadable } from '../documents/parsed-document.ts'
import { loginKey, type RepositoryId } from '../facts/ids.ts'
import type { MissingInputs } from '../facts/inputs.ts'
import { teamKey } from '../facts/keys.ts'
import type { MoreFacts, PullRequestFacts, Remembered, Snapshot } from '../facts/snapshot.ts'
import type { TextToParse } from '../rfc/texts.ts'
import { findMissingInputs } from '../rules/missing-inputs.ts'

export type ParseResult = ParsedDocument | Unreadable | ParsedPost | UnreadablePost | ParsedConfig

/** The functions that read and parse for `collectInputs`. */
export interface Collectors {
  readonly readMore: (facts: PullRequestFacts, missingInputs: MissingInputs) => Promise<MoreFacts>
  readonly parse: (
    texts: readonly TextToParse[],
    repositoryId: RepositoryId,
  ) => Promise<readonly ParseResult[]>
}

/**
 * Each round reads or parses what the last one showed to be missing: configuration, unevaluated heads, their
 * documents, linked files and their links (`MOST_STEPS`, two rounds each), people, teams. Needing more rounds
 * is a bug.
 */
const MOST_ROUNDS = 40

/** Returns the snapshot of the first read, before anything else is collected. */
export function snapshotOf(facts: PullRequestFacts, remembered: Remembered): Snapshot {
  return {
    ...facts,
    changesAt: new Map(),
    files: new Map(),
    people: new Map(),
    teams: new Map(),
    roles: new Map(),
    remembered,
  }
}

/**
 * Completes a snapshot: reads and parses the missing inputs until there are none. Throws when GitHub leaves
 * out something that was asked for.
 */
export async function collectInputs(
  facts: PullRequestFacts,
  remembered: Remembered,
  { readMore, parse }: Collectors,
): Promise<{ snapshot: Snapshot; texts: Texts }> {
  let snapshot = snapshotOf(facts, remembered)
  let parsed: Texts = { document: new Map(), post: new Map(), config: new Map() }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { texts, missingInputs } = findMissingInputs(snapshot, parsed)
    if (texts.length > 0) {
      const results = await parse(texts, facts.repository.id)
      const more = { document: new Map(), post: new Map(), config: new Map() }
      texts.forEach(({ as, text }, index) => {
        more[as].set(text, results[index])
      })
      parsed = {
        document: joined(parsed.document, more.document),
        post: joined(parsed.post, more.post),
        config: joined(parsed.config, more.config),
      }
      continue
    }
    if (!needsMore(missingInputs)) return { snapshot, texts: parsed }
    snapshot = withMore(snapshot, await readMore(facts, missingInputs), missingInputs)
  }
  throw new Error(
    `the snapshot of #${facts.pullRequest.number} is still incomplete after ${MOST_ROUNDS} rounds`,
  )
}

function joined<Parsed>(
  some: ReadonlyMap<string, Parsed>,
  more: ReadonlyMap<string, Parsed>,
): ReadonlyMap<string, Parsed> {
  return more.size === 0 ? some : new Map([...some, ...more])
}

function needsMore({ mergeBase, ...lists }: MissingInputs): boolean {
  return Object.values(lists).some((list) => list.length > 0) || mergeBase
}

function withMore(snapshot: Snapshot, more: MoreFacts, missingInputs: MissingInputs): Snapshot {
  const next = {
    ...snapshot,
    changesAt: new Map([...snapshot.changesAt, ...more.changesAt]),
    files: new Map([...snapshot.files, ...more.files]),
    people: new Map([...snapshot.people, ...more.people]),
    teams: new Map([...snapshot.teams, ...more.teams]),
    roles: new Map([...snapshot.roles, ...more.roles]),
    ...(more.mergeBase !== undefined && { mergeBase: more.mergeBase }),
    ...(more.idle !== undefined && { idle: more.idle }),
    ...(more.nearby !== undefined && { nearby: more.nearby }),
  }
  const missed = [
    ...missingInputs.changesAt.filter((commit) => !next.changesAt.has(commit)),
    ...missingInputs.people.filter((login) => !next.people.has(loginKey(login))),
    ...missingInputs.teams.map(teamKey).filter((team) => !next.teams.has(team)),
    ...missingInputs.roles.filter((login) => !next.roles.has(loginKey(login))),
    ...(missingInputs.mergeBase && next.mergeBase === undefined ? ['the merge base'] : []),
    ...(missingInputs.patterns.length > 0 && next.idle === undefined ? ['the patterns'] : []),
    ...(missingInputs.strangers.length > 0 && next.nearby === undefined ? ['people of the repository'] : []),
  ]
  if (missed.length > 0) throw new Error(`GitHub's answer lacks ${missed.join(', ')}`)
  return next
}
