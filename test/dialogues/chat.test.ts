import type { LoggedRequest } from '@rfc-alignment/emulator/requests.ts'
import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { restartableStage } from './restartable-stage.ts'
import { said } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const stage = restartableStage()

const evaluations = (requests: readonly LoggedRequest[]) =>
  requests.filter(({ operation }) => operation === 'PullRequest').length

describe('many comments of somebody who is not named (TH-132)', () => {
  it('cost five evaluations for ninety, and one more at the next reconciliation', async () => {
    const github = stage.github()
    const story = stage.scene('chat')
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const talk = await stage.during(async () => {
      for (let times = 0; times < 90; times++) {
        github.comment(story.pull(), 'eve', `Interesting, see https://example.com/${times}.`)
        await github.idle()
      }
    })
    expect(evaluations(talk)).toBeLessThanOrEqual(5)
    stage.counted()
    const reconciled = await stage.during(() => stage.server().reconcile())
    expect(stage.counted()).toMatchObject({ reconciliationEnqueued: 1, reconciliationDrift: 0 })
    // One evaluation: its first page is as long as what was known, and the other comments come with a second one.
    expect(evaluations(reconciled)).toBe(2)
    expect(said(story)).toBe('action_required: Waiting for @ada')
    // A command is evaluated at once, also in a comment that had none before.
    const chat = await story.says('ada', 'Let me see.')
    await story.does(() => github.editComment(chat, 'ada', '/commit'))
    expect(said(story)).toMatch(/^success/)
    await story.does(() => github.editComment(chat, 'ada', 'I take it back.'))
    expect(said(story)).toBe('action_required: Waiting for @ada')
  })

  it('cost few evaluations for a hundred commands during one', async () => {
    const github = stage.github()
    const story = stage.scene('commands')
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const mayRead = Promise.withResolvers<void>()
    const stop = github.onRequest(async ({ operation }) => {
      if (operation === 'PullRequest') await mayRead.promise
    })
    const burst = await stage.during(async () => {
      for (let times = 0; times < 100; times++) github.comment(story.pull(), 'eve', '/commit')
      await github.idle()
      mayRead.resolve()
    })
    stop()
    expect(github.deliveries.every(({ statusCode }) => statusCode === 202)).toBe(true)
    expect(evaluations(burst)).toBeLessThanOrEqual(10)
    expect(said(story)).toBe('action_required: Waiting for @ada')
  })
})
