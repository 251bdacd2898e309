import type { PullRequestNumber } from '../../facts/ids.ts'
import type { Person } from '../../facts/person.ts'
import { type Act, nameOf } from './spoken.ts'

// Why commands do not count, in words for their writer: what happened and what to do, in at most two sentences.

/** Returns the reply to consent that was posted before any head was announced, so that it refers to no text (F1). */
export function unannounced(said: Act): string {
  return `\`${nameOf(said)}\` was posted before this App's first check of the text, so it isn't clear which text it is about. Post ${again(said)}.`
}

/** Returns the reply to consent that was posted while another commit may have been the newest one (F1). */
export function aboutUnknown(said: Act): string {
  return `Commits were pushed about when \`${nameOf(said)}\` was posted, so it isn't clear which text it is about. Post ${again(said)}.`
}

/** Returns the reply to consent in a review for which GitHub shows no commit (F1). */
export function aboutUnknownCommit(said: Act): string {
  return `GitHub doesn't show which commit this review is about, so \`${nameOf(said)}\` in it doesn't count. Post ${again(said)}.`
}

/** Returns the reply to consent from before the record of this RFC begins (L2, L3). */
export function beforeRecord(said: Act): string {
  return `\`${nameOf(said)}\` was posted before this App's record of this RFC begins, so it doesn't count. Post ${again(said)}.`
}

/**
 * Returns the reply to what was posted while another pull request with the same commit carried the decision (V7); null
 * where this one carries its own by now.
 */
export function carriedElsewhere(by: PullRequestNumber | null): string {
  return by === null
    ? "When this was posted, another pull request with the same commit carried this decision, so it doesn't count. Post it again in a new comment."
    : `#${by} has the same commit and carries this decision, so what is posted here doesn't count. Post it on #${by}.`
}

/** Returns the reply to consent that did not count when it was first seen, whatever holds now (C0). */
export function refusedWhenSeen(said: Act): string {
  return said.kind === 'approve'
    ? "This approval didn't count when it was submitted. To commit, comment `/commit`."
    : `\`${nameOf(said)}\` was refused when it was posted, so it doesn't count. Post ${again(said)}.`
}

/** Returns the reply to what was posted before its writer became a maintainer. */
export function maintainerSince(said: Act): string {
  return `\`${nameOf(said)}\` was posted before you were a maintainer here, so it doesn't count. Post ${again(said)}.`
}

/** Returns the reply to what was posted before its writer became a stakeholder. */
export function namedSince(by: Person, said: Act): string {
  return `\`${nameOf(said)}\` was posted before @${by.login} was named, so it doesn't count. Post ${again(said)}.`
}

/** Returns the reply to what somebody posted who is not a stakeholder. */
export function notNamed(by: Person, said: Act): string {
  return `@${by.login} isn't a stakeholder of this RFC. To add them, the author or a stakeholder comments \`/add @${by.login}\`; then post ${again(said)}.`
}

function again(said: Act): string {
  return said.kind === 'approve' ? '`/commit` in a comment' : `\`${nameOf(said)}\` again in a new comment`
}
