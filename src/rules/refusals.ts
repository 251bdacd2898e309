import { COMMANDS } from '../commands/commands.ts'
import type { About, Ineligible, Target } from '../commands/model/command.ts'
import {
  aboutUnknown,
  aboutUnknownCommit,
  beforeRecord,
  carriedElsewhere,
  notNamed,
  unannounced,
} from '../commands/model/refusal-texts.ts'
import type { Act, SpokenCommand } from '../commands/model/spoken.ts'
import { rejection, type Rejection, rejectionsByText } from '../commands/rejections-by-text.ts'
import type { Texts } from '../commands/texts.ts'
import type { Mention } from '../documents/markdown/mention.ts'
import { loginKey, type UserId } from '../facts/ids.ts'
import { type PostKey, postKey } from '../facts/keys.ts'
import { quoted } from '../facts/quoted.ts'
import type { Person } from '../facts/person.ts'
import type { Post, Snapshot } from '../facts/snapshot.ts'
import { byTime } from '../facts/time.ts'
import { entriesOf } from '../ledger/append.ts'
import type { NotCounted } from '../ledger/fold.ts'
import type { Observed } from '../ledger/observed/observe.ts'
import { actOf } from '../ledger/recorded-command.ts'
import type { Case } from '../rfc/case.ts'
import { personProblem, teamProblem } from '../rfc/name-problems.ts'
import { isUnreadTeam, keyOf, lookUp, personOrTeamOf, writtenKey } from '../rfc/person-or-team.ts'
import type { Stakeholders } from '../rfc/stakeholders.ts'
import type { Counted } from './counted.ts'
import { MOST_TARGETS } from './targets.ts'
import { refusedThen } from './refused-then.ts'
import type { Said } from './said.ts'

/** What is answered to the posts of a pull request (C4). */
export interface Answers {
  readonly rejections: readonly Rejection[]
  /** Posts that cannot be answered yet, because a team or a text cannot be read: their reactions stay (V6). */
  readonly undecided: ReadonlySet<Post>
}

/** Returns why commands do not count, by their texts and by the evidence at first sight, and what to do (C4). */
export function refusalsOf(
  theCase: Case<Texts>,
  stakeholders: Stakeholders,
  { ledger, folded }: Observed,
  counted: Counted,
  said: Said,
  isRequired: (id: UserId) => boolean,
): Answers {
  const { snapshot } = theCase
  const posts = new Map(snapshot.posts.map((post) => [postKey(post), post]))
  const unsighted = new Set(
    [...entriesOf(ledger, 'post'), ...entriesOf(ledger, 'edit')].flatMap(({ firstSight, post }) =>
      firstSight === null ? [post] : [],
    ),
  )
  const addedUnread = [...counted.added.values()].filter(({ personOrTeam }) => isUnreadTeam(personOrTeam))
  const aboutOf = (post: Post, command: SpokenCommand, by: UserId): About => ({
    said: command,
    by: post.author ?? said.person(by),
    author: snapshot.pullRequest.author,
    isRequired: isRequired(by),
    isMaintainer: isMaintainerNow(snapshot, post.author ?? said.person(by)),
    hasDeciders: theCase.config.stakeholders.deciders.length > 0,
    objections: counted.objections,
    whoIs: (name) => targetOf(snapshot, name),
    isKnown: knownIn(snapshot, stakeholders, counted),
    isRecused: ({ id }) => (counted.standings.get(id)?.recused ?? null) !== null,
  })
  // Before the record begins no head was announced, as a rule, and that is what people can understand.
  const inWords = (one: NotCounted, { at }: Post): NotCounted =>
    one.why === 'before the ledger began' && folded.heads.every((head) => head.at >= at)
      ? { ...one, why: 'no head' }
      : one
  const elsewhere = carriedPosts(snapshot, folded)
  const undecided = new Set<Post>()
  const rejections: Rejection[] = [...rejectionsByText(theCase)]
  for (const one of folded.notCounted) {
    const post = posts.get(one.post)
    if (!post) continue
    const isNamedUnknown = stakeholders.isNamedUnknown(post.at) || addedUnread.some(({ at }) => at < post.at)
    const isUndecided =
      (isNamedUnknown && BY_NAME.has(one.why)) ||
      (unsighted.has(one.post) && one.why === 'no maintainer or decider')
    if (isUndecided) undecided.add(post)
    else rejections.push(...refusalOf(inWords(one, post), post, said, aboutOf))
  }
  rejections.push(...refusedThen(theCase, ledger, isRequired))
  for (const { post: key, by, key: which, word } of folded.counted) {
    const post = posts.get(key)
    const command = said.command(key, which)
    const advice = post && command ? COMMANDS[command.word].advice(aboutOf(post, command, by)) : null
    if (post && advice !== null && command?.word === word)
      rejections.push({ post, why: advice, isAdvice: true })
  }
  const answers = [...rejections.filter(({ post }) => !elsewhere.has(post)), ...elsewhere.values()]
  return { rejections: onceEach(answers).toSorted((a, b) => byTime(a.post.at, b.post.at)), undecided }
}

/** What was posted while another pull request carried the decision is answered with that alone (V7). */
function carriedPosts(
  { posts, remembered }: Snapshot,
  { notCounted }: Observed['folded'],
): ReadonlyMap<Post, Rejection> {
  const carried = new Set(notCounted.flatMap(({ post, why }) => (why === 'carried by another' ? [post] : [])))
  const why = carriedElsewhere(remembered.carrying?.by ?? null)
  return new Map(
    posts.filter((post) => carried.has(postKey(post))).map((post) => [post, rejection(post, why)]),
  )
}

/** Refusals that may turn out otherwise once every team and every text can be read. */
const BY_NAME: ReadonlySet<NotCounted['why']> = new Set([
  'not a stakeholder',
  'not named by themself',
  'names nobody who can be meant',
])

function refusalOf(
  { post: key, by, word, why, key: which }: NotCounted,
  post: Post,
  said: Said,
  aboutOf: (post: Post, command: SpokenCommand, by: UserId) => About,
): readonly Rejection[] {
  const act = actOf({ word })
  const command = said.command(key, which)
  const about = command ? aboutOf(post, command, by) : null
  switch (why) {
    case 'reviewed commit unknown':
    case 'no head':
    case 'tip unknown':
      return textless(act, why, post, about)
    case 'before the ledger began':
    case 'not in the restored copy':
      return [rejection(post, beforeRecord(act))]
    // These posts are answered as a whole.
    case 'carried by another':
    // By their texts alone these are answered already.
    case 'edited by somebody else':
    case 'contradicted':
    case 'in the wrong place':
      return []
    default:
      return ineligible(act, why, post, about)
  }
}

const TEXTLESS = {
  'no head': unannounced,
  'tip unknown': aboutUnknown,
  'reviewed commit unknown': aboutUnknownCommit,
} as const

/** People who are not stakeholders get that reason instead, because posting the command again would not help them. */
function textless(
  act: Act,
  why: keyof typeof TEXTLESS,
  post: Post,
  about: About | null,
): readonly Rejection[] {
  const isForStakeholders = act.kind !== 'command' || COMMANDS[act.word].who === 'stakeholders'
  if (isForStakeholders && about && !about.isRequired) return [rejection(post, notNamed(about.by, act))]
  return [rejection(post, TEXTLESS[why](act))]
}

function ineligible(act: Act, why: Ineligible, post: Post, about: About | null): readonly Rejection[] {
  // An approval by somebody who is not a stakeholder gets no reply (C7).
  if (act.kind !== 'command' || about === null) return []
  if (act.word === 'misalign' && about.isRequired) return []
  // Whom it names may have been found since: then another telling of it counts.
  const text = COMMANDS[act.word].refusal(why, about)
  return text === '' ? [] : [rejection(post, text)]
}

function isMaintainerNow({ roles }: Snapshot, { login }: Person): boolean {
  const role = roles.get(loginKey(login))
  return role === 'maintain' || role === 'admin'
}

/** A reply says each thing once. */
function onceEach(rejections: readonly Rejection[]): readonly Rejection[] {
  const seen = new Set<string>()
  return rejections.filter(({ post, why }) => {
    const key: `${PostKey} ${string}` = `${postKey(post)} ${why}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Whether somebody is named or known here, so that a release has somebody to let go (C3). */
function knownIn(snapshot: Snapshot, stakeholders: Stakeholders, counted: Counted): About['isKnown'] {
  return (name) => {
    if (stakeholders.isWritten(writtenKey(name))) return true
    const found = personOrTeamOf(snapshot, name)
    if (!found) return false
    if (counted.added.has(keyOf(found))) return true
    return found.kind === 'person' && counted.standings.has(found.person.id)
  }
}

function targetOf(snapshot: Snapshot, name: Mention): Target {
  const personOrTeam = personOrTeamOf(snapshot, name)
  if (name.kind === 'invalid')
    return { personOrTeam, why: `${quoted(name.text)} isn't a valid login: ${name.why}.` }
  if (name.kind === 'team') {
    const isUnknown = personOrTeam?.kind === 'team' && personOrTeam.found.kind === 'unknown'
    const problem = isUnknown ? teamProblem(snapshot, personOrTeam) : null
    return { personOrTeam, why: problem && `\`@${name.org}/${name.slug}\` ${problem}` }
  }
  const found = lookUp(snapshot, name.login)
  if (found.kind === 'changed hands') return { personOrTeam, why: null }
  if (found.kind === 'unknown' && !snapshot.people.has(loginKey(name.login))) {
    return {
      personOrTeam,
      why: `\`@${name.login}\` wasn't looked up, because your comments mention more than ${MOST_TARGETS} names in commands. Name them in the Alignment section, or ask someone else to comment \`/add @${name.login}\`.`,
    }
  }
  if (found.kind === 'unknown') {
    return {
      personOrTeam,
      why: `\`@${name.login}\` isn't on GitHub. Check the spelling, and post the command again in a new comment.`,
    }
  }
  return { personOrTeam, why: personProblem(name.login, found.person, found.canRead) }
}
