import { COMMANDS } from '../commands/commands.ts'
import { digest } from '../facts/external-id.ts'
import { belowMarker, RESOLVED, readReply, replyMarker } from '../facts/reply-marker.ts'
import { type OwnComment, type Person, type Post, postKey } from '../facts/snapshot.ts'
import type { RfcVerdict } from '../rules/verdict.ts'
import { calling, naming, quietly } from './escape.ts'
import { titleOf } from './title.ts'
import { day, short } from './wording.ts'

/** A reply to a remark: which one and which revision of it stand in a hidden line, so that it is said once (C4). */
export interface Reply {
  readonly to: string
  readonly revision: string
  readonly body: string
  /** It told what stood at the time; it is not rewritten when that changes. */
  readonly isNews: boolean
}

/** The replies a verdict owes: one for each remark with something refused, asked or missing (C4). */
export function repliesOf(verdict: RfcVerdict, at: string, author: Person | null): readonly Reply[] {
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
    say(post, word === 'help' ? helpText() : statusText(verdict, at), true)
  }
  return [...posts].map(([post, { texts, isNews }]) => {
    const to = postKey(post)
    const revision = digest(post.text)
    const who = post.author ? `${naming(post.author.login)}, about [this](${post.url}):` : ''
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
      : ['<details><summary>What it said</summary>', said, '</details>']
  return [replyMarker({ to, revision: RESOLVED }), 'Resolved. No action needed.', ...kept].join('\n\n')
}

/** The author is told of an objection once, by name (C3). */
function objectionText({ number, by, blocks }: RfcVerdict['objections'][number], author: Person): string {
  const until = blocks
    ? `It stays open until ${naming(by.login)} says \`/heard\`, \`/commit\` or \`/disagree-commit why\`.`
    : `${naming(by.login)} is not named in this RFC, so it is listed and blocks nothing.`
  return `${calling(author.login)}, this is objection ${quietly(`#${number}`)}. Answer it in writing with \`/answer #${number} …\`. ${until}`
}

function statusText(verdict: RfcVerdict, at: string): string {
  return `On ${day(at)} at \`${short(verdict.evaluated.head)}\`: **${quietly(titleOf(verdict))}**. The App's first comment here always shows how it stands now.`
}

function helpText(): string {
  const lines = Object.values(COMMANDS).map(({ usage, help }) => `| \`${usage}\` | ${help} |`)
  return ['| Say | It means |', '|---|---|', ...lines].join('\n')
}
