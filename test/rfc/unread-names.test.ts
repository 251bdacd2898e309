import { describe, expect, it } from 'vitest'
import { fileKey } from '../../src/facts/keys.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, story } from '../rules/story.ts'
import { withText } from '../rules/stories.ts'
import { problemsOf } from '../rules/account.ts'

describe('S6: names in text that cannot be read any more', () => {
  const unread = (why: string, isGone = false) => ({ kind: 'unreadable', why, isGone }) as const

  it.each<[string, ReturnType<typeof unread>, readonly string[]]>([
    [
      'what it changed could not be read',
      unread('GitHub did not answer'),
      [
        "pull request: The RFC can't be read at `1a2b3c4` (GitHub did not answer), so the stakeholder list at that commit is unknown. Comment `/refresh` to retry, or open a new pull request.",
      ],
    ],
    [
      'what it changed could not be read, told with a full stop',
      unread('GitHub did not answer.'),
      [
        "pull request: The RFC can't be read at `1a2b3c4` (GitHub did not answer), so the stakeholder list at that commit is unknown. Comment `/refresh` to retry, or open a new pull request.",
      ],
    ],
    [
      'it is still among the commits, whatever GitHub says',
      unread('gone', true),
      [
        "pull request: The RFC can't be read at `1a2b3c4` (gone), so the stakeholder list at that commit is unknown. Comment `/refresh` to retry, or open a new pull request.",
      ],
    ],
  ])('an earlier head: %s', (_, lost, problems) => {
    const history = named(['ada'])
    const [first = ''] = history.facts.commits
    history.push({ [FILE]: rfc(['ada'], 'New.') })
    const changesAt = new Map(history.snapshot().changesAt).set(first, lost)
    expect(problemsOf(history, { changesAt }, first)).toEqual(problems)
  })

  it('an earlier head whose text is too complex to parse', () => {
    const history = withText(`${'> '.repeat(1000)}a`)
    const [first = ''] = history.facts.commits
    history.push({ [FILE]: rfc(['ada']) })
    expect(problemsOf(history, {}, first)).toEqual([
      "pull request: The RFC can't be read at `1a2b3c4` (This text can't be parsed: it nests more than 64 quotes or lists; nest it less), so the stakeholder list at that commit is unknown. Comment `/refresh` to retry, or open a new pull request.",
    ])
  })

  it('an earlier head whose file is not text names nobody, and passes', () => {
    const history = withText(rfc(['ada'], 'Old.'))
    const [first = ''] = history.facts.commits
    history.push({ [FILE]: rfc(['ada']) })
    const files = new Map(history.snapshot().files)
    files.set(fileKey(first, FILE), { kind: 'unreadable', blob: 'b', why: 'is a symbolic link' })
    expect(problemsOf(history, { files })).toEqual([])
  })

  it('an earlier description, when it names people', () => {
    const history = story()
    history.label('rfc', 'on')
    history.describe(rfc(['ada']))
    history.push({ 'src/a.ts': 'x' })
    history.describe(rfc(['ada'], 'New.'))
    history.facts.description.revisions = null
    expect(problemsOf(history)).toEqual([
      "pull request: An earlier version of the description can't be read, so the stakeholder list in it is unknown. Open a new pull request.",
    ])
    const other = named(['ada'])
    other.describe('Anything.')
    other.facts.description.revisions = null
    expect(problemsOf(other)).toEqual([])
  })

  it.each<[string, Parameters<typeof fileKey>[1], readonly string[]]>([
    [
      'is too hard to read',
      `${'> '.repeat(1000)}a`,
      [
        "document at rfcs/0001.md:1: The RFC can't be read on the base branch (This text can't be parsed: it nests more than 64 quotes or lists; nest it less), so the stakeholder list there is unknown. Fix the file on the base branch first.",
      ],
    ],
    ['is empty', '', []],
  ])('the version on the base, which %s', (_, text, problems) => {
    const history = withText(rfc(['ada']), { base: { [FILE]: text } })
    expect(problemsOf(history)).toEqual(problems)
  })

  it('the version on the base, which was not read', () => {
    const history = withText(rfc(['ada'], 'New.'), { base: { [FILE]: rfc(['ada']) } })
    const files = new Map(history.snapshot().files)
    files.delete(fileKey('base'.padEnd(40, '0'), FILE))
    expect(problemsOf(history, { files })).toEqual([
      "document at rfcs/0001.md:1: The RFC can't be read on the base branch (The file could not be read), so the stakeholder list there is unknown. Fix the file on the base branch first.",
    ])
  })

  it('a team removed from the text and then deleted on GitHub', () => {
    const history = story()
    history.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    history.roles.set('margaret', 'maintain')
    history.team('gone', ['linus'])
    history.push({ [FILE]: rfc(['ada', 'acme/gone']) })
    history.evaluate()
    history.push({ [FILE]: rfc(['ada']) })
    history.teams.delete('acme/gone')
    expect(problemsOf(history)).toEqual([
      "people: `@acme/gone` was named earlier and is still required, but isn't a team that this App can see. Check the spelling, or name people. Alternatively, a maintainer other than the author comments `/release @acme/gone <reason>`.",
    ])
    history.say('margaret', '/release @acme/gone dissolved')
    expect(problemsOf(history)).toEqual([])
  })

  it('a team whose quorum was too high on an earlier head', () => {
    const history = named(['ada', 'acme/sre (3)'])
    history.push({ [FILE]: rfc(['ada', 'acme/sre (2)']) })
    expect(problemsOf(history)).toEqual([
      'people: `@acme/sre` was named earlier and is still required, but has 2 members, fewer than the `(3)` required. Require `@acme/sre (2)` at most. Alternatively, a maintainer other than the author comments `/release @acme/sre <reason>`.',
    ])
  })
})
