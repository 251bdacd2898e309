import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { startServer } from '../../src/server/server.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { rfc } from '../rfc-text.ts'
import { stageForFile } from './stages.ts'

const { stage, scene } = stageForFile()

/** Two RFC pull requests of one repository, and what the App says on each. */
async function twoPullRequests() {
  const { github } = stage()
  const story = scene()
  await story.opens('author', { 'rfcs/0001-billing.md': rfc(['ada', 'linus']) })
  const other = await story.does(() => {
    github.push(story.repository, 'rfc-2', { 'rfcs/0002-mail.md': rfc(['ada', 'linus']) }, { by: 'author' })
    return github.openPullRequest(story.repository, {
      author: 'author',
      head: 'rfc-2',
      base: 'main',
      title: 'Mail',
    })
  })
  const own = (body: RegExp) =>
    github
      .comments(other)
      .filter((comment) => comment.authorId === github.app.botId && body.test(comment.body))
      .map((comment) => comment.body)
  return {
    story,
    says: (who: string, text: string) => story.does(() => github.comment(other, who, text)),
    approves: (who: string) => story.does(() => github.review(other, who, 'approve', 'fine')),
    replies: () => own(/^<!-- rfc-alignment reply/),
    row: (who: string) =>
      own(/^<!-- rfc-alignment sticky/)[0]
        ?.split('\n')
        .find((line) => line.startsWith(`| @${who}`)),
  }
}

describe('an answer that people get once per repository', () => {
  it('is given for a command of another tool; later the status shows it (C9)', async () => {
    const { story, says, replies, row } = await twoPullRequests()
    await story.says('ada', '/lgtm')
    const [answer] = story.replies()
    expect(answer).toContain("`/lgtm` isn't a command here. To commit, comment `/commit`.")

    await says('ada', '/approve')
    expect(replies()).toEqual([])
    expect(row('ada')).toMatch(/`\/approve` of \[.*\]\(.*\) didn't count: to commit, comment `\/commit`/)
    await says('linus', '/lgtm')
    expect(replies()).toHaveLength(1)

    // What is answered elsewhere leaves the answer here as it is.
    await story.says('linus', '/lgtm')
    expect(story.replies()).toEqual([answer])
    expect(story.sticky()?.match(/didn't count/g)).toHaveLength(2)
    await story.says('ada', '/commit')
    expect(story.sticky()?.match(/didn't count/g)).toHaveLength(1)
    expect(story.replies()).toEqual([expect.stringMatching(/Resolved\. No action needed\./)])
  })

  it('is given for an approving review (C7)', async () => {
    const { story, approves, replies } = await twoPullRequests()
    await story.does(() => stage().github.review(story.pull(), 'ada', 'approve', 'fine'))
    expect(story.replies()).toEqual([expect.stringContaining("Approving reviews don't count")])
    await approves('ada')
    await approves('linus')
    expect(replies()).toEqual([expect.stringMatching(/linus, re: /)])
  })

  it('stays in place when the database is lost (C9)', async () => {
    const { story, says } = await twoPullRequests()
    await story.says('ada', '/lgtm')
    await says('ada', '/lgtm')
    const before = story.replies()
    const { github, environment } = stage()
    const folder = await mkdtemp(join(tmpdir(), 'rfc-alignment-empty-'))
    const settings = readSettings({ ...environment, DATA_DIR: folder })
    const server = await startServer(settings, pino({ level: 'silent' }))
    try {
      await server.idle()
      await github.idle()
      expect([before.length, story.replies()]).toEqual([1, before])
    } finally {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
