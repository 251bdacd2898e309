import { contradicts } from '../commands/contradictions.ts'
import { actOf, commandKey, type RecordedCommand } from './recorded-command.ts'

/** Returns whether a command that consents cannot count beside the others of its text (C0); beside a request for changes none can. */
export function isContradicted(command: RecordedCommand, all: readonly RecordedCommand[]): boolean {
  const [act, key] = [actOf(command), commandKey(command)]
  return all.some(
    (other) =>
      (other.word === 'request changes' || contradicts(act, actOf(other))) && commandKey(other) !== key,
  )
}
