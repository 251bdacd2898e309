import { InstallationGone, RateLimited } from './github/faults.ts'
import { heldParts, OlderRules } from './held.ts'
import { Superseded } from './queue/work-visits.ts'
import { sayThatGroupFailed, visitGroup } from './visit-group.ts'
import type { Visit, VisitParts } from './visit-parts.ts'
import { sayThatItFailed, visitPullRequest } from './visit-pull-request.ts'

/** The check could not be told that a visit failed: no event is lost for that, the visit is made again until it can. */
class NotSaidYet extends Error {
  override readonly name = 'NotSaidYet'
  readonly retryAfterSeconds = 120

  constructor(cause: unknown) {
    super('the visit failed, and the check could not say so', { cause })
  }
}

/** Makes visits of pull requests and of merge groups. Each throws to be tried again; the last try says so on the check. */
export function createVisit(parts: VisitParts): (visit: Visit) => Promise<void> {
  return async (visit) => {
    const { reference } = visit
    const held = heldParts(parts, visit)
    const isGroup = reference.kind === 'merge-group'
    try {
      await (isGroup ? visitGroup(held, visit, reference) : visitPullRequest(held, visit, reference))
    } catch (cause) {
      // A fresh installation may not be known everywhere yet; one that is gone stays gone.
      if (cause instanceof InstallationGone && visit.last) {
        parts.log.info({ answer: cause.message }, 'the App is not installed here any more; nothing to do')
        return
      }
      // Being told to wait is no failure, and uses up no try.
      if (!visit.last || cause instanceof RateLimited || cause instanceof OlderRules) throw cause
      if (!(await visit.isHeld())) throw new Superseded('the visit is no longer ours', { cause })
      const isSaid = await (isGroup
        ? sayThatGroupFailed(held, reference, cause)
        : sayThatItFailed(held, visit, reference, cause))
      if (isSaid) throw cause
      throw new NotSaidYet(cause)
    }
  }
}
