import { describe, expect, it } from 'vitest'
import { checkOf, NO_SURROUNDINGS } from '../../src/report/check.ts'
import { named, story } from '../rules/story.ts'

const REPOSITORY = 'https://github.test/acme/rfcs'
const BOARD = { ...NO_SURROUNDINGS, boardUrl: 'https://rfcs.test/rfcs/acme/rfcs/1' }

describe("the check's details link", () => {
  it('leads to the board where there is one, and is written when it changes', () => {
    const verdict = named(['ada']).judge()
    const [without, with_] = [checkOf(verdict, 1, REPOSITORY), checkOf(verdict, 1, REPOSITORY, BOARD)]
    expect(without.detailsUrl).toBeUndefined()
    expect(with_.detailsUrl).toBe(BOARD.boardUrl)
    expect(with_.externalId).not.toBe(without.externalId)
  })

  it('is left to GitHub where the pull request is not an RFC: the board has no page of it', () => {
    const told = story()
    told.push({ 'src/a.ts': 'x' })
    expect(checkOf(told.judge(), 1, REPOSITORY, BOARD).detailsUrl).toBeUndefined()
  })
})
