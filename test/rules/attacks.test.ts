import { describe, expect, it } from 'vitest'
import { type Trigger, withToldDeletions } from '../../src/facts/trigger.ts'
import { publicationOf } from '../../src/report/publication.ts'
import { checkWrites } from '../../src/report/writes.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, type Story, story } from './story.ts'

describe('C5: the edit of another', () => {
  it('brings no /withdraw back that its writer took away, so it closes no objection', () => {
    const told = named(['acme/sre'])
    told.say('ada', '/object who pays?')
    const said = told.say('ada', '/withdraw')
    told.edit(said, 'ada', 'no, my objection stands')
    told.say('linus', '/commit')
    told.edit(said, 'mallory', 'no, my objection stands.')
    expect(told.rfc().state).toBe('objection')
  })

  it('may have put a /withdraw where the history cannot be read, so it closes no objection', () => {
    const told = named(['acme/sre'])
    told.say('ada', '/object who pays?')
    told.say('linus', '/commit')
    told.say('ada', '/withdraw', { revisions: null })
    expect(told.rfc().state).toBe('objection')
  })

  it('does not take an objection back to a time before its raiser was released (P5)', () => {
    const told = named(['ada', 'linus'])
    told.say('linus', '/commit')
    const said = told.say('ada', '/object who pays?')
    told.say('margaret', '/release @ada she is away')
    told.edit(said, 'ada', '/object I am back, and who pays for the second region?')
    told.edit(said, 'mallory', '/object I am back, and who pays for the second region??')
    expect([told.position('ada'), told.rfc().state]).toEqual(['objecting', 'objection'])
  })

  it('leaves both of two objections in one comment', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/object who pays?\n/object who is on call?')
    told.edit(said, 'mallory', 'nothing')
    expect(told.rfc().objections.map(({ reason }) => reason)).toEqual(['who pays?', 'who is on call?'])
  })

  it('does not send somebody away again who came back by /withdraw after a release', () => {
    const told = named(['ada', 'linus'])
    told.say('linus', '/commit')
    told.say('margaret', '/release @ada she is away')
    const said = told.say('ada', '/withdraw')
    told.edit(said, 'mallory', 'nothing')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('C5: what the edit of another made void', () => {
  it.each([
    ['/commit', '/commit'],
    ['/commit', '/add @linus'],
    ['/disagree-commit too slow', '/object who pays?'],
  ])('stays void when its writer deletes the comment that was edited: %s, then %s', (first, second) => {
    const told = named(['ada'])
    told.say('ada', first)
    const said = told.say('ada', second)
    told.visit()
    told.edit(said, 'mallory', 'Fine with me')
    told.visit()
    told.remove(said, 'ada')
    expect(told.rfc().state).toBe('waiting')
    told.visit()
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('stays void by our mark where the newest run, of an older server, has no notes (C4)', () => {
    const told = named(['ada', 'linus'])
    told.say('linus', '/commit')
    told.say('ada', '/commit')
    const said = told.say('ada', '/add @linus')
    told.visit()
    told.edit(said, 'mallory', 'Fine with me')
    told.visit()
    told.facts.runs = told.facts.runs.slice(0, 1)
    told.remove(said, 'ada')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('C5: a comment whose history cannot be read', () => {
  it('leaves void what was let go of before, though its writer deletes it', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const said = told.say('ada', 'a thought', { revisions: null })
    told.visit()
    told.remove(said, 'ada')
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('C6: a line comment that somebody else deleted, of which GitHub keeps no record', () => {
  const withDeletion = () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    const said = told.say('linus', '/object who pays?', { on: 'line' })
    told.visit()
    told.remove(said)
    told.wait(60)
    const trigger = (by: string): Trigger => ({
      kind: 'remark',
      on: 'line',
      id: said,
      state: 'absent',
      at: '',
      text: null,
      deletion: { author: person('linus'), by: person(by) },
    })
    return { told, seen: (by: string) => withToldDeletions(told.snapshot(), [trigger(by)]) }
  }

  it('silences its writer at the visit that is told of it, and at those after', () => {
    const { told, seen } = withDeletion()
    told.visit(seen('margaret'))
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.visit()
    expect(told.rfc().state).toBe('waiting')
  })

  it('leaves nothing that they let go of before, whatever they say next', () => {
    const { told, seen } = withDeletion()
    told.visit(seen('margaret'))
    told.say('linus', '/align')
    told.visit()
    told.visit()
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('blocks no more where its writer deleted it, and what it had ended stays ended', () => {
    const { told, seen } = withDeletion()
    told.visit(seen('linus'))
    told.visit()
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C3: whoever was brought in by a comment that is gone', () => {
  it('is still asked again, though before it there was a /release', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('margaret', '/release @linus on leave')
    const added = told.say('ada', '/add @linus he is back')
    told.visit()
    told.remove(added, 'ada')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.visit()
    expect(told.position('linus')).toBe('silent')
  })

  it('is still asked again as a team that was released before it', () => {
    const told = named(['grace', 'acme/sre'])
    told.say('grace', '/commit')
    told.say('margaret', '/release @acme/sre they are busy')
    const added = told.say('grace', '/add @acme/sre')
    told.visit()
    told.remove(added, 'grace')
    expect(told.rfc().teams[0]?.position).toBe('waiting')
  })

  it('is released by a /release after it', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const added = told.say('ada', '/add @grace')
    told.visit()
    told.remove(added, 'ada')
    told.say('linus', '/commit')
    told.say('margaret', '/release @grace she left')
    expect([told.position('grace'), told.rfc().state]).toEqual(['released', 'committed'])
  })

  it('is not committed by what they said, and was refused, before it (C0)', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const said = told.say('linus', '/commit')
    told.edit(said, 'linus', '/commit\n\ngladly')
    told.visit()
    const added = told.say('ada', '/add @linus')
    told.visit()
    told.remove(added, 'ada')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it.each([
    ['grace', '/commit', 'committed'],
    ['grace', '/recuse not mine', 'recused'],
    ['margaret', '/release @grace not hers', 'released'],
  ])('by a /delegate may be answered for: @%s says %s', (who, said, position) => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const delegated = told.say('linus', '/delegate @grace')
    told.edit(delegated, 'linus', 'never mind')
    told.say('linus', '/commit')
    told.say(who, said)
    expect([told.position('grace'), told.rfc().state]).toEqual([position, 'committed'])
  })
})

describe('C5: /delegate', () => {
  it('keeps whom it brought in when somebody else edits the comment around it', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const said = told.say('linus', '/delegate @grace')
    told.edit(said, 'mallory', '/delegate @grace\n\nthank you')
    told.say('linus', '/commit')
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it.each([
    ['in a wrong place', '/delegate @grace', 'line'],
    ['beside an objection', '/delegate @grace\n/object why me?', 'comment'],
  ] as const)('that was refused %s brings nobody in by being edited away (C0)', (_, text, on) => {
    const told = named(['ada', 'linus'])
    const said = told.say('linus', text, { on })
    told.edit(said, 'linus', 'never mind')
    expect(told.position('grace')).toBe('not required')
  })
})

describe('C5: /delegate that was edited in', () => {
  it('does not let its person have spoken before the edit', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const said = told.say('linus', 'let me think')
    told.say('grace', '/commit')
    told.edit(said, 'linus', '/delegate @grace')
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('grace', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C5: /withdraw', () => {
  it('closes nothing that was held after it was first said, however it is edited', () => {
    const told = named(['acme/sre'])
    const said = told.say('ada', '/withdraw')
    told.say('ada', '/object who pays?')
    told.say('ada', '/misalign it is not late')
    told.say('linus', '/commit')
    told.edit(said, 'ada', '/withdraw what I said of the old text')
    expect([told.rfc().state, told.rfc().misaligned.length]).toEqual(['objection', 1])
  })

  it('leaves open what the same comment objects to (C3)', () => {
    const told = named(['acme/sre'])
    told.say('linus', '/commit')
    told.say('ada', '/object who pays?\n/withdraw')
    expect([told.rfc().state, told.rejections()]).toEqual(['objection', []])
  })

  it('that is refused ends no misalignment', () => {
    const told = named(['acme/sre'])
    told.say('ada', '/misalign it is not late')
    told.visit()
    told.team('sre', ['linus'])
    told.say('linus', '/commit')
    told.say('ada', '/withdraw')
    expect([told.rejections().length, told.rfc().state]).toEqual([1, 'misalignment'])
  })
})

describe('D5: an RFC that nobody can see any more', () => {
  const labelled = () => {
    const told = story({ config: 'version: 1\n' })
    told.team('sre', ['ada', 'linus'])
    told.push({ 'src/a.ts': 'export {}' })
    told.describe(rfc(['acme/sre']))
    told.label('rfc', 'on')
    told.announce()
    return told
  }

  it.each([
    ['is left in the history', (told: Story) => told.facts.labelChanges],
    ['took its history along', () => []],
  ])('still fails when its label was deleted from the repository and %s', (_, left) => {
    const told = labelled()
    told.facts.labels = []
    told.facts.labelChanges = left(told)
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/The RFC left/) }])
  })

  it.each(['/object who pays?', '/misalign it is not late'])(
    'still fails while somebody blocks who is waited for no more, as a member of a team that was released: %s (P5)',
    (said) => {
      const told = named(['acme/sre'])
      told.say('ada', said)
      told.say('margaret', '/release @acme/sre they are busy')
      told.push({ [FILE]: null, 'docs/0001.md': rfc(['acme/sre']) })
      expect(told.judge().state).toBe('needs fixing')
      told.say('margaret', '/release @ada she is away')
      expect(told.judge().state).toBe('not an RFC')
    },
  )

  it('still fails when the configuration no longer takes its file for one', () => {
    const told = named(['acme/sre'], { config: 'version: 1\n' })
    told.config = "version: 1\nrfcs:\n  paths: ['design/**/*.md']\n"
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/The RFC left/) }])
  })
})

describe('D5, S6: a head of which nobody could say whether it was an RFC', () => {
  const BROKEN = 'version: 1\nnonsense: 1\n'
  /** Pushes, and announces as the App does: with what it noted. */
  const pushed = (told: ReturnType<typeof story>, files: Record<string, string | null>) => {
    told.push(files, { announced: false })
    const { wasRfc, kept } = told.judge().evaluated
    told.announce(undefined, { wasRfc, kept })
  }

  it('was one, if the configuration says so once it is mended, and whom it named is owed', () => {
    const told = story({ config: BROKEN })
    pushed(told, { [FILE]: rfc(['ada', 'linus']) })
    pushed(told, { [FILE]: null, 'docs/0001.md': rfc(['ada']) })
    told.config = 'version: 1\n'
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/The RFC left/) }])
    expect(told.rfc().rows.map(({ person }) => person.login)).toEqual(['ada', 'linus'])
  })

  it('was none, if the configuration says so, and what it changed is asked for', () => {
    const told = story({ config: BROKEN })
    pushed(told, { 'docs/guide.md': 'Hello' })
    pushed(told, { 'docs/guide.md': 'Hello, reader' })
    told.config = 'version: 1\n'
    expect(told.judge().state).toBe('not an RFC')
    expect(told.missing({ changesAt: new Map() }).missingInputs.changesAt).toEqual([told.facts.commits[0]])
  })

  it('names nobody for good while it is a draft', () => {
    const told = story({ config: BROKEN, draft: true })
    pushed(told, { [FILE]: rfc(['ada', 'linus']) })
    pushed(told, { [FILE]: null, 'docs/0001.md': rfc(['ada']) })
    told.config = 'version: 1\n'
    told.draft('ready')
    expect(told.judge().state).toBe('not an RFC')
  })

  it('may have been one while what it changed cannot be read', () => {
    const told = story({ config: BROKEN })
    pushed(told, { [FILE]: rfc(['ada']) })
    pushed(told, { [FILE]: null, 'docs/0001.md': rfc(['ada']) })
    told.config = 'version: 1\n'
    const changesAt = new Map(told.snapshot().changesAt)
    changesAt.set(told.facts.commits[0] ?? '', { kind: 'unreadable', why: 'no answer', isGone: false })
    expect(told.judge({ changesAt }).state).toBe('needs fixing')
  })
})

describe('S6: an edit of the description that was taken out of its history', () => {
  const forget = (told: Story, index: number) => {
    const revisions = told.facts.description.revisions ?? []
    const gone = { ...revisions[index], text: null } as unknown as (typeof revisions)[number]
    told.facts.description.revisions = revisions.with(index, gone)
  }

  it('may have named somebody where the description is the document', () => {
    const told = story()
    told.team('sre', ['ada'])
    told.push({ 'src/a.ts': 'export {}' })
    told.describe(rfc(['acme/sre']))
    told.label('rfc', 'on')
    told.announce()
    told.describe(rfc(['linus']))
    forget(told, 1)
    told.say('linus', '/commit')
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/nobody knows whom/) }])
  })

  it('may have named somebody where it speaks for a file without an Alignment section, and only there', () => {
    const alone = rfc([]).replace(/## Alignment[\s\S]*/, '')
    const told = story()
    told.describe('## Alignment\n\n- @grace\n')
    told.push({ [FILE]: alone })
    told.describe('## Alignment\n\n- @linus\n')
    forget(told, 1)
    told.say('linus', '/commit')
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/nobody knows whom/) }])
    const other = named(['linus'])
    other.describe('one')
    other.describe('two')
    forget(other, 1)
    other.say('linus', '/commit')
    expect(other.rfc().state).toBe('committed')
  })
})

describe('P5, C0: whom only the base branch named', () => {
  const onBase = (names: readonly string[]) => {
    const told = story({ base: { [FILE]: rfc(names) } })
    told.push({ [FILE]: rfc(['ada'], 'Bill from usage.') })
    return told
  }
  /** The base branch is another one, and the pull request was updated to it. */
  const rebased = (told: Story, names: readonly string[]) => {
    told.facts.baseNow = { [FILE]: rfc(names) }
    return told.judge({ mergeBase: told.snapshot().pullRequest.baseTip })
  }

  it('blocks by an objection also when another base does not name them', () => {
    const told = onBase(['ada', 'linus'])
    told.say('linus', '/object who pays?')
    told.visit()
    told.say('ada', '/commit')
    expect(rebased(told, ['ada']).state).toBe('objection')
  })

  it('has said nothing that counts before another base named them', () => {
    const told = onBase(['ada'])
    const said = told.say('linus', '/commit')
    told.edit(said, 'linus', '/commit\n\ngladly')
    told.visit()
    told.say('ada', '/commit')
    expect(rebased(told, ['ada', 'linus']).state).toBe('waiting')
  })
})

describe('S2: whom a change of the configuration let go', () => {
  it('stays let go at the next visit, though this App asked them for a review', () => {
    const told = named(['ada'], { config: "version: 1\nstakeholders:\n  always: ['@grace']\n" })
    told.visit()
    told.facts.askedForReview.push({ person: person('grace'), byAppAt: told.now() })
    told.visit()
    told.config = 'version: 1\n'
    told.say('ada', '/commit')
    told.visit()
    told.visit()
    expect([told.position('grace'), told.rfc().letGo, told.rfc().state]).toEqual([
      'not required',
      ['grace'],
      'committed',
    ])
  })
})

describe('C4, C7: an approving review where those count', () => {
  it('is answered when a stakeholder gives it and it does not count', () => {
    const told = named(['ada', 'linus'], { config: 'version: 1\nreviews: count\n' })
    told.say('ada', '', { on: 'review', review: { state: 'approved', commit: null, isDismissed: false } })
    expect(told.rejections()).toEqual([expect.stringMatching(/Post `\/commit` again in a new comment/)])
  })
})

describe('C6, V5: a member whose comment somebody else deleted', () => {
  it('is asked to speak again, not for a review, which would make them a stakeholder for good', () => {
    const told = named(['acme/sre', 'grace'])
    const said = told.say('ada', 'I am not so sure')
    told.remove(said, 'mallory')
    expect(told.position('ada')).toBe('silent')
    expect(publicationOf(told.judge(), told.snapshot()).prose?.askForReview).toEqual(['grace'])
  })
})

describe('C3, C4: /release of oneself', () => {
  it('is answered with the command that does it, for speaking would undo it at once', () => {
    const told = named(['ada', 'margaret'])
    told.say('margaret', '/release @margaret I am away')
    expect([told.position('margaret'), told.rejections()]).toEqual([
      'silent',
      [expect.stringMatching(/comment `\/recuse <reason>`/)],
    ])
  })
})

describe('C3: who is looked up for comments', () => {
  it('is whom one person adds, however many names somebody else writes down before', () => {
    const told = named(['ada'])
    told.say('mallory', Array.from({ length: 50 }, (_, number) => `/add @crowd-${number}`).join('\n'))
    told.say('ada', '/add @zoe')
    const { people } = told.missing({ people: new Map() }).missingInputs
    expect([people.includes('zoe'), people.length < 50]).toEqual([true, true])
  })
})

describe('C0: rights are those at first posting', () => {
  it('so a member who leaves a team and comes back has committed, and is never told that they were not named', () => {
    const told = named(['acme/sre'])
    told.say('ada', '/commit')
    told.visit()
    told.team('sre', ['linus'])
    expect([told.rejections(), told.rfc().state]).toEqual([[], 'waiting'])
    told.visit()
    told.team('sre', ['ada', 'linus'])
    expect([told.rejections(), told.rfc().state]).toEqual([[], 'committed'])
  })
})

describe('C0: an approving review whose body steps out', () => {
  it.each([
    ['/recuse not my system', 'not required'],
    ['/delegate @grace', 'not required'],
  ])('lets go of nothing, where approvals count: %s', (text, grace) => {
    const told = named(['ada', 'linus'], { config: 'version: 1\nreviews: count\n' })
    const review = { state: 'approved', commit: told.facts.commits[0] ?? null, isDismissed: false } as const
    told.say('ada', text, { on: 'review', review })
    expect([told.position('ada'), told.position('grace')]).toEqual(['silent', grace])
    expect(told.rejections()).toEqual([
      expect.stringMatching(/`Approve` and `\/(?:recuse|delegate)`, which cannot all/),
    ])
  })
})

describe('C4: what would have worked', () => {
  it('is another place for whoever adds more people than are looked up for one person', () => {
    const told = named(['ada'])
    told.say('author', `/add ${Array.from({ length: 41 }, (_, number) => `@crowd-${number}`).join(' ')}`)
    const people = new Map(
      told
        .missing({ people: new Map() })
        .missingInputs.people.map((login) => [login, told.people.get('ada')!]),
    )
    const verdict = told.judge({ people })
    expect('rejections' in verdict && verdict.rejections.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^`@crowd-40` was not looked up: .*40 names.*Alignment section/),
    ])
  })

  it('is /commit for whoever approves and objects in one review, for nobody can approve in a comment', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    const review = { state: 'approved', commit: told.facts.commits[0] ?? null, isDismissed: false } as const
    told.say('ada', '/object who pays?', { on: 'review', review })
    expect(told.rejections()).toEqual([
      expect.stringMatching(/both `Approve` and `\/object`.*; say `\/commit` alone/),
    ])
  })

  it.each([
    ['/commit @linus', '/commit'],
    ['/align @linus', '/align'],
    ['/disagree-commit @linus', '/disagree-commit why'],
  ])('is the word without a name for whoever says it for another: %s', (said, usage) => {
    const told = named(['ada', 'linus'])
    told.say('ada', said)
    expect(told.rejections()).toEqual([
      expect.stringContaining(`for yourself say \`${usage}\` in a new comment`),
    ])
  })
})

describe('P2: a misalignment', () => {
  it('is ended by /commit in the row, too, where the problem comes first', () => {
    const told = named(['acme/sre', 'grace'], { config: 'version: 1\nalignment:\n  first: true\n' })
    told.say('linus', '/align')
    told.say('grace', '/align')
    told.say('ada', '/misalign it is not late')
    told.say('ada', '/commit')
    expect(told.rfc().teams[0]?.committed).toMatchObject([{ person: { login: 'ada' }, alignment: 'unsaid' }])
  })
})

describe('C4: a comment that is edited into a command after another of its writer was deleted', () => {
  it('is answered: it keeps the time of its first posting, so it lets go of nothing (C5, C6)', () => {
    const told = named(['ada'])
    const first = told.say('ada', 'one')
    const second = told.say('ada', 'two')
    told.remove(first, 'mallory')
    told.edit(second, 'ada', '/commit')
    expect([told.rfc().state, told.rejections()]).toEqual([
      'waiting',
      [expect.stringMatching(/Say it in a new comment/)],
    ])
  })
})

describe('C3: /add by a maintainer', () => {
  it('whom a later head names is still asked for their role, which they spoke by', () => {
    const told = named(['ada'])
    told.say('margaret', '/add @grace')
    told.push({ [FILE]: rfc(['ada', 'margaret']) })
    expect(told.missing({ roles: new Map() }).missingInputs.roles).toEqual(['margaret'])
  })
})

describe('S3, S6: a quorum that the team cannot fill', () => {
  it('is still a problem when the document asks for fewer, and the problem says who can settle it', () => {
    const told = named(['acme/sre (3)'])
    told.push({ [FILE]: rfc(['acme/sre (2)']) })
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    expect(told.rfc().problems).toMatchObject([
      { message: expect.stringMatching(/2 members, fewer than `\(3\)`.*\/release @acme\/sre why/) },
    ])
  })
})

describe('C3, V7: a closed pull request', () => {
  it('notes whom a comment adds, for the comment may be gone when it is reopened', () => {
    const told = named(['ada'])
    told.visit()
    told.facts.state = 'closed'
    const added = told.say('ada', '/add @grace')
    const { check } = publicationOf(told.judge(), told.snapshot())
    const [write, ...others] = checkWrites(told.snapshot(), check)
    expect([write, others]).toMatchObject([{ kind: 'update run', run: { conclusion: 'failure' } }, []])
    told.facts.runs = told.facts.runs.map((run) =>
      write?.kind === 'update run' && run.id === write.id
        ? { ...run, externalId: write.run.externalId }
        : run,
    )
    expect(checkWrites(told.snapshot(), check)).toEqual([])
    told.remove(added, 'ada')
    told.facts.state = 'open'
    told.say('ada', '/commit')
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('F1: a head that is announced in the second of the opening', () => {
  it('has the description as opened', () => {
    const told = story()
    told.push({ [FILE]: rfc([]).replace(/## Alignment[\s\S]*/, '') })
    const { createdAt } = told.snapshot().pullRequest
    told.facts.runs = told.facts.runs.map((run) => ({ ...run, startedAt: createdAt }))
    expect(told.rfc().problems.map(({ message }) => message)).not.toContainEqual(
      expect.stringMatching(/description cannot be read/),
    )
  })
})

describe('C3, P5: /release of somebody who is not named', () => {
  it('sets aside their objection, which blocks nothing when a head comes to name them', () => {
    const told = named(['ada'])
    told.say('grace', '/object not before May')
    told.say('margaret', '/release @grace she left')
    expect(told.rfc().objections).toMatchObject([{ state: 'set aside', blocks: false }])
    told.visit()
    told.push({ [FILE]: rfc(['ada', 'grace']) })
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it.each(['/object who pays?', '/misalign it is not late'])(
    'is accepted where they left a team and block: %s',
    (said) => {
      const told = named(['acme/sre'])
      told.say('ada', said)
      told.visit()
      told.team('sre', ['linus'])
      told.say('linus', '/commit')
      told.say('margaret', '/release @ada she left')
      expect([told.rejections(), told.rfc().state]).toEqual([[], 'committed'])
    },
  )
})

describe('C0, V5: our review request tells that somebody was named by then', () => {
  it('and nothing of what they said before, which GitHub may show only later', () => {
    const told = story()
    told.push({ [FILE]: rfc(['linus']) })
    const late = told.say('ada', '/commit')
    const shownLater = told.facts.posts.find(({ id }) => id === late)
    told.facts.posts = told.facts.posts.filter(({ id }) => id !== late)
    told.push({ [FILE]: rfc(['linus', 'ada']) })
    told.facts.askedForReview.push({ person: person('ada'), byAppAt: told.now() })
    told.visit()
    if (shownLater) told.facts.posts.push(shownLater)
    told.say('linus', '/commit')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('C0: a /release from before anybody named them', () => {
  it('does not let somebody go who is named later', () => {
    const told = story()
    told.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    told.roles.set('margaret', 'maintain')
    told.push({ 'src/a.ts': 'export {}' })
    told.say('margaret', '/release @ada she left')
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('linus', '/commit')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})
