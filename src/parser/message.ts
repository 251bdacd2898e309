import type { ParsedPost, UnreadablePost } from '../commands/model/parsed-post.ts'
import type { ParsedConfig } from '../config/config.ts'
import type { ParsedDocument, Unreadable } from '../documents/parsed-document.ts'

/** The kinds of text and their results. */
export interface Readings {
  readonly document: ParsedDocument | Unreadable
  readonly post: ParsedPost | UnreadablePost
  readonly config: ParsedConfig | Unreadable
}

/** A text and what to parse it as. */
export interface Request {
  readonly as: keyof Readings
  readonly text: string
}

/** A request to the child. `unread` says why the text must not be parsed: then only its lines are scanned. */
export type Question = Request & { readonly id: number; readonly unread?: string }

/** A message of the child: it is ready, or the result for one text as JSON. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly id: number; readonly json: string }

/** Whether a message of the child is well-formed. */
export function isAnswer(message: unknown): message is Answer {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false
  if (message.kind === 'ready') return true
  return (
    message.kind === 'read' &&
    'id' in message &&
    Number.isInteger(message.id) &&
    'json' in message &&
    typeof message.json === 'string'
  )
}

/** The properties of each result besides its kind. */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  document: ['title', 'frontMatter', 'parts', 'problems'],
  post: ['said', 'hints'],
  config: ['config', 'problems', 'patterns'],
}

/** Returns the result in an answer. Throws when it is malformed, which is a bug. */
export function readingIn(json: string, as: keyof Readings): Readings[keyof Readings] {
  const value: unknown = JSON.parse(json)
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  const keys = kind === 'unreadable' ? ['why'] : kind === as ? SHAPES[as] : undefined
  if (!keys?.every((key) => key in (value as object))) throw new Error(`the parser's answer is not a ${as}`)
  return value as Readings[keyof Readings]
}
