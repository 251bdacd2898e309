import { describe, expect, it } from 'vitest'
import { openScene, type Scene } from '../../playground/scene.ts'
import { stageForFile } from '../dialogues/stages.ts'
import { rfc } from '../rfc-text.ts'
import { openBrowser } from './browser.ts'

const FILE = 'rfcs/0001-billing.md'
const { stage } = stageForFile()

/** Merges whatever the check says, as an administrator may. */
async function mergesPast(story: Scene): Promise<void> {
  const { github } = stage()
  github.grant(story.repository, 'margaret', 'admin')
  await story.does(() => github.merge(story.pull(), 'margaret', { bypass: true }))
  await stage().settled()
}

/** What the export says of the merge of a repository's RFC. */
async function recorded(name: string) {
  const ada = openBrowser(stage().server.url)
  await ada.signIn(stage().github, 'ada')
  const all = JSON.parse((await ada.go(`/decisions.json?repository=acme/${name}`)).page)
  return { ...all[0], page: (await ada.go(`/rfcs/acme/${name}/1`)).page }
}

describe('R2: a merge past the check is recorded as what it was, and never as decided', () => {
  it('with people pending and an objection open', async () => {
    const story = openScene(stage(), 'past')
    await story.opens('author', { [FILE]: rfc(['ada', 'linus', 'grace']) })
    await story.says('ada', '/commit')
    await story.says('linus', '/object who pays?')
    await mergesPast(story)
    const { outcome, outcomeTitle, mergedBy, check, objections, page } = await recorded('past')
    expect({ outcome, outcomeTitle, mergedBy, check, objections }).toEqual({
      outcome: 'merged',
      outcomeTitle: 'Merged with 2 pending and 1 open objection',
      mergedBy: 'margaret',
      check: 'Objection #1 by @linus is open',
      objections: [{ number: 1, by: 'linus', reason: 'who pays?', ended: 'not heard, not answered' }],
    })
    expect(page).toContain('Merged with 2 pending and 1 open objection')
    expect(page).not.toMatch(/decided/i)
  })

  it('while it needed fixing', async () => {
    const story = openScene(stage(), 'broken')
    await story.opens('author', { [FILE]: rfc(['ada']).replace('Invoices are late by a day.', 'TBD') })
    await story.says('ada', '/commit')
    await mergesPast(story)
    expect((await recorded('broken')).outcomeTitle).toBe(
      'Merged while it needed fixing: Problem section holds only a placeholder',
    )
  })

  it('with another text than the one people committed to', async () => {
    const long = Array.from({ length: 12 }, (_, index) => `Line ${index}.`).join('\n\n')
    const base = `${rfc(['ada'])}\n## Notes\n\n${long}\n`
    const story = openScene(stage(), 'behind', { [FILE]: base })
    await story.opens('author', { [FILE]: base.replace('Bill from events.', 'Bill nightly.') })
    await story.says('ada', '/commit')
    await story.does(() => {
      const files = { [FILE]: base.replace('Line 11.', 'Line 12.') }
      stage().github.push(story.repository, 'main', files, { by: 'margaret' })
    })
    await mergesPast(story)
    expect(await recorded('behind')).toMatchObject({
      outcome: 'merged',
      outcomeTitle: 'Merged before the branch was updated',
    })
  })
})

describe('R1: a decision is recorded as of the second of the merge', () => {
  it('so later posts change nothing, and objections are recorded with how they ended', async () => {
    const story = openScene(stage(), 'later')
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    await story.says('linus', '/object who pays?')
    await story.says('author', '/answer #1 the platform budget')
    await story.says('linus', '/heard')
    await story.says('mallory', '/object not me')
    await story.says('linus', '/commit')
    await story.says('ada', '/commit')
    expect(await story.triesToMerge('author')).toMatchObject({ merged: true })
    await story.says('linus', '/object after all')
    await stage().settled()
    const { outcome, outcomeTitle, objections } = await recorded('later')
    expect([outcome, outcomeTitle]).toEqual(['decided', 'Decided: 2 committed'])
    expect(objections.map(({ by, ended }: { by: string; ended: string }) => `${by}: ${ended}`)).toEqual([
      'linus: heard, answered by the author',
      'mallory: not heard, not answered',
    ])
  })
})

describe('R1: of pull requests that are one decision (V7)', () => {
  it('the one that is merged has the record of the one that carried it', async () => {
    const story = openScene(stage(), 'twins')
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const twin = await story.does(() => {
      github.forcePush(story.repository, 'twin', story.pull().headOid, { by: 'author' })
      return github.openPullRequest(story.repository, { author: 'author', head: 'twin', title: 'Twin' })
    })
    await story.says('ada', '/commit')
    await story.does(() => github.merge(twin, 'margaret'))
    const ada = openBrowser(stage().server.url)
    await ada.signIn(github, 'ada')
    const all = JSON.parse((await ada.go('/decisions.json?repository=acme/twins')).page)
    expect(all).toMatchObject([{ number: 2, title: 'Twin', outcomeTitle: 'Decided: 1 committed' }])
  })
})

describe('P6: an objection whose post somebody else removed', () => {
  it('is recorded without its text, and not counted', async () => {
    const story = openScene(stage(), 'removed')
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const comment = await story.says('mallory', '/object who pays?')
    await story.says('ada', '/commit')
    expect(story.check()?.title).toBe(
      'Ready to merge: 1 committed; 1 objection by a non-stakeholder is unanswered',
    )
    await story.deletes('margaret', comment)
    expect(story.check()?.title).toBe('Ready to merge: 1 committed')
    await story.triesToMerge('author')
    await stage().settled()
    expect((await recorded('removed')).objections).toEqual([
      { number: 1, by: 'mallory', reason: '', ended: 'removed, not answered' },
    ])
  })
})

describe('the page "for me" (N1)', () => {
  it('lists answered objections, documents to fix and RFCs that can be merged', async () => {
    const me = async (login: string) => {
      const browser = openBrowser(stage().server.url)
      await browser.signIn(stage().github, login, '/me')
      return (await browser.go('/me')).page
    }
    const story = openScene(stage(), 'mine')
    await story.opens('author', { [FILE]: rfc(['margaret']) }, { title: 'Mine' })
    await story.says('margaret', '/object who pays?')
    expect(await me('author')).toMatch(/Objections to answer[\s\S]*Mine[\s\S]*who pays\?/)
    await story.says('author', '/answer #1 the platform budget')
    expect(await me('margaret')).toMatch(/Your objection was answered[\s\S]*Mine[\s\S]*the platform budget/)
    await story.says('margaret', '/commit')
    expect(await me('author')).toMatch(/Your RFCs that are ready to merge[\s\S]*Mine/)
    await story.pushes('author', { [FILE]: '# Mine\n' })
    expect(await me('author')).toMatch(/Your RFCs to fix[\s\S]*Mine/)
    expect(await me('margaret')).not.toContain('Nothing needs your response')
  })
})
