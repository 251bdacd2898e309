import { isScalar } from 'yaml'
import type { z } from 'zod'
import type { WrittenPattern } from '../facts/snapshot.ts'
import { type Config, DEFAULTS, type ParsedConfig } from './config.ts'
import { messageOf, type Path, unknownKey } from './messages.ts'
import { configSchema, type WrittenConfig } from './config-schema.ts'
import { type ConfigYaml, readConfigYaml } from './config-yaml.ts'
import type { PlacedMention } from '../documents/parsed-document.ts'
import { offsetOf, writtenName } from '../documents/written-name.ts'
import type { TextProblem } from '../facts/problem.ts'

const MOST_PROBLEMS = 20

/**
 * Reads the configuration (§13): strict YAML without aliases, every unknown key and wrong value a problem with its
 * line and column. With any problem nothing of it is used.
 */
export function readConfig(written: string): ParsedConfig {
  const yaml = readConfigYaml(written)
  if ('problems' in yaml) return broken(yaml.problems)
  const result = configSchema.safeParse(yaml.value)
  if (result.success) {
    const config = asConfig(result.data, yaml)
    return { kind: 'config', config, problems: [], patterns: writtenPatterns(config, yaml) }
  }
  return broken(firstOfEach(result.error.issues).flatMap((issue) => problemsOf(issue, yaml)))
}

/** Of one value the first problem is enough. */
function firstOfEach(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const keyOf = ({ code, path }: z.core.$ZodIssue) =>
    JSON.stringify([code === 'unrecognized_keys', path.map(String)])
  return [...new Map(issues.toReversed().map((issue) => [keyOf(issue), issue])).values()].toReversed()
}

/** Problems in the order of the text, so many as a person would read. */
function broken(problems: readonly TextProblem[]): ParsedConfig {
  const inOrder = [...problems].sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0))
  return { kind: 'config', config: null, problems: inOrder.slice(0, MOST_PROBLEMS), patterns: [] }
}

function problemsOf(issue: z.core.$ZodIssue, yaml: ConfigYaml): readonly TextProblem[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol')
  const problem = (message: string, node: { range?: readonly number[] | null } | null | undefined) => ({
    message,
    ...yaml.place(node?.range?.[0] ?? 0),
  })
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem(unknownKey([...path, key]), yaml.keyAt([...path, key])))
  }
  const node = yaml.nodeAt(path)
  if (path.length === 1 && path[0] === 'version' && node === undefined) {
    return [problem('`version: 1` is missing. Write it as the first line.', null)]
  }
  if (issue.code === 'invalid_key') return [problem(messageOf(issue, path, node), yaml.keyAt(path))]
  const around = path.length > 1 ? yaml.nodeAt(path.slice(0, -1)) : undefined
  return [problem(messageOf(issue, path, node), node ?? around ?? yaml.keyAt(path))]
}

function asConfig({ version: _, ...written }: WrittenConfig, yaml: ConfigYaml): Config {
  const { rfcs, stakeholders, freshness } = written
  const namesAt = (path: Path, names: readonly string[]) =>
    names.map((name, index) => mentionAt(yaml, [...path, index], name))
  return {
    ...written,
    rfcs: { ...rfcs, since: rfcs.since?.toLowerCase() ?? null, bases: rfcs.bases ?? null },
    stakeholders: {
      ...stakeholders,
      deciders: namesAt(['stakeholders', 'deciders'], stakeholders.deciders),
      always: namesAt(['stakeholders', 'always'], stakeholders.always),
      paths: Object.entries(stakeholders.paths).map(([glob, names]) => ({
        glob,
        names: namesAt(['stakeholders', 'paths', glob], names),
      })),
    },
    freshness: { sections: freshness.sections ?? null },
  }
}

function mentionAt({ nodeAt, text, place }: ConfigYaml, path: Path, written: string): PlacedMention {
  const node = nodeAt(path)
  const name = written.trim()
  const [from, end] = isScalar(node) && node.range ? node.range : [0, 0]
  return { ...writtenName(name), ...place(offsetOf(name, text, { from, end })) }
}

/** A list replaces the defaults: who adds to what is ignored repeats these, and is not surprised that they match nothing. */
function writtenPatterns({ rfcs }: Config, { nodeAt, place }: ConfigYaml): readonly WrittenPattern[] {
  const inList = (name: 'paths' | 'ignore') =>
    rfcs[name].flatMap((glob, index): readonly WrittenPattern[] => {
      const offset = nodeAt(['rfcs', name, index])?.range?.[0]
      return offset === undefined ? [] : [{ key: `rfcs.${name}`, glob, ...place(offset) }]
    })
  return [...inList('paths'), ...inList('ignore').filter(({ glob }) => !DEFAULTS.rfcs.ignore.includes(glob))]
}
