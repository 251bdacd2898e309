import type { Texts } from '../../commands/texts.ts'
import { DEFAULTS } from '../../config/config.ts'
import type { Snapshot } from '../../facts/snapshot.ts'
import { caseUnder } from '../../rfc/case.ts'
import { appended } from '../append.ts'
import { fold } from '../fold.ts'
import { lineDigest } from '../line-digest.ts'
import { nameMeant } from './names.ts'
import { deletionsIn, type Observed, type Recorded, statesIn } from './observe.ts'
import type { PostRecording } from './observed-posts.ts'
import { announcedIn, tipsShown } from './observed-tips.ts'
import { withTold } from './with-told.ts'

/**
 * Records what webhooks told and which tips a read shows while nothing is counted, because the configuration is invalid or
 * the pull request cannot be read whole (L2, §13). Whom posts name and what their authors may do is read later (C0). Null
 * where a newer version wrote the ledger (L4), or one has to begin with what a version without it noted.
 */
export function observeUncounted(snapshot: Snapshot, texts: Texts, recorded: Recorded): Observed | null {
  const { how, ledger, secret } = recorded
  if (how === 'newer' || how === 'former') return null
  const digestOf = (text: string) => lineDigest(secret, text)
  const recording: PostRecording = {
    digestOf,
    nameOf: (mention) => nameMeant(snapshot, mention, digestOf),
    sights: { at: snapshot.at, of: () => null, isNamedByText: () => false },
    isFormer: false,
    refused: new Map(),
    judgedUntil: null,
    held: new Set(),
  }
  const told = withTold(caseUnder(DEFAULTS, snapshot, texts), ledger, recording)
  const seen = appended(told.ledger, [
    ...tipsShown(snapshot, told.ledger),
    ...announcedIn(snapshot),
    ...deletionsIn(snapshot),
    ...statesIn(snapshot),
  ])
  return { ledger: seen.ledger, news: [...told.changed, ...seen.changed], folded: fold(seen.ledger) }
}
