import { command, type Invocation } from '../model/command.ts'
import { ACCEPTED, type Accepted, type Rejected, rejected, unannounced } from '../model/outcome.ts'
import { type Commitment, closeAll, endMisalignment, update } from '../model/world.ts'
import { forThemself, stakeholders } from './who-may.ts'

export const commit = command(
  {
    word: 'commit',
    who: 'stakeholders',
    usage: '/commit',
    help: 'Commit to carrying this out',
    namesPeople: false,
    effect: 'consents',
    recuses: false,
    takesPosition: true,
    note: {
      no: 'withdraw',
      isCommand: true,
      choice: 'Use `/commit` (unconditional), `/disagree-commit <reason>`, or `/object <reason>`.',
    },
  },
  {
    may: forThemself(stakeholders),
    argument: ({ reason }) => reason,
    apply(invocation, reason) {
      const { statement, permissions } = invocation
      if (statement.said.kind === 'approve' && permissions.wasPassedOver(statement.post)) {
        return rejected("This approval didn't count when it was submitted. To commit, comment `/commit`.")
      }
      return recordCommitment(invocation, 'committed', reason)
    },
  },
)

/** Records a commitment to the text announced when it was posted (F1), and closes the person's objections (P5). */
export function recordCommitment(
  { world, statement, permissions }: Invocation,
  kind: Commitment['kind'],
  reason: string,
): Accepted | Rejected {
  const { by, at, post } = statement
  const version = permissions.versionOf(statement)
  if (!version) return unannounced(statement.said)
  closeAll(world, by, kind === 'dissenting' ? 'dissent' : 'withdrawn')
  if (kind === 'committed') endMisalignment(world, by)
  const misaligned = world.standings.get(by.id)?.misaligned
  update(world, by, {
    commitment: { kind, at, reason, post, version },
    // A `/misalign` stays on record as dissent about the problem (P3).
    ...(misaligned && { misaligned: { ...misaligned, blocks: false } }),
  })
  return ACCEPTED
}
