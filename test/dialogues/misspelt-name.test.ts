import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const { stage, scene } = stageForFile()
const FILE = 'rfcs/0001-billing.md'

describe('a login that is not on GitHub (S4)', () => {
  it('is reported with the closest login of the repository, without a notification, for one point', async () => {
    const { github } = stage()
    const story = scene()
    github.createUser('katherine')
    github.grant(story.repository, 'katherine', 'read')
    await story.opens('author', { [FILE]: rfc(['ada', 'katerine']) })
    expect(said(story)).toBe("failure: @katerine isn't on GitHub")
    const message = expect.stringMatching(/Did you mean @katherine/)
    expect(story.check()?.annotations).toMatchObject([{ path: FILE, message }])
    expect(story.sticky()).toMatch(/Did you mean `@\u2060katherine`/)
    await story.says('ada', '/commit')
    expect(github.requests.filter(({ operation }) => operation === 'NearbyPeople')).toHaveLength(1)
  })

  it('is reported without one when GitHub hides the people, and the verdict is the same', async () => {
    const { github } = stage()
    const stop = github.onRequest(({ operation }) =>
      operation === 'NearbyPeople' ? { answer: { status: 502, body: {} } } : undefined,
    )
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada', 'katerine']) })
    expect(said(story)).toBe("failure: @katerine isn't on GitHub")
    expect(story.sticky()).toMatch(/isn't on GitHub\. Check the spelling\./)
    stop()
  })
})
