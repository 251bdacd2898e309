import { CONFIG_PATH, type Config, DEFAULTS } from '../config/config.ts'
import { readConfig } from '../config/read-config.ts'
import { patternTest } from '../config/rfc-paths.ts'
import type { ConfigFacts, SampleFacts, SchemaFacts, Seen } from './facts.ts'
import { type Finding, fine, unseen, wrong } from './finding.ts'

/** Optional fields: evaluations work without them, and what needs them fails (GH-32). */
const FOR_MERGE_QUEUES = /mergeQueue/i

/** Returns the findings about the parts of GitHub's schema that our documents use, as one installation sees it. */
export function judgeSchema(
  schema: Seen<SchemaFacts>,
  about: string,
  settingsUrl: string,
): readonly Finding[] {
  if (schema.kind === 'unseen') return [unseen('schema', schema, { what: "GitHub's GraphQL schema", about })]
  const { used, missing } = schema.value
  if (missing.size === 0)
    return [fine('schema', `GitHub has all ${used} parts of the schema that are used.`, about)]
  const byDocument = new Map<string, string[]>()
  for (const [part, documents] of missing) {
    for (const name of documents) byDocument.set(name, [...(byDocument.get(name) ?? []), part])
  }
  const listed = [...byDocument].map(([name, parts]) => `${name}: ${parts.join(', ')}`).join('; ')
  const isQueueOnly = [...missing.keys()].every((part) => FOR_MERGE_QUEUES.test(part))
  const repair = isQueueOnly
    ? `Accept the permission "Merge queues" at ${settingsUrl}; an Enterprise Server has them from 3.12 on.`
    : `Accept the App's permissions at ${settingsUrl}; if they are accepted, upgrade the Enterprise Server, or this App.`
  return [
    wrong('error', 'schema', {
      about,
      what: `GitHub hides ${missing.size} of ${used} parts of its schema that are used (${listed}).`,
      repair,
    }),
  ]
}

/** Returns the finding about a pull request that was read as in an evaluation. */
export function judgeSample(sample: Seen<SampleFacts>, about: string): Finding {
  if (sample.kind === 'unseen') {
    return wrong('error', 'read', {
      about,
      what: `A pull request can't be read: ${sample.why}`,
      repair:
        "Checks fail or are missing until it can. GitHub's answer names the missing permission, limit or schema part.",
    })
  }
  const { pullRequest, cost, milliseconds, quota } = sample.value
  if (pullRequest === null) return fine('read', 'There is no open pull request to read.', about)
  const left = quota ? `, ${quota.remaining} of ${quota.limit} points are left this hour` : ''
  const what = `Read ${pullRequest} in ${milliseconds} ms for ${cost} point${cost === 1 ? '' : 's'}${left}.`
  if (quota && quota.remaining < quota.limit / 10) {
    return wrong('warning', 'read', {
      about,
      what,
      repair: "Raise SWEEP_SECONDS, and check whether anything else uses this App's credentials.",
    })
  }
  return fine('read', what, about)
}

/** Returns the findings about a configuration: whether it is valid, and which patterns match nothing (D2). */
export function judgeConfig(facts: Seen<ConfigFacts>, about: string): readonly Finding[] {
  if (facts.kind === 'unseen') {
    return [unseen('configuration', facts, { what: 'the configuration', about })]
  }
  const { branch, file, paths } = facts.value
  if (file.kind === 'absent')
    return [fine('configuration', `Has no ${CONFIG_PATH}: the defaults apply.`, about)]
  if (file.kind === 'unreadable') {
    return [
      wrong('error', 'configuration', {
        about,
        what: `${CONFIG_PATH} on ${branch} can't be read: ${file.why}`,
        repair: `Make it a UTF-8 text file; until then every RFC fails.`,
      }),
    ]
  }
  const { config, problems } = readConfig(file.text)
  if (!config) {
    const listed = problems
      .map(({ line, column, message }) => `${line}:${column ?? 1} ${message}`)
      .join(' · ')
    return [
      wrong('error', 'configuration', {
        about,
        what: `${CONFIG_PATH} on ${branch} isn't valid, so no RFC passes: ${listed}`,
        repair: `Fix it in a pull request; its check reports whether the new text is valid.`,
      }),
    ]
  }
  return [
    fine('configuration', `${CONFIG_PATH} on ${branch} is valid.`, about),
    ...judgePatterns(config, paths, about),
  ]
}

function judgePatterns(config: Config, paths: ConfigFacts['paths'], about: string): readonly Finding[] {
  // Only custom patterns are checked: most default ones match nothing.
  const written = config.rfcs.paths.filter((pattern) => !DEFAULTS.rfcs.paths.includes(pattern))
  if (written.length === 0 || paths === null) return []
  if (paths.kind === 'unseen')
    return [unseen('patterns', paths, { what: 'the files of the default branch', about })]
  const idle = written.filter((glob) => !paths.value.some(patternTest({ key: 'rfcs.paths', glob })))
  if (idle.length === 0) return [fine('patterns', 'Every pattern of rfcs.paths matches a file.', about)]
  return [
    wrong('warning', 'patterns', {
      about,
      what: `No file matches ${idle.map((pattern) => `"${pattern}"`).join(', ')} of rfcs.paths.`,
      repair: `Correct the pattern in ${CONFIG_PATH}, unless its first RFC is still to come.`,
    }),
  ]
}
