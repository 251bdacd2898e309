import { describe, expect, it } from 'vitest'
import { whyIgnored } from '../../src/webhooks/handled-events.ts'

const bot = { id: 99, login: 'rfc-alignment[bot]', type: 'Bot' }
const person = { id: 1, login: 'ada', type: 'User' }

function comment(action: string, author: object | null, sender: object | undefined) {
  return { action, issue: { number: 12, pull_request: {} }, comment: { id: 5, user: author }, sender }
}

describe('an event asks for nothing', () => {
  it.each([
    ['a check run that was written', 'check_run', { action: 'completed' }],
    ['a star', 'star', { action: 'created' }],
    ['a ping', 'ping', {}],
    ['a name that objects have', 'toString', {}],
    ["a bot's comment on its own comment", 'issue_comment', comment('edited', bot, bot)],
  ])('when it is %s', (_, event, payload) => {
    expect(whyIgnored(event, payload)).not.toBeNull()
  })
})

describe('an event is stored', () => {
  it.each([
    ['a check that is asked for again', 'check_run', { action: 'rerequested' }],
    ['a push, which has no action', 'push', { ref: 'refs/heads/main' }],
    ["a person's comment", 'issue_comment', comment('created', person, person)],
    ["a person's edit of the App's comment (V4)", 'issue_comment', comment('edited', bot, person)],
    ["a bot's edit of a person's comment (C5)", 'issue_comment', comment('edited', person, bot)],
    ['a comment of an account that is gone', 'issue_comment', comment('deleted', null, bot)],
    ['a comment without its sender', 'issue_comment', comment('edited', bot, undefined)],
    ["a bot's review", 'pull_request_review', { action: 'submitted', review: { user: bot }, sender: bot }],
  ])('when it is %s', (_, event, payload) => {
    expect(whyIgnored(event, payload)).toBeNull()
  })
})
