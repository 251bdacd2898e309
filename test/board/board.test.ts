import { beforeAll, describe, expect, it } from 'vitest'
import { openScene, type Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from '../dialogues/stages.ts'
import { openBrowser } from './browser.ts'

const FILE = 'rfcs/0001-billing.md'
const SECRET = 'Sell the <b>bicycle</b> & "shed"'
const { stage } = stageForFile()

/** A story in a private repository that mallory was taken out of, and one in a public one. */
let secret: Scene
let open: Scene
const browser = () => openBrowser(stage().server.url)

beforeAll(async () => {
  const { github } = stage()
  // A member may read everything of the organisation.
  github.removeMember('acme', 'mallory')
  secret = openScene(stage(), 'secret-plans')
  secret.repository.visibility = 'private'
  github.grant(secret.repository, 'mallory', 'none')
  await secret.opens('author', { [FILE]: rfc(['ada', 'linus']) }, { title: SECRET })
  open = openScene(stage(), 'open-plans')
  await open.opens('author', { [FILE]: rfc(['ada', 'grace']) }, { title: 'Bill from events' })
  await open.says('ada', '/object who pays for the second zone?')
})

describe('the board', () => {
  it('shows what may be read: title, state, who it waits for, objections, next step', async () => {
    const ada = browser()
    expect(await ada.signIn(stage().github, 'ada')).toBe('/')
    const { page, status } = await ada.go('/')
    expect(status).toBe(200)
    expect(page).toContain('Bill from events')
    expect(page).toContain('Objection #1 by @ada is open')
    expect(page).toContain('Waiting for @author to answer objection #1.')
    expect(page).toContain('Waiting for @ada and @linus')
    expect(page).toContain('2 RFCs')
    expect(page).toContain('Sell the &lt;b&gt;bicycle&lt;/b&gt; &amp; &quot;shed&quot;')
  })

  it.each([
    ['state=objection', 1],
    ['state=waiting', 1],
    ['state=merged', 0],
    ['person=grace', 1],
    ['person=%40LINUS', 1],
    ['repository=acme%2Fopen-plans', 1],
    ['owner=acme', 2],
    ['text=bicycle', 1],
    ['text=second+zone', 1],
    ['text=nothing-like-it', 0],
    ['team=acme%2Fsre', 0],
    ['order=title&page=2', 2],
    ['order=&page=&state=', 2],
  ])('is filtered by its address: %s', async (query, count) => {
    const ada = browser()
    await ada.signIn(stage().github, 'ada')
    expect((await ada.go(`/?${query}`)).page).toContain(count === 1 ? '1 RFC<' : `${count} RFCs`)
  })

  it('asks people only about the problem while nothing is proposed, and no more once they aligned (T7)', async () => {
    stage().github.createUser('edsger')
    const story = openScene(stage(), 'problem-first')
    await story.opens('author', { [FILE]: rfc(['edsger'], 'TBD') }, { title: 'Answer the phone' })
    const edsger = browser()
    await edsger.signIn(stage().github, 'edsger', '/me')
    expect((await edsger.go('/me')).page).toMatch(
      /Needs your response[\s\S]*Answer the phone[\s\S]*Comment \/align or \/misalign on GitHub/,
    )
    await story.says('edsger', '/align')
    expect((await edsger.go('/me')).page).toContain('Nothing needs your response.')
    const { page } = await edsger.go('/rfcs/acme/problem-first/1')
    expect(page).toContain('Problem: 1 agrees · Commitment: nothing is proposed yet')
    expect(page).toContain('Waiting for @author to write the proposal.')
    await story.pushes('author', { [FILE]: rfc(['edsger']) })
    expect((await edsger.go('/me')).page).toMatch(/Needs your response[\s\S]*Comment \/commit/)
  })

  it('shows the day by which the author asks for a decision, and sorts by it (P4)', async () => {
    const story = openScene(stage(), 'in-time')
    const dated = (day: string) => `---\ndecide-by: ${day}\n---\n${rfc(['margaret'])}`
    await story.opens('author', { [FILE]: dated('2099-12-01') }, { title: 'Settle before winter' })
    const margaret = browser()
    await margaret.signIn(stage().github, 'margaret')
    const { page } = await margaret.go('/?order=due')
    expect(page).toMatch(/<ul class="list"><li>\s*<span>.*Settle before winter/)
    expect(page).toContain('decide by <time datetime="2099-12-01">2099-12-01</time>, in 7')
    await story.pushes('author', { [FILE]: dated('soon') })
    expect((await margaret.go('/rfcs/acme/in-time/1')).page).not.toContain('decide by <time')
    await story.pushes('author', { [FILE]: dated('2020-01-01') })
    expect((await margaret.go('/rfcs/acme/in-time/1')).page).toContain('2020-01-01</time>, ')
    expect(said(story)).toBe('action_required: Waiting for @margaret')
    await story.does(() => stage().github.closePullRequest(story.pull(), 'author'))
  })

  it('says what to do when nothing matches', async () => {
    const ada = browser()
    await ada.signIn(stage().github, 'ada')
    expect((await ada.go('/?text=zebra')).page).toContain('Show all open RFCs')
  })
})

describe('the page "for me"', () => {
  it('lists RFCs that wait for the visitor, with a link to the comment box', async () => {
    const linus = browser()
    await linus.signIn(stage().github, 'linus', '/me')
    const { page } = await linus.go('/me')
    expect(page).toMatch(/Needs your response[\s\S]*bicycle[\s\S]*#issue-comment-box/)
    expect(page).not.toContain('Bill from events')
  })

  it('shows an author the unanswered objections', async () => {
    const author = browser()
    await author.signIn(stage().github, 'author', '/me')
    expect((await author.go('/me')).page).toMatch(/Objections to answer[\s\S]*who pays for the second zone\?/)
  })

  it('shows a stale commitment and the changed sections (F4)', async () => {
    const story = openScene(stage(), 'moving-plans')
    await story.opens('author', { [FILE]: rfc(['margaret']) }, { title: 'Move house' })
    await story.says('margaret', '/commit')
    const margaret = browser()
    await margaret.signIn(stage().github, 'margaret', '/me')
    expect((await margaret.go('/me')).page).toMatch(/Your commitments[\s\S]*Move house/)
    await story.pushes('author', { [FILE]: rfc(['margaret'], 'Bill by the minute.') })
    expect((await margaret.go('/me')).page).toMatch(
      /Needs your response[\s\S]*Move house[\s\S]*Commit again: Proposal changed\.[\s\S]*Review and recommit/,
    )
    expect((await margaret.go('/me')).page).not.toContain('Nothing needs your response')
  })
})

describe('one RFC', () => {
  it('shows the facts of the check, from the same rendering, and its history', async () => {
    const ada = browser()
    await ada.signIn(stage().github, 'ada')
    const { page } = await ada.go('/rfcs/acme/open-plans/1')
    expect(page).toContain('Objects (#\u20601)')
    expect(page).toContain('no answer yet')
    expect(page).toContain('#1 by @ada: open')
    expect(page).toContain('<svg')
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/assets/live.js">'])
    expect(page).not.toMatch(/<img|javascript:/)
  })
})

describe('decisions', () => {
  it('list what was decided, by whom and with which dissent, for search and export', async () => {
    const { github } = stage()
    const story = openScene(stage(), 'decided')
    await story.opens('author', { [FILE]: rfc(['ada', 'grace']) }, { title: '=cmd|Rent a shed' })
    await story.says('ada', '/commit')
    await story.says('grace', '/disagree-commit the rollback takes a day, "at least"')
    expect(await story.triesToMerge('author')).toMatchObject({ merged: true })
    await stage().settled()
    const ada = browser()
    await ada.signIn(github, 'ada')
    const { page } = await ada.go('/decisions?text=rollback')
    expect(page).toContain('1 merged RFC')
    expect(page).toContain('Decided: 2 committed, 1 with dissent')
    expect(page).toContain('@grace committed with dissent: the rollback takes a day, &quot;at least&quot;')
    expect((await ada.go('/')).page).not.toContain('Rent a shed')
    const [decision] = JSON.parse((await ada.go('/decisions.json?text=rollback')).page)
    expect(decision).toMatchObject({
      title: '=cmd|Rent a shed',
      repository: 'acme/decided',
      outcome: 'decided',
      outcomeTitle: 'Decided: 2 committed, 1 with dissent',
      mergedBy: 'author',
      committed: ['ada', 'grace'],
      dissents: [{ by: 'grace', reason: 'the rollback takes a day, "at least"' }],
    })
    const csv = (await ada.go('/decisions.csv')).page.split('\r\n')
    expect(csv[1]).toMatch(/^'=cmd\|Rent a shed,/)
    expect(csv[1]).toContain('"grace: the rollback takes a day, ""at least"""')
    const feed = await ada.go('/decisions.atom')
    expect(feed.headers.get('content-type')).toContain('application/atom+xml')
    expect(feed.page).toContain(
      '<summary>acme/decided#1: Decided: 2 committed, 1 with dissent. Committed: @ada, @grace. @grace committed with dissent: the rollback takes a day, &quot;at least&quot;</summary>',
    )
    expect((await ada.go('/rfcs/acme/decided/1')).page).toContain('decided')
  })
})

describe('insights', () => {
  it('show figures with their meaning, and rank nobody', async () => {
    const story = openScene(stage(), 'measured')
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) }, { title: 'Measure twice' })
    await story.says('linus', '/object who measures?')
    await story.says('author', '/answer #1 the meter does')
    await story.says('linus', '/disagree-commit a ruler would do')
    await story.says('ada', '/commit')
    await story.triesToMerge('author')
    await stage().settled()
    const ada = browser()
    await ada.signIn(stage().github, 'ada')
    const { page } = await ada.go('/insights?repo=measured')
    const text = page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
    expect(text).toContain('Until everyone committed 4 min (median), 4 min (90th percentile), of 1')
    expect(text).toContain('Objections closed by the person who raised them 1 ')
    expect(text).toContain('How long they were open 2 min (median)')
    expect(text).toContain('Decisions with dissent on record 1 of 1 (100 %)')
    expect(text).toContain('Time spent waiting on: Stakeholders 2 min, Author 0 min, Objections 2 min')
    expect(text).not.toMatch(/@linus|@ada(?! Sign out)/)
    expect((await ada.go('/insights?repo=nowhere')).page).toContain('No data yet')
    expect((await ada.go('/insights?repo=measured&quarter=2026+Q1')).page).toContain('1 of 1 (100 %)')
    expect((await ada.go('/insights?repo=measured&quarter=2025+Q4')).page).toContain('No data yet')
  })

  it('count nothing that the visitor may not read (TH-146)', async () => {
    const mallory = browser()
    await mallory.signIn(stage().github, 'mallory')
    expect((await mallory.go('/insights?repo=secret-plans')).page).toContain('No data yet')
  })
})

describe('a visitor without access', () => {
  const PAGES = [
    '/',
    '/?text=bicycle',
    '/me',
    '/rfcs/acme/secret-plans/1',
    '/decisions',
    '/insights',
    '/decisions.csv',
    '/decisions.json',
  ]

  it.each(PAGES)('sees nothing when not signed in, and is asked to sign in: %s', async (path) => {
    const { status, page } = await browser().go(path)
    expect(status).toBe(401)
    expect(page).toContain('Sign in with GitHub')
    expect(page.replaceAll(/next=[^"]*/g, '')).not.toMatch(/bicycle|secret-plans|Bill from events/)
  })

  it.each(PAGES)('sees nothing when signed in without access (TH-146): %s', async (path) => {
    const mallory = browser()
    await mallory.signIn(stage().github, 'mallory')
    const { page } = await mallory.go(path)
    expect(page.replaceAll(/value="[^"]*"/g, '')).not.toMatch(/bicycle|secret-plans/)
  })

  it('gets the same answer as for an RFC that does not exist (TH-146)', async () => {
    const mallory = browser()
    await mallory.signIn(stage().github, 'mallory')
    const [theirs, nothing] = [
      await mallory.go('/rfcs/acme/secret-plans/1'),
      await mallory.go('/rfcs/acme/no-such/1'),
    ]
    expect([theirs.status, theirs.page]).toEqual([404, nothing.page])
  })

  it('sees nothing once GitHub rejects their token (TH-147)', async () => {
    const linus = browser()
    await linus.signIn(stage().github, 'linus')
    stage().github.revokeUserTokens('linus')
    const again = browser()
    expect((await again.go('/')).status).toBe(401)
  })
})

describe('signing in (TH-148, TH-149, GH-170)', () => {
  it('returns to the page that was asked for, and to no other address', async () => {
    const { github } = stage()
    expect(await browser().signIn(github, 'ada', '/decisions?text=shed')).toBe('/decisions?text=shed')
    for (const next of [
      'https://evil.test/',
      '//evil.test',
      '/\\evil.test',
      '/.//evil.test',
      'javascript:alert(1)',
    ])
      expect(await browser().signIn(github, 'ada', next)).toBe('/')
  })

  it('accepts an answer of GitHub once, and only in the browser that asked', async () => {
    const { github } = stage()
    github.signsIn('ada')
    const [ada, thief] = [browser(), browser()]
    const begun = await ada.go('/sign-in')
    const asked = await ada.go(begun.headers.get('location') as string)
    const callback = asked.headers.get('location') as string
    expect((await thief.go(callback)).status).toBe(400)
    expect((await ada.go(callback)).status).toBe(302)
    expect((await ada.go(callback)).status).toBe(400)
  })

  it('rejects an answer without a state, with another one, or after the person declined', async () => {
    const ada = browser()
    await ada.go('/sign-in')
    for (const query of ['code=x', 'code=x&state=y', 'error=access_denied&state=y', ''])
      expect((await ada.go(`/sign-in/done?${query}`)).status).toBe(400)
  })

  it('creates a new session at every sign-in', async () => {
    const ada = browser()
    await ada.signIn(stage().github, 'ada')
    const before = [...ada.jar()]
    await ada.signIn(stage().github, 'ada')
    const old = browser()
    for (const [name, value] of before) old.jar().set(name, value)
    expect((await old.go('/')).status).toBe(401)
  })

  it('protects its cookie, and forbids scripts, frames and images from elsewhere', async () => {
    const { github } = stage()
    github.signsIn('ada')
    const ada = browser()
    const begun = await ada.go('/sign-in')
    const asked = await ada.go(begun.headers.get('location') as string)
    const done = await ada.go(asked.headers.get('location') as string)
    const cookie = done.headers.getSetCookie().find((line) => line.includes('session'))
    expect(cookie).toMatch(/^__Host-rfc-alignment-session=[\w-]{43}; /)
    for (const guard of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(guard)
    const policy = (await ada.go('/')).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it('signs out only with the token of the page, here and at GitHub', async () => {
    const ada = browser()
    await ada.signIn(stage().github, 'ada')
    const { page } = await ada.go('/')
    expect((await ada.post('/sign-out', '')).status).toBe(403)
    expect((await ada.go('/')).status).toBe(200)
    const left = [...ada.jar()]
    expect((await ada.post('/sign-out', page)).status).toBe(302)
    for (const [name, value] of left) ada.jar().set(name, value)
    expect((await ada.go('/')).status).toBe(401)
  })
})
