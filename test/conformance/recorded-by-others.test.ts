import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import type { RestAnswer } from '../../conformance/client.ts'
import { aSandbox } from './local.ts'

interface Recorded {
  readonly scenario: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly answer: unknown
}

const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly {
  readonly name: string
  readonly examples: readonly object[]
}[]

const RECORDED: readonly Recorded[] = JSON.parse(
  readFileSync(new URL('../../fixtures/octokit/exchanges.json', import.meta.url), 'utf8'),
)

describe('the local GitHub answers as the real one was recorded by others', () => {
  it('in statuses and fields, for repositories, contents, refs, statuses, labels and rejections', async () => {
    const { sandbox } = await (await aSandbox()).contact()
    const { app, ada, at, open, fresh, must, later } = sandbox
    const { number, head } = await open('recorded')
    const ref = `refs/heads/${fresh('ref')}`
    later('delete a ref', () => ada.rest('DELETE', at(`/git/${ref}`)))
    const first = await must('read', app.rest('GET', at('/commits/main')))
    const labels = ['Foo', 'bAr', 'baZ']
    const answers: readonly [scenario: string, answer: RestAnswer][] = [
      ['get-repository', await app.rest('GET', at(''))],
      ['get-content', await app.rest('GET', at('/contents/'))],
      ['git-refs', await ada.rest('POST', at('/git/refs'), { ref, sha: first.body.sha })],
      ['git-refs', await ada.rest('PATCH', at(`/git/${ref}`), { sha: head })],
      ['create-status', await ada.rest('POST', at(`/statuses/${head}`), { state: 'failure', context: 'x' })],
      ['add-labels-to-issue', await ada.rest('POST', at(`/issues/${number}/labels`), { labels })],
      ['labels', await ada.rest('PATCH', at('/labels/Foo'), { new_name: 'Zip' })],
      ['errors', await ada.rest('POST', at('/pulls'), { title: 'x', head: 'no-such-branch', base: 'main' })],
      ['branch-protection', await ada.rest('GET', at('/pulls/4711'))],
    ]
    const found = answers.flatMap(([scenario, { status, body }], index) => {
      const recorded = RECORDED[index]
      expect(recorded?.scenario).toBe(scenario)
      return [
        ...(recorded?.status === status
          ? []
          : [`${scenario}: ${recorded?.status} was recorded, is ${status}`]),
        ...strangeParts([recorded?.answer], body).map((part) => `${scenario}: ${part}`),
      ]
    })
    expect(found).toEqual([])
  })

  it('in where a renamed repository went', async () => {
    const { github, repository, contact } = await aSandbox()
    const { sandbox } = await contact()
    github.renameRepository(repository, 'sandbox-2', 'ada')
    const answers = [
      await sandbox.ada.rest('GET', sandbox.at('')),
      await sandbox.ada.rest('PATCH', sandbox.at('/pulls/1'), { title: 'x' }),
    ]
    const recorded = RECORDED.filter(({ scenario }) => scenario === 'rename-repository')
    expect(answers.map(({ status }) => status)).toEqual(recorded.map(({ status }) => status))
    for (const [index, { headers, body }] of answers.entries()) {
      expect(strangeParts([recorded[index]?.answer], body)).toEqual([])
      const path = (location = '') => new URL(location).pathname.replace('/api/v3', '').replace(/\d+.*/, 'ID')
      expect(path(headers.location)).toBe(path(recorded[index]?.headers.location))
    }
  })

  it('in the Link header: by id, and in its order', async () => {
    const { sandbox } = await (await aSandbox()).contact()
    for (let count = 0; count < 13; count++) await sandbox.open('paged')
    const recorded = RECORDED.filter(({ scenario }) => scenario === 'paginate-issues')
    const form = (link = '') =>
      [...link.matchAll(/<[^>]*?\/repositories\/\d+\/\w+\?per_page=3&page=(\d+)>; rel="(\w+)"/g)]
        .map(([, page, relation]) => `${relation} ${page}`)
        .join()
    const pages = await Promise.all(
      ['', '&page=2', '&page=5'].map((page) =>
        sandbox.app.rest('GET', sandbox.at(`/pulls?per_page=3${page}`)),
      ),
    )
    expect(pages.map(({ headers }) => form(headers.link))).toEqual(
      recorded.map(({ headers }) => form(headers.link)),
    )
    expect(form(recorded[0]?.headers.link)).toBe('next 2,last 5')
  })
})

describe('the local GitHub sends payloads as the real one sent them', () => {
  it('with no field and no kind of value that no example of the event has', async () => {
    const { github, contact } = await aSandbox()
    const { sandbox } = await contact()
    const { ada, app, mallory, open, say, at, must, commit } = sandbox
    const { number, head, branch } = await open('payloads')
    const made = await must(
      'run',
      app.rest('POST', at('/check-runs'), { name: 'x', head_sha: head, conclusion: 'failure' }),
    )
    await app.rest('POST', at(`/check-runs/${made.body.id}/rerequest`))
    const comment = await say(mallory, number, 'hello')
    await ada.rest('PATCH', at(`/issues/comments/${comment}`), { body: 'edited' })
    await ada.rest('DELETE', at(`/issues/comments/${comment}`))
    await ada.rest('POST', at(`/issues/${number}/labels`), { labels: ['rfc'] })
    await mallory.rest('POST', at(`/pulls/${number}/reviews`), {
      event: 'COMMENT',
      body: 'hello',
      comments: [{ path: 'notes.md', line: 1, side: 'RIGHT', body: 'hello' }],
    })
    await commit(branch, { 'notes.md': '# Second\n' })
    await ada.rest('PATCH', at(`/pulls/${number}`), { state: 'closed' })
    await github.idle()
    const sent = new Map(github.deliveries.map((each) => [`${each.event}.${each.action ?? ''}`, each]))
    expect([...sent.keys()]).toEqual(
      expect.arrayContaining([
        'push.',
        'check_run.rerequested',
        'issue_comment.edited',
        'pull_request.labeled',
      ]),
    )
    const found = [...sent].flatMap(([name, { event, body }]) => {
      const known = examples.find((each) => each.name === event)?.examples ?? []
      return strangeParts(known, JSON.parse(body)).map((part) => `${name}: ${part}`)
    })
    expect(found).toEqual([])
  })
})

/** In GitHub's published schemas (`@octokit/openapi-types`, `openapi-webhooks-types`), and newer than what was recorded. */
const NEWER =
  /^status$|(^|\.)(visibility$|installation$|pull_request\.auto_merge$|active_lock_reason$|performed_via_github_app$|reactions$|app\.slug$|latest_check_runs_count$|check_runs_url$|issue\.(draft|pull_request)$|label(s\[\])?\.description$|review\.updated_at$|pull_request\.draft$)/

/** What an answer has that no recording has: fields, and kinds of values. What it leaves out is not told. */
function strangeParts(recorded: readonly unknown[], answer: unknown, place = ''): string[] {
  const known = recorded.filter((each) => each !== null && each !== undefined)
  if (answer === null || known.length === 0) return []
  const kinds = new Set(known.map(kindOf))
  if (!kinds.has(kindOf(answer))) return [`${place} was ${[...kinds].join(' or ')}, is ${kindOf(answer)}`]
  if (Array.isArray(answer)) {
    const entries = known.flatMap((each) => (Array.isArray(each) ? (each as unknown[]) : []))
    return answer.slice(0, 1).flatMap((each) => strangeParts(entries, each, `${place}[]`))
  }
  if (!isRecord(answer)) return []
  const records = known.filter(isRecord)
  return Object.entries(answer).flatMap(([key, value]) => {
    const where = place === '' ? key : `${place}.${key}`
    const having = records.filter((each) => key in each)
    if (having.length === 0) return NEWER.test(where) ? [] : [`${where} was not there`]
    return strangeParts(
      having.map((each) => each[key]),
      value,
      where,
    )
  })
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
