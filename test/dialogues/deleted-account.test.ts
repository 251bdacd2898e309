import { expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const { stage, scene } = stageForFile()

it('keeps the objection of a member of a team whose account was deleted, until a maintainer releases them (C5, GH-199)', async () => {
  const story = scene()
  const { github } = stage()
  github.createTeam('acme', 'Sre', { members: ['ada', 'linus'] })
  await story.opens('author', { 'rfcs/0001.md': rfc(['acme/sre']) })
  await story.says('ada', '/object no rollback')
  expect(said(story)).toMatch(/^failure: Objection #1 by @ada is open/)
  await story.does(() => github.deleteAccount('ada'))
  await story.says('linus', '/commit')
  expect(said(story)).toMatch(/^failure: Objection #1 by @ada is open/)
  await story.says('margaret', '/release @ada their account is gone')
  expect(said(story)).toMatch(/^success: Ready to merge: 1 committed/)
})
