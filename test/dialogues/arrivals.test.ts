import type { CheckRun } from '@rfc-alignment/emulator/world/state.ts'
import { describe, expect, it } from 'vitest'
import type { Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { restartableStage } from './restartable-stage.ts'
import { said } from './stages.ts'

const RFC = { 'rfcs/0001.md': rfc(['ada']) }
const NO_RFC = { 'src/a.ts': 'export {}' }
const WAITING = 'action_required: Waiting for @ada'

const stage = restartableStage()
const github = () => stage.github()
let scenes = 0

const scene = () => stage.scene(`arrivals-${++scenes}`)

/** Opens a pull request of which no webhook ever arrives. */
async function opensUnseen(files: Record<string, string>, how: { draft?: boolean } = {}): Promise<Scene> {
  const story = scene()
  // A comparison that is under way would find it.
  await story.does(() => {})
  await github().quietly(() => story.opens('author', files, how))
  expect(said(story)).toBe('no check')
  return story
}

/** A step of a story that is the first the App hears of it. */
type Step = (story: Scene) => unknown

function suiteOf(story: Scene, sha: string) {
  const suite = [...github().world.state.checkSuites.values()].find(
    ({ headOid, appId }) => headOid === sha && appId === github().app.id,
  )
  if (!suite) throw new Error(`there is no suite of the App on ${story.repository.name}@${sha}`)
  return suite
}

describe('the check arrives on the head, and under the name that the branch requires (V1, D5)', () => {
  const steps: readonly (readonly [event: string, step: Step])[] = [
    ['a push', (story) => github().push(story.repository, 'rfc', { 'b.ts': '1' }, { by: 'author' })],
    ['a force-push', (story) => github().forcePush(story.repository, 'rfc', RFC, { by: 'author' })],
    ['an edit of the title', (story) => github().edit(story.pull(), 'author', { title: 'Another' })],
    ['a label', (story) => github().label(story.pull(), 'author', 'urgent')],
    ['a draft', (story) => github().draft(story.pull(), 'author')],
    ['a comment', (story) => github().comment(story.pull(), 'eve', 'Hm.')],
    ['a review', (story) => github().review(story.pull(), 'grace', 'comment', 'Hm.')],
    ['"Re-run all"', (story) => github().rerequestCheckSuite(suiteOf(story, story.pull().headOid), 'author')],
  ]
  it.each(steps)('by %s, without an earlier event', async (_, step) => {
    const story = await opensUnseen(RFC)
    await story.does(() => step(story))
    expect(said(story)).toMatch(/^action_required: /)
  })

  it('when a draft becomes ready or a closed pull request is reopened', async () => {
    const drafted = await opensUnseen(RFC, { draft: true })
    await drafted.does(() => github().ready(drafted.pull(), 'author'))
    expect(said(drafted)).toBe(WAITING)

    const closed = await opensUnseen(RFC)
    await github().quietly(() => closed.does(() => github().closePullRequest(closed.pull(), 'author')))
    await closed.does(() => github().reopen(closed.pull(), 'author'))
    expect(said(closed)).toBe(WAITING)
  })

  it.each([
    ['an RFC', RFC, WAITING],
    ['no RFC', NO_RFC, /^success: Not an RFC/],
  ])('under the new name of its base branch: %s', async (_, files, says) => {
    for (const isTold of [true, false]) {
      const story = scene()
      await story.opens('author', files)
      const rename = () => {
        github().push(story.repository, 'trunk', {}, { by: 'margaret' })
        github().edit(story.pull(), 'margaret', { base: 'trunk' })
      }
      if (isTold) await story.does(rename)
      else {
        await github().quietly(() => story.does(rename))
        expect(said(story)).toBe('no check')
        await stage.server().reconcile()
        await story.does(() => {})
      }
      expect(said(story)).toEqual(typeof says === 'string' ? says : expect.stringMatching(says))
    }
  })

  it('after its repository was transferred to another owner', async () => {
    const story = await opensUnseen(NO_RFC)
    github().createOrganization('globex', { owners: ['margaret'], members: ['author', 'ada'] })
    await story.does(() => github().install('globex'))
    await story.does(() => github().transferRepository(story.repository, 'globex', 'margaret'))
    expect(said(story)).toMatch(/^success: Not an RFC/)
  })
})

/** A merge group that was answered, and one of which nothing was heard. */
async function committed(): Promise<Scene> {
  const story = scene()
  await story.opens('author', RFC)
  await story.says('ada', '/commit')
  expect(said(story)).toMatch(/^success/)
  github().protect(story.repository, { branch: 'main', check: 'build' })
  const { headOid } = story.pull()
  github().setStatus(story.repository, headOid, 'author', { context: 'build', state: 'success' })
  return story
}

function runsOn(story: Scene, sha: string): readonly CheckRun[] {
  return github().checkRuns({ repository: story.repository, sha })
}

describe('the check arrives on the commit of a merge group (V8)', () => {
  it('that was requested while the server was down', async () => {
    const story = await committed()
    await stage.stops()
    github().clock.advance(3_600)
    const sha = github().enqueue(story.pull(), 'author')
    expect(runsOn(story, sha)).toEqual([])
    await stage.starts()
    expect(runsOn(story, sha).map(({ conclusion }) => conclusion)).toEqual(['success'])
  })

  it('and again when somebody asks for it', async () => {
    const story = await committed()
    const sha = await story.does(() => github().enqueue(story.pull(), 'author'))
    const [run] = runsOn(story, sha)
    expect(run?.conclusion).toBe('success')
    const asks: readonly (() => void)[] = [
      () => github().rerequestCheckRun(run as CheckRun, 'author'),
      () => github().rerequestCheckSuite(suiteOf(story, sha), 'author'),
    ]
    for (const ask of asks) {
      const made = await stage.during(() => story.does(ask))
      expect(made.some(({ operation }) => operation === 'Group')).toBe(true)
    }
    expect(runsOn(story, sha).map(({ conclusion }) => conclusion)).toEqual(['success'])
  })
})
