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
        "@eve: @eve isn't a stakeholder of this RFC. To add them, the author or a stakeholder comments `/add @eve`; then post `/commit` again in a new comment.",
      ],
    ],
    [
      'eve: /disagree-commit too slow',
      [
        "@eve: @eve isn't a stakeholder of this RFC. To add them, the author or a stakeholder comments `/add @eve`; then post `/disagree-commit` again in a new comment.",
      ],
    ],
    [
      'eve: /align',
      [
        "@eve: @eve isn't a stakeholder of this RFC. To add them, the author or a stakeholder comments `/add @eve`; then post `/align` again in a new comment.",
      ],
    ],
    [
      'eve: /misalign',
      [
        "@eve: @eve isn't a stakeholder of this RFC. To add them, the author or a stakeholder comments `/add @eve`; then post `/misalign` again in a new comment.",
      ],
    ],
    [
      'eve: /misalign it is a data problem',
      [
        "@eve: @eve isn't a stakeholder of this RFC. To add them, the author or a stakeholder comments `/add @eve`; then post `/misalign` again in a new comment.",
      ],
    ],
    [
      'eve: /withdraw',
      ["@eve: @eve wasn't a stakeholder of this RFC when this was posted, so there was nothing to withdraw."],
    ],
    [
      'eve: /recuse on leave',
      [
        "@eve: @eve isn't a stakeholder of this RFC. To add them, the author or a stakeholder comments `/add @eve`; then post `/recuse` again in a new comment.",
      ],
    ],
    [
      'eve: /delegate @ada',
      [
        "@eve: @eve isn't a stakeholder of this RFC. To add them, the author or a stakeholder comments `/add @eve`; then post `/delegate` again in a new comment.",
      ],
    ],
    [
      'eve: /add @mallory',
      ['@eve: Only the author, a stakeholder or a maintainer can use `/add`. Ask one of them to post it.'],
    ],
    [
      'eve: /release @ada left',
      [
        '@eve: `/release` requires a maintainer (role maintain or admin) other than the author. Ask one of them to post it.',
      ],
    ],
    [
      'eve: /answer #1 yes',
      ['@eve: Only the author can use `/answer`. To respond to an objection, comment without a command.'],
    ],
    [
      'eve: /heard',
      ['@eve: @eve has no open objections. To commit, comment `/commit` or `/disagree-commit <reason>`.'],
    ],
    [
      'eve: /object',
      ['@eve, advice: Objection recorded. Edit your comment to add a reason: `/object <reason>`.'],
    ],
    [
      'ada: /disagree-commit',
      [
        '@ada: `/disagree-commit` needs a reason, so your dissent is on record: `/disagree-commit the rollback takes a day`. Post it in a new comment.',
      ],
    ],
    [
      'ada: /disagree-and-commit …',
      [
        '@ada: `/disagree-commit` needs a reason, so your dissent is on record: `/disagree-commit the rollback takes a day`. Post it in a new comment.',
      ],
    ],
    [
      'ada: /misalign',
      [
        '@ada, advice: `/misalign` recorded. Edit your comment to say how you read the problem: `/misalign <reason>`.',
      ],
    ],
    [
      'ada: /recuse',
      [
        '@ada: `/recuse` needs a reason, so others know why: `/recuse not my system any more`. Post it in a new comment.',
      ],
    ],
    [
      'ada: /recuse @linus',
      [
        '@ada: `/recuse` needs a reason, so others know why: `/recuse not my system any more`. Post it in a new comment.',
      ],
    ],
    [
      'ada: /commit @linus and @acme/ops',
      [
        "@ada: `/commit @linus @acme/ops` speaks for someone else, so it doesn't count. To speak for yourself, post `/commit` in a new comment.",
      ],
    ],
    [
      'ada: /align @linus',
      [
        "@ada: `/align @linus` speaks for someone else, so it doesn't count. To speak for yourself, post `/align` in a new comment.",
      ],
    ],
    [
      'ada: /disagree-commit @linus',
      [
        "@ada: `/disagree-commit @linus` speaks for someone else, so it doesn't count. To speak for yourself, post `/disagree-commit <reason>` in a new comment.",
      ],
    ],
    [
      'ada: /heard',
      ['@ada: @ada has no open objections. To commit, comment `/commit` or `/disagree-commit <reason>`.'],
    ],
    [
      'ada: /delegate',
      ['@ada: `/delegate` takes one person: `/delegate @someone`. Post it in a new comment.'],
    ],
    [
      'ada: /delegate @linus @grace',
      ['@ada: `/delegate` takes one person: `/delegate @someone`. Post it in a new comment.'],
    ],
    [
      'ada: /delegate @acme/ops',
      ['@ada: `/delegate` takes one person: `/delegate @someone`. Post it in a new comment.'],
    ],
    [
      'ada: /delegate @ada',
      ["@ada: You can't delegate to yourself. To step out, comment `/recuse <reason>`."],
    ],
    [
      'ada: /delegate @author',
      ["@ada: You can't delegate to the author. Name someone else, or comment `/recuse <reason>`."],
    ],
    [
      'ada: /delegate @somebody',
      ["@ada: `@somebody` isn't on GitHub. Check the spelling, and post the command again in a new comment."],
    ],
    [
      'ada: /delegate @build-bot',
      ["@ada: `@build-bot` is a bot, which can't commit. Name the person responsible for it."],
    ],
    [
      'ada: /delegate @аda',
      ['@ada: `/delegate` takes one person: `/delegate @someone`. Post it in a new comment.'],
    ],
    [
      'grace: /delegate @ada',
      [
        '@grace: You are named as a member of a team, so you have no role of your own to transfer. Another member can commit for the team.',
      ],
    ],
    ['ada: /add', ['@ada: `/add` needs a name: `/add @someone`, or `/add @org/team (2)`.']],
    ['ada: /add linus', ['@ada: `/add` needs a name: `/add @someone`, or `/add @org/team (2)`.']],
    [
      'ada: /add @somebody @build-bot @acme/gone @аda',
      [
        "@ada: `@somebody` isn't on GitHub. Check the spelling, and post the command again in a new comment. `@build-bot` is a bot, which can't commit. Name the person responsible for it. `@acme/gone` isn't a team that this App can see. Check the spelling, or name people. `@аda` isn't a valid login: it contains `а` (U+0430), which no GitHub login does; retype it.",
      ],
    ],
    [
      'author: /release @ada left',
      [
        "@author: You can't release a stakeholder of your own RFC. Ask another maintainer to post `/release`.",
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
      ["@margaret: `@eve` isn't a stakeholder of this RFC, so there is no one to release."],
    ],
    [
      'margaret: /release @аda left',
      ["@margaret: `@аda` isn't a stakeholder of this RFC, so there is no one to release."],
    ],
    [
      'margaret: /release @margaret left',
      ["@margaret: You can't release yourself. To step out, comment `/recuse <reason>`."],
    ],
    ['author: /answer', ['@author: There are no objections to answer.']],
    ['author: /answer #1 yes', ['@author: There are no objections to answer.']],
    ['ada: /comit', ['@ada: Unknown command `/comit`. Did you mean `/commit`? Post it in a new comment.']],
    [
      'ada: /objct',
      [
        "@ada: Unknown command `/objct`. Did you mean `/object`? Post it in a new comment. Until then, your earlier commitment doesn't count.",
      ],
    ],
    [
      'eve: /disagree',
      ['@eve: Unknown command `/disagree`. Did you mean `/disagree-commit`? Post it in a new comment.'],
    ],
    [
      'ada: **/commit**',
      ['@ada: Unknown command `**/commit**`. Did you mean `/commit`? Post it in a new comment.'],
    ],
  ])('answers "%s"', (line, why) => {
    expect(told(say(line))).toEqual(why)
  })

  it.each<[string, readonly string[], readonly string[]]>([
    [
      'an answer without the number of an objection',
      ['ada: /object one', 'linus: /object two', 'author: /answer yes'],
      [
        '@author: `/answer` needs the number of an objection (#1, #2) and your answer: `/answer #2 the platform budget pays`.',
      ],
    ],
    [
      'an answer without words',
      ['ada: /object one', 'author: /answer #1 ...'],
      ['@author: `/answer #1` needs your answer: `/answer #1 the platform budget pays`.'],
    ],
    [
      'an answer to a number that is none',
      ['ada: /object one', 'author: /answer #7 yes'],
      [
        '@author: `/answer` needs the number of an objection (#1) and your answer: `/answer #1 the platform budget pays`.',
      ],
    ],
    [
      'an objection heard that is another’s',
      ['ada: /object one', 'linus: /object two', 'linus: /object three', 'linus: /heard #1'],
      [
        '@linus: `/heard` names none of your open objections (#2, #3). To close all of them, post `/heard` alone in a new comment.',
      ],
    ],
    [
      'an objection heard again',
      ['ada: /object one', 'ada: /heard', 'ada: /heard'],
      ['@ada: @ada has no open objections. To commit, comment `/commit` or `/disagree-commit <reason>`.'],
    ],
    [
      'both an objection and a commitment',
      ['ada: /object no\n/commit'],
      [
        '@ada: This comment says both `/commit` and `/object`. Only the latter counts; once it is resolved, post `/commit` in a new comment.',
      ],
    ],
    [
      'both a commitment and a withdrawal',
      ['ada: /commit\n/withdraw'],
      [
        '@ada: This comment says both `/commit` and `/withdraw`. Only the latter counts; once it is resolved, post `/commit` in a new comment.',
      ],
    ],
    [
      'two positions',
      ['ada: /commit\n/disagree-commit too slow'],
      [
        '@ada: This comment says `/commit` and `/disagree-commit`, which contradict each other, so none of them counts. Post one of them in a new comment.',
      ],
    ],
    [
      'a commitment and a recusal',
      ['ada: /commit\n/recuse on leave'],
      [
        '@ada: This comment says `/commit` and `/recuse`, which contradict each other, so none of them counts. Post one of them in a new comment.',
      ],
    ],
    [
      'both an alignment and a misalignment',
      ['ada: /align\n/misalign other'],
      [
        '@ada: This comment says both `/align` and `/misalign`. Only the latter counts; once it is resolved, post `/align` in a new comment.',
      ],
    ],
    [
      'a commitment and a slip that may object',
      ['ada: /commit\n/objct'],
      [
        '@ada: This comment says both `/commit` and a word that looks like an objection. Only the latter counts; once it is resolved, post `/commit` in a new comment.',
        "@ada: Unknown command `/objct`. Did you mean `/object`? Post it in a new comment. Until then, your earlier commitment doesn't count.",
      ],
    ],
    [
      'a commitment and two objections',
      ['ada: /commit\n/heard\n/object no'],
      [
        '@ada: This comment says both `/commit` and `/heard` and `/object`. Only the latter counts; once it is resolved, post `/commit` and `/heard` in a new comment.',
      ],
    ],
    [
      'one word that counts and one that does not',
      ['ada: /align\n/heard'],
      ['@ada: @ada has no open objections. To commit, comment `/commit` or `/disagree-commit <reason>`.'],
    ],
  ])('answers %s', (_, lines, why) => {
    expect(told(say(...lines))).toEqual(why)
  })

  it.each<[string, string, Partial<Post>, readonly string[]]>([
    [
      'in a line comment',
      '/commit',
      { on: 'line' },
      ["@ada: This command can't be used in a comment on a line. Post it in the conversation."],
    ],
    [
      'in a reply by e-mail',
      '/commit\n/align',
      { viaEmail: true },
      ["@ada: This command can't be used by email. Comment on GitHub instead."],
    ],
    [
      'in a line comment, with an objection',
      '/object no\n/commit',
      { on: 'line' },
      ["@ada: This command can't be used in a comment on a line. Post it in the conversation."],
    ],
    [
      'in a review that requests changes',
      '/commit',
      review('changes requested'),
      [
        '@ada: This review requests changes and says `/commit`. Only the request counts; once it is resolved, post `/commit` in a new comment.',
      ],
    ],
    [
      'in a review that requests changes, twice',
      '/commit\n/align',
      review('changes requested'),
      [
        '@ada: This review requests changes and says `/commit` and `/align`. Only the request counts; once it is resolved, post `/commit` and `/align` in a new comment.',
      ],
    ],
    [
      'in a comment that is too hard to read',
      `${'['.repeat(2000)}\n/commit`,
      {},
      [
        "@ada: This text can't be parsed: a paragraph opens more than 1000 brackets without closing them. Post your commands in a new comment, one per line.",
      ],
    ],
    ['in a comment that is too hard to read and says nothing', '['.repeat(2000), {}, []],
  ])('for a command %s', (_, text, how, why) => {
    expect(told((story) => story.say('ada', text, how))).toEqual(why)
  })

  it.each<[string, string, readonly string[]]>([
    [
      'and recuses',
      '/recuse on leave',
      [
        '@ada: This review says `Approve` and `/recuse`, which contradict each other, so none of them counts. Post one of them in a new comment.',
      ],
    ],
    [
      'and objects',
      '/object no',
      [
        '@ada: This review says both `Approve` and `/object`. Only the latter counts; once it is resolved, post `/commit` in a new comment.',
      ],
    ],
    ['and commits', '/commit', []],
    [
      'and says a word that only looks like one',
      '/comit',
      ['@ada: Unknown command `/comit`. Did you mean `/commit`? Post it in a new comment.'],
    ],
  ])('for an approving review when reviews count, given %s (C7)', (_, text, why) => {
    const story = withTeam({ config: 'version: 1\nreviews: count\n' })
    const approval = {
      ...review('approved'),
      review: { state: 'approved', commit: story.facts.commits[0], isDismissed: false },
    }
    expect(told(() => story.say('ada', text, approval as Partial<Post>), story)).toEqual(why)
  })

  it('for a commitment while another text was pushed that was not announced yet (F1)', () => {
    const act = (story: Story) => {
      story.forcePush([story.commit({ [FILE]: rfc(['ada', 'linus', 'acme/ops'], 'Bill by usage.') })])
      for (const word of ['/commit', '/align', '/disagree-commit too slow']) story.say('ada', word)
    }
    expect(told(act)).toEqual([
      "@ada: Commits were pushed about when `/commit` was posted, so it isn't clear which text it is about. Post `/commit` again in a new comment.",
      "@ada: Commits were pushed about when `/align` was posted, so it isn't clear which text it is about. Post `/align` again in a new comment.",
      "@ada: Commits were pushed about when `/disagree-commit` was posted, so it isn't clear which text it is about. Post `/disagree-commit` again in a new comment.",
    ])
  })

  it('for a commitment before the first announcement, by a stakeholder and by somebody else (F1)', () => {
    const story = named([])
    story.facts.runs = []
    story.push({ [FILE]: rfc(['ada']) }, { announced: false })
    const act = () =>
      say('ada: /commit', 'eve: /commit', 'ada: /recuse on leave', 'margaret: /release @ada left')(story)
    expect(told(act, story).map((line) => line.replace(/(?:, so|\. To add) .*/, ''))).toEqual([
      "@ada: `/commit` was posted before this App's first check of the text",
      "@eve: @eve isn't a stakeholder of this RFC",
      "@ada: `/recuse` was posted before this App's first check of the text",
      "@margaret: `/release` was posted before this App's first check of the text",
    ])
  })

  it.each<[string, (story: Story, id: string) => void, readonly string[]]>([
    [
      'somebody else edited',
      (story, id) => story.edit(id, 'mallory', '/commit!'),
      [
        '@ada: @mallory edited this comment by @ada, so nothing in it counts as consent except what was counted before. @ada can post it again in a new comment.',
      ],
    ],
    [
      'somebody edited whom GitHub does not name',
      (story, id) => story.edit(id, null, '/commit!'),
      [
        "@ada: Someone whom GitHub doesn't name edited this comment by @ada, so nothing in it counts as consent except what was counted before. @ada can post it again in a new comment.",
      ],
    ],
    [
      'was edited to a text that GitHub does not show',
      (story, id) => story.edit(id, 'ada', null),
      [
        "@ada: The edit history of this comment by @ada can't be read, so nothing in it counts as consent, and neither does an earlier commitment. @ada can post it again in a new comment.",
      ],
    ],
    [
      'a version without a ledger turned down, whatever is shown now (C0)',
      (story, id) => {
        story.react(id, 'confused')
      },
      [
        "@ada: `/commit` was refused when it was posted, so it doesn't count. Post `/commit` again in a new comment.",
      ],
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
    story.evaluate()
    story.config = 'version: 1\nreviews: count\n'
    expect(told(() => {}, story)).toEqual([
      "@ada: This approval didn't count when it was submitted. To commit, comment `/commit`.",
    ])
  })
})
