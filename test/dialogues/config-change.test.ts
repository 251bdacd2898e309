import { describe, expect, it } from 'vitest'
import { CONFIG_PATH } from '../../src/config/config.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const { stage, scene } = stageForFile()

type Story = ReturnType<typeof scene>

const notes = (story: Story) =>
  story.check()?.annotations.map((each) => [each.path, each.start_line, each.annotation_level])

describe('a pull request that changes the configuration (§13)', () => {
  it('reports on its check whether the new text is valid, for one more read per push', async () => {
    const story = scene()
    const { github } = stage()
    const reads = (name: string) => github.requests.filter(({ operation }) => operation === name).length
    await story.opens('author', { [CONFIG_PATH]: 'version: 1\nrfcs:\n  pathes: [a]\n' })
    expect(said(story)).toBe('failure: Configuration is invalid: Unknown key pathes under rfcs')
    expect(notes(story)).toEqual([[CONFIG_PATH, 3, 'failure']])
    expect(reads('More')).toBe(1)
    await story.says('ada', 'well')
    expect(reads('More')).toBe(1)

    await story.pushes('author', { [CONFIG_PATH]: 'version: 1\nrfcs:\n  paths: [a]\n' })
    expect(said(story)).toMatch(/^success: Not an RFC/)
    expect(notes(story)).toEqual([
      [CONFIG_PATH, 1, 'notice'],
      [CONFIG_PATH, 3, 'notice'],
    ])
    expect([story.sticky(), story.replies()]).toEqual([undefined, []])

    await story.pushes('author', { [CONFIG_PATH]: { mode: '120000', content: 'other.yml' } })
    expect(story.check()?.annotations).toMatchObject([
      { start_line: 1, annotation_level: 'failure', message: expect.stringMatching(/is a symbolic link/) },
    ])
    expect((await story.triesToMerge('author')).merged).toBe(false)
  })

  it('reports patterns that match no file at the head, for one read of the tree (D2)', async () => {
    const story = scene()
    const { github } = stage()
    const trees = () => github.requests.filter(({ path }) => path.includes('/git/trees/')).length
    const before = trees()
    const paths = (...globs: string[]) =>
      `version: 1\nrfcs:\n  paths:\n${globs.map((glob) => `    - ${glob}\n`).join('')}`
    await story.opens('author', { [CONFIG_PATH]: paths('rfcs/**', 'desing/**'), [FILE]: rfc(['ada']) })
    expect(said(story)).toBe('action_required: Waiting for @ada')
    const idle = { path: CONFIG_PATH, start_line: 5, annotation_level: 'notice' }
    const message = expect.stringMatching(/^No file matches desing\/\*\* in rfcs\.paths\./)
    expect(story.check()?.annotations.slice(1)).toMatchObject([{ ...idle, message }])
    await story.says('ada', '/commit')
    expect([said(story), trees() - before]).toEqual(['success: Ready to merge: 1 committed', 1])

    await story.pushes('author', { [CONFIG_PATH]: paths('rfcs/**', 'design/**'), 'design/a.md': '# A' })
    expect(notes(story)).toEqual([[CONFIG_PATH, 1, 'notice']])
    expect(trees() - before).toBe(2)
    const other = scene()
    await other.opens('author', { [FILE]: rfc(['ada']) })
    expect(trees() - before).toBe(2)
  })

  it('applies to the next RFC once merged (S2, P3, C7)', async () => {
    const story = scene({
      [CONFIG_PATH]: `version: 1
stakeholders:
  always: ['@linus']
  paths: { 'rfcs/*billing*': ['@grace'] }
reviews: count
`,
    })
    await story.opens('author', { [FILE]: rfc(['ada']) })
    expect(said(story)).toBe('action_required: Waiting for @ada, @linus and @grace')
    for (const who of ['ada', 'linus']) await story.says(who, '/commit')
    await story.does(() => stage().github.review(story.pull(), 'grace', 'approve', ''))
    expect(said(story)).toMatch(/^success/)
    expect(notes(story)).toEqual([])
  })
})
