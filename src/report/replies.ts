import { COMMANDS } from '../commands/commands.ts'
import { digest } from '../facts/external-id.ts'
import type { PullRequestNumber, Timestamp } from '../facts/ids.ts'
import { belowMarker, RESOLVED, readReply, replyMarker } from '../facts/reply-marker.ts'
import { postKey } from '../facts/keys.ts'
import type { Person } from '../facts/person.ts'
import type { OwnComment, Post, Snapshot } from '../facts/snapshot.ts'
import type { RfcVerdict } from '../rules/verdict.ts'
import { calling, naming, quietly } from './escape.ts'
import { titleOf } from './title.ts'
import { day, short } from './wording.ts'

/** A reply to a post. A hidden line names the post and its revision, so that it is written once (C4). */
export interface Reply {
  readonly to: string
  readonly revision: string
  readonly body: string
  /** It told what was true at the time; it is not rewritten when that changes. */
  readonly isNews: boolean
}

/** Returns the replies to posts: one for each with something rejected, asked or missing (C4). */
export function repliesOf(
  verdict: RfcVerdict,
  { at, pullRequest: { author }, remembered: { carrying } }: Snapshot,
): readonly Reply[] {
  const posts = new Map<Post, { texts: string[]; isNews: boolean }>()
  const say = (post: Post, text: string, isNews: boolean) => {
    const reply = posts.get(post) ?? { texts: [], isNews: false }
    if (!reply.texts.includes(text)) reply.texts.push(text)
    posts.set(post, { ...reply, isNews: reply.isNews || isNews })
  }
  for (const { post, why } of verdict.rejections) say(post, quietly(why), false)
  for (const objection of verdict.objections) {
    const { state, by, post } = objection
    if (author && state === 'open' && by.id !== author.id) say(post, objectionText(objection, author), false)
  }
  for (const { post, word } of verdict.questions) {
    say(post, word === 'help' ? helpText() : statusText(verdict, at, carrying?.by ?? null), true)
  }
  return [...posts].map(([post, { texts, isNews }]) => {
    const to = postKey(post)
    const revision = digest(post.text)
    const who = post.author
      ? `${naming(post.author.login)}, re: [your ${post.on === 'review' ? 'review' : 'comment'}](${post.url})`
      : ''
    return { to, revision, isNews, body: [replyMarker({ to, revision }), who, ...texts].join('\n\n') }
  })
}

/** In characters; GitHub takes 65,536 (GH-161). */
const LONGEST_KEPT = 60_000

/**
 * Returns how a reply reads once it no longer applies: what it said is kept below (C4). What somebody else edited is not
 * kept, because it stands under the App's name.
 */
export function resolvedReply(to: string, { text, editedByOthers }: OwnComment): string {
  if (readReply(text)?.revision === RESOLVED && !editedByOthers) return text
  const said = belowMarker(text)
  const kept =
    editedByOthers || said.length > LONGEST_KEPT
      ? []
      : ['<details><summary>Original reply</summary>', said, '</details>']
  return [replyMarker({ to, revision: RESOLVED }), 'Resolved. No action needed.', ...kept].join('\n\n')
}

/** The author is mentioned once for each objection (C3). */
function objectionText({ number, by, blocks }: RfcVerdict['objections'][number], author: Person): string {
  const name = quietly(`#${number}`)
  const effect = blocks
    ? `It blocks until ${naming(by.login)} comments \`/heard\`, \`/commit\`, or \`/disagree-commit <reason>\`.`
    : `It doesn't block, because ${naming(by.login)} isn't a stakeholder.`
  return `${calling(author.login)}, answer objection ${name} with \`/answer #${number} <text>\`. ${effect}`
}

function statusText(verdict: RfcVerdict, at: Timestamp, carriedBy: PullRequestNumber | null): string {
  const title = carriedBy === null ? titleOf(verdict) : `This decision is carried by #${carriedBy}`
  return `**${quietly(title)}** (${day(at)}, commit \`${short(verdict.evaluated.head)}\`). This App's first comment here shows the current state.`
}

function helpText(): string {
  const lines = Object.values(COMMANDS).map(({ usage, help }) => `| \`${usage}\` | ${help} |`)
  return ['| Command | Meaning |', '|---|---|', ...lines].join('\n')
}
