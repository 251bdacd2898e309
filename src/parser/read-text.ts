import { parsePost, unreadablePost } from '../commands/parse-post.ts'
import { readConfig } from '../config/read-config.ts'
import { parseDocument } from '../documents/parse-document.ts'
import type { Question, Readings } from './message.ts'

/** Parses a text as the requested kind; with `unread` set, only scans its lines. */
export function readText({ as, text, unread }: Omit<Question, 'id'>): Readings[keyof Readings] {
  if (unread !== undefined) {
    return as === 'post' ? unreadablePost(text, unread) : { kind: 'unreadable', why: unread }
  }
  switch (as) {
    case 'document':
      return parseDocument(text)
    case 'post':
      return parsePost(text)
    case 'config':
      return readConfig(text)
  }
}
