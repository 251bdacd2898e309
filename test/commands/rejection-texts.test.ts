import { describe, expect, it } from 'vitest'
import type { Post } from '../../src/facts/snapshot.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, type Story } from '../rules/story.ts'

/** What people are told about what they said, in order; advice on what counts all the same is marked. */
function told(act: (told: Story) => void, story = withTeam()): readonly string[] {
  act(story)
  return story
    .rfc()
    .rejections.map(
      ({ post, why, isAdvice }) => `@${post.author?.login}${isAdvice ? ', advice' : ''}: ${why}`,
    )
}

/** A story that names ada, linus and a team of grace; eve is nobody's, margaret maintains. */
function withTeam(options: Parameters<typeof named>[1] = {}): Story {
  const story = named(['ada', 'linus', 'acme/ops'], options)
  story.team('ops', ['grace'])
  story.people.set('build-bot', { kind: 'found', person: person('build-bot', 'Bot'), canRead: true })
  return story
}

/** Each line is said by somebody: `ada: /commit`. */
function say(...lines: readonly string[]) {
  return (story: Story) => {
    for (const line of lines) {
      const [, who = '', text = ''] = /^(\w+): ([\s\S]*)$/.exec(line) ?? []
      story.say(who, text)
    }
  }
}

const review = (state: 'approved' | 'changes requested'): Partial<Post> => ({
  on: 'review',
  review: { state, commit: null, isDismissed: false },
})

describe('C4: a rejection says why and what to do', () => {
  it.each<[string, readonly string[]]>([
    [
      'eve: /commit',
      [
        '@eve: @eve was not named in this RFC when this was said, so there is nothing to commit to. The author or any stakeholder can say `/add @eve`; then say it again in a new comment.',
      ],
    ],
    [
      'eve: /disagree-commit too slow',
      [
        '@eve: @eve was not named in this RFC when this was said, so there is nothing to commit to. The author or any stakeholder can say `/add @eve`; then say it again in a new comment.',
      ],
    ],
    [
      'eve: /align',
      [
        '@eve: @eve was not named in this RFC when this was said, so there is nothing to align on. The author or any stakeholder can say `/add @eve`; then say it again in a new comment.',
      ],
    ],
    [
      'eve: /misalign',
      [
        '@eve: @eve was not named in this RFC when this was said, so there is nothing to read differently. The author or any stakeholder can say `/add @eve`; then say it again in a new comment.',
      ],
    ],
    [
      'eve: /misalign it is a data problem',
      [
        '@eve: @eve was not named in this RFC when this was said, so there is nothing to read differently. The author or any stakeholder can say `/add @eve`; then say it again in a new comment.',
      ],
    ],
    [
      'eve: /withdraw',
      [
        '@eve: @eve was not named in this RFC when this was said, so there is nothing to withdraw from. The author or any stakeholder can say `/add @eve`; then say it again in a new comment.',
      ],
    ],
    [
      'eve: /recuse on leave',
      [
        '@eve: @eve was not named in this RFC when this was said, so there is nothing to step out of. The author or any stakeholder can say `/add @eve`; then say it again in a new comment.',
      ],
    ],
    [
      'eve: /delegate @ada',
      [
        '@eve: @eve was not named in this RFC when this was said, so there is nothing to delegate. The author or any stakeholder can say `/add @eve`; then say it again in a new comment.',
      ],
    ],
    [
      'eve: /add @mallory',
      [
        '@eve: `/add` is for the author, for those named in the RFC, and for maintainers. One of them can say it.',
      ],
    ],
    [
      'eve: /release @ada left',
      [
        '@eve: `/release` takes a maintainer of this repository (role maintain or admin) who is not the author. One of them can say it.',
      ],
    ],
    [
      'eve: /answer #1 yes',
      [
        '@eve: `/answer` is the author’s written answer to an objection. Say what you know in a comment without a command.',
      ],
    ],
    [
      'eve: /heard',
      [
        '@eve: There is no open objection by @eve to close. To go along, say `/commit` or `/disagree-commit why`.',
      ],
    ],
    [
      'eve: /object',
      ['@eve, advice: The objection counts. Say why, so that it can be heard: edit it into `/object why`.'],
    ],
    [
      'ada: /disagree-commit',
      [
        '@ada: `/disagree-commit` needs its reason, so that your dissent stays on record: `/disagree-commit the rollback takes a day`. Say it in a new comment.',
      ],
    ],
    [
      'ada: /disagree-and-commit …',
      [
        '@ada: `/disagree-commit` needs its reason, so that your dissent stays on record: `/disagree-commit the rollback takes a day`. Say it in a new comment.',
      ],
    ],
    [
      'ada: /misalign',
      ['@ada, advice: `/misalign` counts. Say how you read the problem: edit it into `/misalign why`.'],
    ],
    [
      'ada: /recuse',
      [
        '@ada: `/recuse` needs its reason, so that others know why: `/recuse not my system any more`. Say it in a new comment.',
      ],
    ],
    [
      'ada: /recuse @linus',
      [
        '@ada: `/recuse` needs its reason, so that others know why: `/recuse not my system any more`. Say it in a new comment.',
      ],
    ],
    [
      'ada: /commit @linus and @acme/ops',
      [
        '@ada: `/commit @linus @acme/ops`: you can only speak for yourself. They can say it themselves; for yourself say `/commit` in a new comment.',
      ],
    ],
    [
      'ada: /align @linus',
      [
        '@ada: `/align @linus`: you can only speak for yourself. They can say it themselves; for yourself say `/align` in a new comment.',
      ],
    ],
    [
      'ada: /disagree-commit @linus',
      [
        '@ada: `/disagree-commit @linus`: you can only speak for yourself. They can say it themselves; for yourself say `/disagree-commit why` in a new comment.',
      ],
    ],
    [
      'ada: /heard',
      [
        '@ada: There is no open objection by @ada to close. To go along, say `/commit` or `/disagree-commit why`.',
      ],
    ],
    [
      'ada: /delegate',
      ['@ada: `/delegate` takes one person: `/delegate @someone`. Say it in a new comment.'],
    ],
    [
      'ada: /delegate @linus @grace',
      ['@ada: `/delegate` takes one person: `/delegate @someone`. Say it in a new comment.'],
    ],
    [
      'ada: /delegate @acme/ops',
      ['@ada: `/delegate` takes one person: `/delegate @someone`. Say it in a new comment.'],
    ],
    ['ada: /delegate @ada', ['@ada: `/delegate` needs somebody else. To step out, say `/recuse why`.']],
    [
      'ada: /delegate @author',
      ['@ada: The author cannot take anybody’s place. Name somebody else, or say `/recuse why`.'],
    ],
    [
      'ada: /delegate @somebody',
      ['@ada: `@somebody` is not on GitHub. Check the spelling, and say it again in a new comment.'],
    ],
    [
      'ada: /delegate @build-bot',
      ['@ada: `@build-bot` is a bot; a bot cannot commit. Name the person who answers for it.'],
    ],
    [
      'ada: /delegate @аda',
      ['@ada: `/delegate` takes one person: `/delegate @someone`. Say it in a new comment.'],
    ],
    [
      'grace: /delegate @ada',
      [
        '@grace: A member of a team has no place of their own to give away. Another member can commit for the team.',
      ],
    ],
    ['ada: /add', ['@ada: `/add` needs a name: `/add @someone`, or `/add @org/team (2)`.']],
    ['ada: /add linus', ['@ada: `/add` needs a name: `/add @someone`, or `/add @org/team (2)`.']],
    [
      'ada: /add @somebody @build-bot @acme/gone @аda',
      [
        '@ada: `@somebody` is not on GitHub. Check the spelling, and say it again in a new comment. `@build-bot` is a bot; a bot cannot commit. Name the person who answers for it. `@acme/gone` is not a team that this App can see. Check the spelling, or name people. `@аda` is no login: it holds `а` (U+0430), which no login on GitHub has; type it anew.',
      ],
    ],
    [
      'author: /release @ada left',
      [
        '@author: The author cannot release anybody from their own RFC. Another maintainer can say `/release`.',
      ],
    ],
    [
      'margaret: /release',
      ['@margaret: `/release` needs a name and a reason: `/release @someone left the company`.'],
    ],
    [
      'margaret: /release @ada',
      [
        '@margaret: `/release` needs a reason, because it stays on record: `/release @ada left the company`. Post it in a new comment.',
      ],
    ],
    [
      'margaret: /release @acme/ops',
      [
        '@margaret: `/release` needs a reason, because it stays on record: `/release @acme/ops left the company`. Post it in a new comment.',
      ],
    ],
    [
      'margaret: /release @аda',
      [
        '@margaret: `/release` needs a reason, because it stays on record: `/release @аda left the company`. Post it in a new comment.',
      ],
    ],
    [
      'margaret: /release @eve left',
      ['@margaret: `@eve` is not waited for here, so there is nobody to release.'],
    ],
    [
      'margaret: /release @аda left',
      ['@margaret: `@аda` is not waited for here, so there is nobody to release.'],
    ],
    [
      'margaret: /release @margaret left',
      ['@margaret: `/release` is for others. To step out yourself, comment `/recuse <reason>`.'],
    ],
    ['author: /answer', ['@author: There is no objection to answer.']],
    ['author: /answer #1 yes', ['@author: There is no objection to answer.']],
    [
      'ada: /comit',
      ['@ada: `/comit` is not a command. Did you mean `/commit`? Say it again in a new comment.'],
    ],
    [
      'ada: /objct',
      [
        '@ada: `/objct` is not a command. Did you mean `/object`? Say it again in a new comment. Until then your earlier commitment does not count.',
      ],
    ],
    [
      'eve: /disagree',
      ['@eve: `/disagree` is not a command. Did you mean `/disagree-commit`? Say it again in a new comment.'],
    ],
    [
      'ada: **/commit**',
      ['@ada: `**/commit**` is not a command. Did you mean `/commit`? Say it again in a new comment.'],
    ],
  ])('%s', (line, why) => {
    expect(told(say(line))).toEqual(why)
  })

  it.each<[string, readonly string[], readonly string[]]>([
    [
      'an answer without the number of an objection',
      ['ada: /object one', 'linus: /object two', 'author: /answer yes'],
      [
        '@author: `/answer` needs the number of an objection, one of #1, #2, and the answer: `/answer #2 the platform budget pays`.',
      ],
    ],
    [
      'an answer without words',
      ['ada: /object one', 'author: /answer #1 ...'],
      ['@author: `/answer #1` needs its text: `/answer #1 the platform budget pays`.'],
    ],
    [
      'an answer to a number that is none',
      ['ada: /object one', 'author: /answer #7 yes'],
      [
        '@author: `/answer` needs the number of an objection, one of #1, and the answer: `/answer #1 the platform budget pays`.',
      ],
    ],
    [
      'an objection heard that is another’s',
      ['ada: /object one', 'linus: /object two', 'linus: /object three', 'linus: /heard #1'],
      [
        '@linus: `/heard` names none of your own open objections. `/heard` alone, in a new comment, closes all of them: #2, #3.',
      ],
    ],
    [
      'an objection heard again',
      ['ada: /object one', 'ada: /heard', 'ada: /heard'],
      [
        '@ada: There is no open objection by @ada to close. To go along, say `/commit` or `/disagree-commit why`.',
      ],
    ],
    [
      'both an objection and a commitment',
      ['ada: /object no\n/commit'],
      [
        '@ada: This comment says both `/commit` and `/object`. The second counts; say `/commit` alone in a new comment when it is settled.',
      ],
    ],
    [
      'both a commitment and a withdrawal',
      ['ada: /commit\n/withdraw'],
      [
        '@ada: This comment says both `/commit` and `/withdraw`. The second counts; say `/commit` alone in a new comment when it is settled.',
      ],
    ],
    [
      'two positions',
      ['ada: /commit\n/disagree-commit too slow'],
      [
        '@ada: This comment says `/commit` and `/disagree-commit`, which cannot all be meant, so none of them counts. Say one of them in a new comment.',
      ],
    ],
    [
      'a commitment and stepping out',
      ['ada: /commit\n/recuse on leave'],
      [
        '@ada: This comment says `/commit` and `/recuse`, which cannot all be meant, so none of them counts. Say one of them in a new comment.',
      ],
    ],
    [
      'sharing the problem and not',
      ['ada: /align\n/misalign other'],
      [
        '@ada: This comment says both `/align` and `/misalign`. The second counts; say `/align` alone in a new comment when it is settled.',
      ],
    ],
    [
      'a commitment and a slip that may object',
      ['ada: /commit\n/objct'],
      [
        '@ada: This comment says both `/commit` and a word that looks like an objection. The second counts; say `/commit` alone in a new comment when it is settled.',
        '@ada: `/objct` is not a command. Did you mean `/object`? Say it again in a new comment. Until then your earlier commitment does not count.',
      ],
    ],
    [
      'a commitment and two objections',
      ['ada: /commit\n/heard\n/object no'],
      [
        '@ada: This comment says both `/commit` and `/heard` and `/object`. The second counts; say `/commit` and `/heard` alone in a new comment when it is settled.',
      ],
    ],
    [
      'one word that counts and one that does not',
      ['ada: /align\n/heard'],
      [
        '@ada: There is no open objection by @ada to close. To go along, say `/commit` or `/disagree-commit why`.',
      ],
    ],
  ])('%s', (_, lines, why) => {
    expect(told(say(...lines))).toEqual(why)
  })

  it.each<[string, string, Partial<Post>, readonly string[]]>([
    [
      'in a line comment',
      '/commit',
      { on: 'line' },
      ['@ada: A command in a line comment does not count. Say it in the conversation below.'],
    ],
    [
      'in a reply by e-mail',
      '/commit\n/align',
      { viaEmail: true },
      [
        '@ada: A command that lets go does not count in a reply by e-mail. Say it in the conversation on GitHub.',
      ],
    ],
    [
      'in a line comment, with an objection',
      '/object no\n/commit',
      { on: 'line' },
      ['@ada: A command in a line comment does not count. Say it in the conversation below.'],
    ],
    [
      'in a review that requests changes',
      '/commit',
      review('changes requested'),
      [
        '@ada: This review requests changes and says `/commit`. The request counts; say `/commit` in a new comment when it is settled.',
      ],
    ],
    [
      'in a review that requests changes, twice',
      '/commit\n/align',
      review('changes requested'),
      [
        '@ada: This review requests changes and says `/commit` and `/align`. The request counts; say `/commit` and `/align` in a new comment when it is settled.',
      ],
    ],
    [
      'in a comment that is too hard to read',
      `${'['.repeat(2000)}\n/commit`,
      {},
      [
        '@ada: This text is too hard to read: a paragraph opens more than 1000 brackets and does not close them. Say it in a new comment of its own, one command a line.',
      ],
    ],
    ['in a comment that is too hard to read and says nothing', '['.repeat(2000), {}, []],
  ])('for a command %s', (_, text, how, why) => {
    expect(told((story) => story.say('ada', text, how))).toEqual(why)
  })

  it.each<[string, string, readonly string[]]>([
    [
      'and steps out',
      '/recuse on leave',
      [
        '@ada: This comment says `Approve` and `/recuse`, which cannot all be meant, so none of them counts. Say one of them in a new comment.',
      ],
    ],
    [
      'and objects',
      '/object no',
      [
        '@ada: This comment says both `Approve` and `/object`. The second counts; say `/commit` alone in a new comment when it is settled.',
      ],
    ],
    ['and commits', '/commit', []],
    [
      'and says a word that only looks like one',
      '/comit',
      ['@ada: `/comit` is not a command. Did you mean `/commit`? Say it again in a new comment.'],
    ],
  ])('for an approving review when reviews count, given %s (C7)', (_, text, why) => {
    const story = withTeam({ config: 'version: 1\nreviews: count\n' })
    const approval = {
      ...review('approved'),
      review: { state: 'approved', commit: story.facts.commits[0], isDismissed: false },
    }
    expect(told(() => story.say('ada', text, approval as Partial<Post>), story)).toEqual(why)
  })

  it('for a commitment before the text was announced (F1)', () => {
    const act = (story: Story) => {
      story.forcePush([story.commit({ [FILE]: rfc(['ada', 'linus', 'acme/ops']) })])
      for (const word of ['/commit', '/align', '/disagree-commit too slow']) story.say('ada', word)
    }
    expect(told(act)).toEqual([
      '@ada: `/commit` was posted before this App announced the text, so nothing tells which text it is about. Post `/commit` again in a new comment.',
      '@ada: `/align` was posted before this App announced the text, so nothing tells which text it is about. Post `/align` again in a new comment.',
      '@ada: `/disagree-commit` was posted before this App announced the text, so nothing tells which text it is about. Post `/disagree-commit` again in a new comment.',
    ])
  })

  it('for a commitment before the first announcement, by a stakeholder and by somebody else (F1)', () => {
    const story = named([])
    story.facts.runs = []
    story.push({ [FILE]: rfc(['ada']) }, { announced: false })
    const act = () =>
      say('ada: /commit', 'eve: /commit', 'ada: /recuse on leave', 'margaret: /release @ada left')(story)
    expect(told(act, story).map((line) => line.replace(/, so .*/, ''))).toEqual([
      '@ada: `/commit` was posted before this App announced the text',
      '@eve: @eve was not named in this RFC when this was said',
      '@ada: `/recuse` was posted before this App announced the text',
      '@margaret: `/release` was posted before this App announced the text',
    ])
  })

  it.each<[string, (story: Story, id: string) => void, readonly string[]]>([
    [
      'somebody else edited',
      (story, id) => story.edit(id, 'mallory', '/commit!'),
      [
        '@ada: This comment by @ada was edited by @mallory, so it does not count, and neither does what @ada let go of before. It counts again when @ada says it in a new comment.',
      ],
    ],
    [
      'somebody edited whom GitHub does not name',
      (story, id) => story.edit(id, null, '/commit!'),
      [
        '@ada: Not every edit of this comment by @ada can be read, so it does not count. It counts again when @ada says it in a new comment.',
      ],
    ],
    [
      'was edited to a text that GitHub does not show',
      (story, id) => story.edit(id, 'ada', null),
      [
        '@ada: Not every edit of this comment by @ada can be read, so it does not count. It counts again when @ada says it in a new comment.',
      ],
    ],
    [
      'its writer came back to after somebody else did',
      (story, id) => {
        story.remove(story.say('ada', 'a thought'), 'mallory')
        story.edit(id, 'ada', '/commit gladly')
      },
      [
        '@ada: What lets go counts from when a comment was first posted, and since then somebody else edited or deleted a comment of yours. Say it in a new comment.',
      ],
    ],
    [
      'was refused when it was said, whatever is shown now (C0)',
      (story, id) => {
        story.react(id, 'confused')
      },
      ['@ada: This was refused when it was said, and stays so. Say it again in a new comment of its own.'],
    ],
  ])('for a commitment that %s (C5)', (_, act, why) => {
    expect(told((story) => act(story, story.say('ada', '/commit')))).toEqual(why)
  })

  it('for an approval given before the configuration counted reviews (C7)', () => {
    const story = withTeam()
    story.say('ada', '', {
      on: 'review',
      review: { state: 'approved', commit: story.facts.commits[0] as string, isDismissed: false },
    })
    story.visit()
    story.config = 'version: 1\nreviews: count\n'
    expect(told(() => {}, story)).toEqual([
      '@ada: This approval did not count when it was given, and does not now. Say `/commit` in a comment.',
    ])
  })
})
