import type { CheckRunFacts } from '../acts/checks.ts'
import { invalid as invalidField, Rejection } from '../rejection.ts'
import type { Quirks } from '../world/quirks.ts'
import type { Annotation, CheckRun } from '../world/state.ts'

/** Longest summary and longest text, in characters and in bytes (GH-142). */
const LONGEST_OUTPUT = 65_535
const MOST_ANNOTATIONS = 50
const LONGEST_ANNOTATION = 64 * 1024
const MOST_ACTIONS = 3

const STATUSES = ['queued', 'in_progress', 'completed']
const CONCLUSIONS = ['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required']

/** What a request to write a check run says, or GitHub's 422 for what breaks its limits (GH-142). */
export function readCheckRun(body: Readonly<Record<string, unknown>>, quirks: Quirks): CheckRunFacts {
  const status = oneOf(body, 'status', STATUSES) as CheckRun['status'] | undefined
  const conclusion = oneOf(body, 'conclusion', CONCLUSIONS) as CheckRun['conclusion'] | undefined
  if (status === 'completed' && conclusion === undefined) {
    throw invalid('"conclusion" wasn\'t supplied while "status" is "completed".')
  }
  const name = text(body, 'name')
  const externalId = externalIdIn(body, quirks)
  if ((name?.length ?? 0) > (quirks.longestCheckName ?? Infinity)) throw invalid('name is too long.')
  const detailsUrl = text(body, 'details_url')
  const startedAt = time(body, 'started_at')
  const completedAt = time(body, 'completed_at')
  if (detailsUrl !== undefined && !/^https?:\/\//.test(detailsUrl)) {
    throw invalidField('CheckRun', 'details_url', 'details_url must use the http or https scheme')
  }
  return {
    ...(name === undefined ? {} : { name }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(detailsUrl === undefined ? {} : { detailsUrl }),
    ...(status === undefined ? {} : { status }),
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(completedAt === undefined ? {} : { completedAt }),
    ...output(body.output),
    ...(body.actions === undefined ? {} : { actions: actions(body.actions) }),
  }
}

/** How much an `external_id` holds is not documented (GH-51). */
function externalIdIn(body: Readonly<Record<string, unknown>>, quirks: Quirks): string | undefined {
  const given = text(body, 'external_id')
  const longest = quirks.longestExternalId
  if (given === undefined || longest === null || given.length <= longest) return given
  if (quirks.cutsExternalId) return given.slice(0, longest)
  throw invalid(`external_id is too long (maximum is ${longest} characters).`)
}

function output(value: unknown): Pick<CheckRunFacts, 'title' | 'summary' | 'text' | 'annotations'> {
  if (value === undefined || value === null) return {}
  const fields = record(value, 'output')
  const title = text(fields, 'title')
  const summary = text(fields, 'summary')
  const details = text(fields, 'text')
  if (title === undefined) throw invalid('"title" wasn\'t supplied in "output".')
  if (summary === undefined) throw invalid('"summary" wasn\'t supplied in "output".')
  for (const [name, part] of Object.entries({ summary, text: details })) {
    if (part !== undefined && part.length > LONGEST_OUTPUT) {
      throw invalid(`Only ${LONGEST_OUTPUT} characters are allowed in ${name}; ${part.length} were supplied.`)
    }
    if (Buffer.byteLength(part ?? '') > LONGEST_OUTPUT) {
      throw invalidField('CheckRun', name, `${name} exceeds a maximum bytesize of ${LONGEST_OUTPUT}`)
    }
  }
  return {
    title,
    summary,
    ...(details === undefined ? {} : { text: details }),
    ...(fields.annotations === undefined ? {} : { annotations: annotations(fields.annotations) }),
  }
}

function annotations(value: unknown): Annotation[] {
  if (!Array.isArray(value)) throw invalid('"annotations" is not an array.')
  if (value.length > MOST_ANNOTATIONS) {
    throw invalid(`No more than ${MOST_ANNOTATIONS} items are allowed; ${value.length} were supplied.`)
  }
  return value.map((each) => {
    const fields = record(each, 'annotation')
    const path = text(fields, 'path')
    const message = text(fields, 'message')
    const level = oneOf(fields, 'annotation_level', ['notice', 'warning', 'failure'])
    const { start_line: start, end_line: end, start_column: from, end_column: to } = fields
    if (!path || !message || !level || !line(start) || !line(end)) {
      throw invalid('An annotation needs path, start_line, end_line, annotation_level and message.')
    }
    if (end < start) throw invalid('end_line must not be before start_line.')
    if ((from !== undefined || to !== undefined) && start !== end) {
      throw invalid('Columns are only allowed where start_line and end_line are the same.')
    }
    const title = text(fields, 'title')
    const rawDetails = text(fields, 'raw_details')
    if (Buffer.byteLength(message) > LONGEST_ANNOTATION) throw invalid('message exceeds 64 KB.')
    if (Buffer.byteLength(rawDetails ?? '') > LONGEST_ANNOTATION) throw invalid('raw_details exceeds 64 KB.')
    if ((title ?? '').length > 255) throw invalid('title exceeds 255 characters.')
    return {
      path,
      start_line: start,
      end_line: end,
      start_column: typeof from === 'number' ? from : null,
      end_column: typeof to === 'number' ? to : null,
      annotation_level: level as Annotation['annotation_level'],
      message,
      title: title ?? null,
      raw_details: rawDetails ?? null,
    }
  })
}

function actions(value: unknown): CheckRun['actions'] {
  if (!Array.isArray(value)) throw invalid('"actions" is not an array.')
  if (value.length > MOST_ACTIONS) {
    throw invalid(`No more than ${MOST_ACTIONS} items are allowed; ${value.length} were supplied.`)
  }
  return value.map((each) => {
    const fields = record(each, 'action')
    const [label, description, identifier] = (
      [
        ['label', 20],
        ['description', 40],
        ['identifier', 20],
      ] as const
    ).map(([name, longest]) => {
      const given = text(fields, name)
      if (given === undefined) throw invalid(`"${name}" wasn't supplied in an action.`)
      if (given.length > longest) {
        throw invalid(`Only ${longest} characters are allowed in ${name}; ${given.length} were supplied.`)
      }
      return given
    })
    return { label: label ?? '', description: description ?? '', identifier: identifier ?? '' }
  })
}

function line(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0
}

function text(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`For '${name}', ${JSON.stringify(value)} is not a string.`)
  return value
}

function time(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = text(fields, name)
  if (value === undefined) return undefined
  const at = Date.parse(value)
  if (Number.isNaN(at)) throw invalid(`${value} is not a valid date-time.`)
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

function oneOf(fields: Readonly<Record<string, unknown>>, name: string, allowed: readonly string[]) {
  const value = text(fields, name)
  if (value !== undefined && !allowed.includes(value)) throw invalid(`${value} is not a member of ${name}.`)
  return value
}

function record(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`For '${name}', ${JSON.stringify(value)} is not an object.`)
  }
  return value as Readonly<Record<string, unknown>>
}

function invalid(message: string): Rejection {
  return new Rejection(422, `Invalid request.\n\n${message}`)
}
