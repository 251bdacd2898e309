import { readForApp, type Texts } from '../../commands/texts.ts'
import type { Person } from '../../facts/person.ts'
import type { Trigger } from '../../facts/trigger.ts'
import type { Case } from '../../rfc/case.ts'
import { type Appended, appended, type Ledger } from '../append.ts'
import type { FirstSight } from '../entry.ts'
import { toldBy } from '../told.ts'
import type { Button, ToldContext } from '../told-context.ts'
import { type PostRecording, spokenWith } from './observed-posts.ts'
import { recordedCommands } from './recorded-commands.ts'

/** Appends what the webhooks told that asked for an evaluation (L2), in the order in which they came. */
export function withTold(theCase: Case<Texts>, ledger: Ledger, how: PostRecording): Appended {
  const { snapshot } = theCase
  const texts = readForApp(theCase.texts, snapshot.appSlug)
  const commandsIn = (text: string, button: Button | null) =>
    recordedCommands(spokenWith(theCase, button, texts, text), how)
  let after: Appended = { ledger, changed: [] }
  for (const trigger of snapshot.remembered.told) {
    const context: ToldContext = {
      seen: snapshot.at,
      ledger: after.ledger,
      commandsIn,
      firstSight: sightOf(trigger, commandsIn, how),
      digest: how.digestOf,
    }
    const next = appended(after.ledger, toldBy(trigger, context))
    after = { ledger: next.ledger, changed: [...after.changed, ...next.changed] }
  }
  return after
}

/** What the author of a post may do; null where the payload does not tell who that is (C0). */
function sightOf(
  trigger: Trigger,
  commandsIn: ToldContext['commandsIn'],
  { sights }: PostRecording,
): FirstSight | null {
  if (trigger.kind !== 'remark' || trigger.text === null) return null
  const { author: id, evidence } = trigger.told ?? {}
  if (!evidence?.author || id === null || id === undefined) return null
  const author: Person = { ...evidence.author, id }
  const written = evidence.written ?? sights.at
  const first = { at: sights.at, written, wasAccepted: false, wasHeld: false }
  return sights.of(author, commandsIn(trigger.text, null), first)
}
