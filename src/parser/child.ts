import type { Answer, Question } from './message.ts'
import { readText } from './read-text.ts'

// The process that parses untrusted text. It may be killed for taking too much time or memory.

process.on('message', (question: Question) => {
  say({ kind: 'read', id: question.id, json: JSON.stringify(readText(question)) })
})
// Only the parent ends it: a signal to the process group must not leave the parent without its parser.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.exit(0))

// Warms up lazily loaded code before deadlines apply.
readText({ as: 'document', text: '---\ntitle: a\n---\n# a\n\n- @a\n\n|a|\n|-|\n|b|\n' })
readText({ as: 'post', text: '/help' })
readText({ as: 'config', text: 'version: 1' })
say({ kind: 'ready' })

function say(answer: Answer): void {
  process.send?.(answer)
}
