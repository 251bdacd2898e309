import { parseDocument } from '../domain/document/parse-document.ts'
import { readConfig } from '../domain/read-config.ts'
import { parseRemark, unreadableRemark } from '../domain/statements/parse-remark.ts'
import type { Answer, Question, Readings } from './message.ts'

// The process that reads texts of strangers. It may take too long or too much memory, and be killed for it.

process.on('message', (question: Question) => {
  say({ kind: 'read', id: question.id, json: JSON.stringify(read(question)) })
})
// The parent ends it, or its own end does; a signal to the whole group must not leave the parent without its parser.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.exit(0))

// What is slow the first time is loaded before the clock runs.
parseDocument('---\ntitle: a\n---\n# a\n\n- @a\n\n|a|\n|-|\n|b|\n')
parseRemark('/help')
readConfig('version: 1')
say({ kind: 'ready' })

function read({ as, text, unread }: Question): Readings[keyof Readings] {
  if (unread !== undefined) {
    return as === 'remark' ? unreadableRemark(text, unread) : { kind: 'unreadable', why: unread }
  }
  switch (as) {
    case 'document':
      return parseDocument(text)
    case 'remark':
      return parseRemark(text)
    case 'config':
      return readConfig(text)
  }
}

function say(answer: Answer): void {
  process.send?.(answer)
}
