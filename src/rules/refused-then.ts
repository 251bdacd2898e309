import { isApproval, isCommitment } from '../commands/approval.ts'
import { COMMANDS } from '../commands/commands.ts'
import { isConsent } from '../commands/effects.ts'
import { notNamed, refusedWhenSeen } from '../commands/model/refusal-texts.ts'
import type { Spoken } from '../commands/model/spoken.ts'
import { isOwnText, rejection, type Rejection } from '../commands/rejections-by-text.ts'
import { postOf, readForApp, spokenIn, type Texts } from '../commands/texts.ts'
import type { UserId } from '../facts/ids.ts'
import { postKey } from '../facts/keys.ts'
import type { Post } from '../facts/snapshot.ts'
import { entriesOf, type Ledger } from '../ledger/append.ts'
import type { Case } from '../rfc/case.ts'

/**
 * Returns why consent is not on record that a post shows: it did not count when it was first seen, by a version without a
 * ledger or because approvals did not count then (C0, C7).
 */
export function refusedThen(
  theCase: Case<Texts>,
  ledger: Ledger,
  isRequired: (id: UserId) => boolean,
): readonly Rejection[] {
  const recorded = new Set(
    [...entriesOf(ledger, 'post'), ...entriesOf(ledger, 'edit')].flatMap(({ post, commands }) =>
      commands.map(({ word }) => `${post} ${word}`),
    ),
  )
  return theCase.snapshot.posts.flatMap((post) => {
    const { author } = post
    if (author?.type !== 'User' || !isOwnText(post, author)) return []
    return consentsIn(theCase, post)
      .filter((said) => !recorded.has(`${postKey(post)} ${said.kind === 'command' ? said.word : said.kind}`))
      .flatMap((said) => {
        if (isRequired(author.id) || !isForStakeholders(said)) return [rejection(post, refusedWhenSeen(said))]
        // An approval by somebody who is not a stakeholder gets no reply (C7).
        return said.kind === 'approve' ? [] : [rejection(post, notNamed(author, said))]
      })
  })
}

/** What a post consents to as it reads now, where consent is read. */
function consentsIn({ snapshot, config, texts }: Case<Texts>, post: Post): readonly Spoken[] {
  if (post.review?.isDismissed) return []
  const parsed = postOf(readForApp(texts, snapshot.appSlug), post.text)
  const spoken = spokenIn(parsed)
  const consents = spoken.filter(
    (said) => isConsent(said) && said.kind === 'command' && COMMANDS[said.word].lacks(said) === null,
  )
  const isApproved = isApproval(post.review?.state ?? null, parsed, config)
  return isApproved && !isCommitment(spoken) ? [...consents, { kind: 'approve' }] : consents
}

function isForStakeholders(said: Spoken): boolean {
  return said.kind !== 'command' || COMMANDS[said.word].who === 'stakeholders'
}
