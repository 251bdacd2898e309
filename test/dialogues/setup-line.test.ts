import { describe, expect, it } from 'vitest'
import { numberIn } from '../ops/number-in.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const UNPINNED =
  "**The required check isn't pinned to this App**: anyone with write access can turn `RFC alignment: main` green."

describe("how the branch requires the check, in the details of an RFC's check", () => {
  const { stage, scene } = stageForFile({
    server: { postures: { ageSeconds: { pinned: 0, wrong: 0 }, believedMs: 0 } },
  })

  /** An RFC on a branch whose rule is so; what the check's details say of it. */
  async function anRfc(appId: number | null | 'no rule') {
    const story = scene()
    story.repository.rules.length = 0
    if (appId !== 'no rule') {
      stage().github.protect(story.repository, { branch: 'main', check: 'RFC alignment: main', appId })
    }
    await story.opens('author', { [FILE]: rfc(['ada']) })
    return { story, summary: () => story.check()?.summary ?? '' }
  }

  it('is not mentioned when the check is required from this App', async () => {
    const { story, summary } = await anRfc(stage().github.app.id)
    expect(said(story)).toBe('action_required: Waiting for @ada')
    expect(summary()).not.toMatch(/pinned|required/)
    expect(story.comments()).toHaveLength(1)
  })

  it('says that any source can report it until it is required from this App', async () => {
    const { story, summary } = await anRfc(null)
    expect(summary()).toContain(UNPINNED)
    // The verdict is the same, and so is the comment: people who argue can do nothing about it.
    expect(said(story)).toBe('action_required: Waiting for @ada')
    expect(story.sticky()).not.toContain('pinned')

    story.repository.rules.length = 0
    stage().github.protect(story.repository, {
      branch: 'main',
      check: 'RFC alignment: main',
      appId: stage().github.app.id,
    })
    await story.says('author', 'It is pinned now.')
    expect(summary()).not.toContain('pinned')
  })

  it('says that it is not required, or is expected from another App', async () => {
    const none = await anRfc('no rule')
    expect(none.summary()).toContain("**This check isn't required**: merges into `main` don't wait for it.")
    const other = await anRfc(15368)
    expect(other.summary()).toContain('**The required check is expected from another App**')
  })

  it('is not mentioned when it cannot be read', async () => {
    const stop = stage().github.onRequest(({ path }) =>
      /\/(rules\/)?branches\//.test(path) ? { answer: { status: 403, body: { message: 'Forbidden' } } } : {},
    )
    const { story, summary } = await anRfc(null)
    stop()
    expect(said(story)).toBe('action_required: Waiting for @ada')
    expect(summary()).not.toMatch(/pinned|required/)
  })

  it('is not read for a pull request that is not an RFC', async () => {
    const story = scene()
    stage().github.requests.length = 0
    await story.opens('author', { 'src/a.ts': 'export {}' })
    expect(said(story)).toMatch(/^success: Not an RFC/)
    expect(stage().github.requests.filter(({ path }) => /branches\//.test(path))).toEqual([])
  })
})

describe('the cached rule of a branch', () => {
  const { stage, scene } = stageForFile({ environment: { METRICS_PORT: '0' }, server: { postures: {} } })

  it('costs no read while it is valid', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const reads = () =>
      stage().github.requests.filter(({ path }) => /\/(rules\/)?branches\//.test(path)).length
    expect(reads()).toBe(2)
    await story.says('ada', 'Good morning')
    await story.pushes('author', { [FILE]: rfc(['ada', 'linus']) })
    expect(reads()).toBe(2)
  })

  it('is counted in the metrics without a name', async () => {
    const story = scene()
    story.repository.rules.length = 0
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const text = await (await fetch(stage().server.metricsUrl ?? '')).text()
    expect(numberIn(text, 'rfc_alignment_branches{required_check="not required"}')).toBe(1)
    expect(numberIn(text, 'rfc_alignment_branches{required_check="any source"}')).toBeNull()
  })
})
