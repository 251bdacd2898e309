import { describe, expect, it } from 'vitest'
import { problemWithAddress } from '../../src/board/addresses.ts'
import { stageForFile } from '../dialogues/stages.ts'
import { openBrowser } from './browser.ts'

describe('an invalid address', () => {
  const { stage } = stageForFile({ environment: { PUBLIC_BOARD: 'on' } })

  it.each([
    '/?order=constructor',
    '/?order=__proto__',
    '/?order=drop+table',
    '/?state=toString',
    '/?text=%00',
    '/?person=%ED%A0%80',
    '/?team=%zz',
    '/?%ff=1',
    '/?owner=acme%07',
    `/?text=${'a'.repeat(201)}`,
    '/?page=0',
    '/?page=-1',
    '/?page=1e9',
    '/?page=999999999999999999999',
    '/?page=two',
    '/?order=title&order=due',
    '/?text=a&text=a',
    '/me?x=%00',
    '/rfcs/acme/%00/1',
    '/rfcs/%zz/plans/1',
    '/rfcs/acme/plans/1?x=%00',
    '/decisions?page=1.5',
    '/decisions?text=%00',
    '/decisions.csv?person=%00',
    '/decisions.json?repository=%00',
    '/decisions.atom?text=%c3%28',
    '/insights?quarter=0000+Q1',
    '/insights?quarter=2026+Q5',
    '/insights?quarter=constructor',
    '/insights?owner=%00',
    '/changes?since=%00',
    '/sign-in?next=%00',
    `/sign-in?next=/${'a'.repeat(2_001)}`,
    '/sign-in/done?state=%00&code=x',
    '/healthz?%00',
    '/readyz?%zz',
    '/assets/style.css?v=%00',
    '/nothing?x=%00',
  ])('is answered 400 with what to change: %s', async (path) => {
    const { status, page, headers } = await openBrowser(stage().server.url).go(path)
    expect(status).toBe(400)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page).toContain('Invalid address')
  })

  it('is distinguished from one that finds nothing', async () => {
    const browser = openBrowser(stage().server.url)
    for (const path of [
      '/?text=%F0%9F%9A%B2&utm_source=mail&utm_source=chat',
      '/?state=all&order=due&page=100000',
      '/?state=&order=&page=&owner=',
      '/decisions?repository=acme%2Frfcs%2Fmore',
      '/insights?quarter=2026+Q1',
    ])
      expect([path, (await browser.go(path)).status]).toEqual([path, 200])
    expect((await browser.go('/rfcs/acme/plans/999999999')).status).toBe(404)
  })

  it('is described by its parameter and the allowed values', () => {
    const problem = (query: string) => problemWithAddress(`http://here.test/${query}`)
    expect(problem('?order=constructor')).toBe(
      '"order" must be one of: moved, stuck, oldest, newest, title, due.',
    )
    expect(problem('?page=0')).toBe('"page" must be a whole number from 1 to 100000.')
    expect(problem('?team=a&team=b')).toBe('"team" is given more than once; give it once.')
    expect(problem('?x=%zz')).toBe('This address contains invalid characters.')
    expect(problem('?text=a+%22b%22')).toBeNull()
  })
})
