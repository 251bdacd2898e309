import { describe, expect, it } from 'vitest'
import { aReading, callsTo } from './stage.ts'

async function aRepositoryOf(people: readonly string[]) {
  const { github, repository, more } = await aReading()
  for (const login of people) {
    github.createUser(login)
    github.grant(repository, login, 'read')
  }
  return { github, read: async (...strangers: string[]) => (await more({ strangers })).nearby }
}

describe('people of the repository near a login that is not on GitHub (S4)', () => {
  it('are found among more than one page, by one read that is cached', async () => {
    const crowd = Array.from({ length: 120 }, (_, index) => `crowd-${index}`)
    const { github, read } = await aRepositoryOf([...crowd, 'katherine-johnson'])
    expect(await read('katerine-jonson')).toContain('katherine-johnson')
    expect(await read('katerine-jonson')).toContain('katherine-johnson')
    expect(callsTo(github)).toHaveLength(1)
  })

  it.each([
    [
      'is refused',
      {
        status: 200,
        body: {
          errors: [
            {
              type: 'FORBIDDEN',
              message: 'Resource not accessible by integration',
              path: ['repository', 'some'],
            },
          ],
          data: { repository: null },
        },
      },
    ],
    ['fails', { status: 502, body: {} }],
  ])('are omitted when the read %s, without a failure or an immediate retry', async (_, answer) => {
    const { github, read } = await aRepositoryOf(['katherine'])
    github.onRequest(({ operation }) => (operation === 'NearbyPeople' ? { answer } : undefined))
    expect([await read('katerine'), await read('katerine')]).toEqual([[], []])
    expect(callsTo(github)).toHaveLength(1)
  })
})
