import type { Answer, Question } from './message.ts'
import { readText } from './read-text.ts'

// The process that reads texts of strangers. It may take too long or too much memory, and be killed for it.

process.on('message', (question: Question) => {
  say({ kind: 'read', id: question.id, json: JSON.stringify(readText(question)) })
})
// The parent ends it, or its own end does; a signal to the whole group must not leave the parent without its parser.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.exit(0))

// What is slow the first time is loaded before the clock runs.
readText({ as: 'document', text: '---\ntitle: a\n---\n# a\n\n- @a\n\n|a|\n|-|\n|b|\n' })
readText({ as: 'post', text: '/help' })
readText({ as: 'config', text: 'version: 1' })
say({ kind: 'ready' })

function say(answer: Answer): void {
  process.send?.(answer)
}
