import { describe, expect, it } from 'vitest'
import type { WrittenPattern } from '../../src/facts/snapshot.ts'
import { NOTHING_NEEDED } from '../../src/facts/inputs.ts'
import { aPullRequest } from '@rfc-alignment/emulator/test/stage.ts'
import { callsTo, referenceTo, roomFor } from './stage.ts'

const pattern = (key: WrittenPattern['key'], glob: string): WrittenPattern => ({
  key,
  glob,
  line: 1,
  column: 1,
})

async function aHeadWith(files: Readonly<Record<string, string>>) {
  const { github, repository } = await aPullRequest()
  github.push(repository, 'patterns', files, { by: 'linus' })
  const pull = github.openPullRequest(repository, { author: 'linus', head: 'patterns' })
  const room = roomFor(github)
  const reference = referenceTo(github, repository, pull)
  const facts = await room.readPullRequest(reference)
  callsTo(github)
  const read = async (...patterns: WrittenPattern[]) => {
    const { idle } = await room.readMore(reference, facts!, { ...NOTHING_NEEDED, patterns })
    return idle?.kind === 'seen' ? idle.patterns.map(({ glob }) => glob) : idle?.why
  }
  return { github, read }
}

describe('patterns that match no file at the head (D2)', () => {
  it('are found by one recursive listing of the tree, which is cached', async () => {
    const { github, read } = await aHeadWith({
      'Text/0001.MD': '# One',
      'text/logo.svg': 'x',
      'notes/README.md': 'x',
    })
    const patterns = [
      pattern('rfcs.paths', 'text/'),
      pattern('rfcs.paths', 'texts/'),
      pattern('rfcs.paths', 'text/*.pdf'),
      // A guide in the folder where RFCs begin is no RFC.
      pattern('rfcs.paths', 'notes/**'),
      pattern('rfcs.ignore', 'logo.*'),
      pattern('rfcs.ignore', 'text/logo.png'),
    ]
    const idle = ['texts/', 'text/*.pdf', 'notes/**', 'text/logo.png']
    expect([await read(...patterns), await read(...patterns)]).toEqual([idle, idle])
    expect(callsTo(github).map((call) => call.replace(/[0-9a-f]{40}/g, 'id'))).toEqual([
      'GET /repos/acme/rfcs/git/trees/id?recursive=1',
    ])
  })

  it('are unknown when GitHub truncates the listing', async () => {
    const { github, read } = await aHeadWith({ 'rfcs/a.md': 'x' })
    github.onRequest(({ path }) => ({
      alter: ({ status, body }) => ({
        status,
        body: path.includes('/git/trees/') ? { ...(body as object), truncated: true } : body,
      }),
    }))
    expect(await read(pattern('rfcs.paths', 'rfcs/**'))).toMatch(/more files than GitHub lists/)
  })

  it('are unknown while the tree cannot be read, which fails nothing, and are read again', async () => {
    const { github, read } = await aHeadWith({ 'rfcs/a.md': 'x' })
    const heal = github.onRequest(({ path }) =>
      path.includes('/git/trees/') ? { answer: { status: 404, body: { message: 'Not Found' } } } : undefined,
    )
    expect(await read(pattern('rfcs.paths', 'other/**'))).toMatch(/does not show the files/)
    heal()
    expect(await read(pattern('rfcs.paths', 'other/**'))).toEqual(['other/**'])
  })
})
