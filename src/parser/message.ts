import type { ParsedPost, UnreadablePost } from '../commands/model/parsed-post.ts'
import type { ParsedConfig } from '../config/config.ts'
import type { ParsedDocument, Unreadable } from '../documents/parsed-document.ts'

/** What a text is read as, and what comes of it. */
export interface Readings {
  readonly document: ParsedDocument | Unreadable
  readonly post: ParsedPost | UnreadablePost
  readonly config: ParsedConfig | Unreadable
}

/** A text to be read, and as what. */
export interface Request {
  readonly as: keyof Readings
  readonly text: string
}

/** What the child is asked. `unread` says why the text must not be parsed: then only a look over its lines is wanted. */
export type Question = Request & { readonly id: number; readonly unread?: string }

/** What the child says: that it is up, or the reading of one text as JSON. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly id: number; readonly json: string }

/** Checks that a message comes from our child as it should. */
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

/** What each reading has besides its kind. */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  document: ['title', 'frontMatter', 'parts', 'problems'],
  post: ['said', 'hints'],
  config: ['config', 'problems', 'patterns'],
}

/** The reading in an answer. Throws where it has not the shape of one: that is a slip of ours. */
export function readingIn(json: string, as: keyof Readings): Readings[keyof Readings] {
  const value: unknown = JSON.parse(json)
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  const keys = kind === 'unreadable' ? ['why'] : kind === as ? SHAPES[as] : undefined
  if (!keys?.every((key) => key in (value as object))) throw new Error(`the parser answered no ${as}`)
  return value as Readings[keyof Readings]
}
