import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const MANY = Object.fromEntries(Array.from({ length: 3001 }, (_, i) => [`src/${i}.ts`, `${i}`]))
const { stage, scene } = stageForFile()

/** What the App asked of GitHub while something happened. */
async function readsDuring(act: () => Promise<unknown>): Promise<number> {
  const { github } = stage()
  const before = github.requests.length
  await act()
  return github.requests.slice(before).filter(({ kind }) => kind === 'read').length
}

describe('a team among the stakeholders (S3)', () => {
  it('commits when its quorum has, for at most two reads per comment (budgets)', async () => {
    const story = scene()
    const team = stage().github.createTeam('acme', 'SRE', { members: ['linus'] })
    stage().github.createTeam('acme', 'Night shift', { parent: team, members: ['grace'] })
    await story.opens('author', { [FILE]: rfc(['acme/sre (2)']) })
    expect(said(story)).toBe('action_required: Waiting for @acme/sre (0 of 2)')
    expect(await readsDuring(() => story.says('linus', '/commit'))).toBeLessThanOrEqual(2)
    expect(said(story)).toBe('action_required: Waiting for @acme/sre (1 of 2)')
    expect(await readsDuring(() => story.says('grace', '/commit'))).toBeLessThanOrEqual(2)
    expect(said(story)).toMatch(/^success/)
  })
})

describe('a pull request that changes more files than GitHub lists (D6)', () => {
  it('is an RFC by a comparison of the trees', async () => {
    const story = scene()
    await story.opens('author', { ...MANY, [FILE]: rfc(['ada']) })
    expect(said(story)).toBe('action_required: Waiting for @ada')
    await story.says('ada', '/commit')
    expect(said(story)).toMatch(/^success/)
  })

  it('is not an RFC when no RFC file differs', async () => {
    const story = scene()
    await story.opens('author', MANY)
    expect(said(story)).toMatch(/^success: Not an RFC/)
  })
})

describe('a base that moved (F6)', () => {
  it('is detected from the merge base', async () => {
    const story = scene({ [FILE]: rfc(['ada'], 'one') })
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada'], 'two') })
    await story.does(() =>
      github.push(story.repository, 'main', { [FILE]: rfc(['ada'], 'three') }, { by: 'margaret' }),
    )
    await story.says('ada', '/commit')
    expect(said(story)).toMatch(/^failure: /)
    expect(story.check()?.summary).toMatch(/`rfcs\/0001-billing\.md` changed on `main`\. Update this branch/)
  })
})

// Last in this file: from here on the whole organisation is configured so.
describe('the configuration of a whole organisation (D1)', () => {
  it('applies only if the base has none', async () => {
    stage().github.createRepository({
      owner: 'acme',
      name: '.github',
      files: { '.github/rfc-alignment.yml': 'version: 1\nrfcs:\n  paths: ["design/**/*.md"]\n' },
    })
    const shared = scene()
    await shared.opens('author', { 'design/billing.md': rfc(['ada']) })
    expect(said(shared)).toBe('action_required: Waiting for @ada')
    expect(await readsDuring(() => shared.says('ada', '/commit'))).toBeLessThanOrEqual(2)
    const own = scene({ '.github/rfc-alignment.yml': 'version: 1\n' })
    await own.opens('author', { 'design/billing.md': rfc(['ada']) })
    expect(said(own)).toMatch(/^success: Not an RFC/)
  })
})
