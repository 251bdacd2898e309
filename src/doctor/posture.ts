import { checkName } from '../report/check.ts'
import { code } from '../report/escape.ts'
import type { BranchFacts, Requirement } from './facts.ts'
import { type Finding, fine, wrong } from './finding.ts'
import { newRulesetCommand, pinInProtectionCommand, pinInRulesetCommand } from './require-check.ts'

/** How a branch requires the check, and from whom. */
export const POSTURES = ['pinned', 'any source', 'another App', 'not required', 'cannot see'] as const
export type Posture = (typeof POSTURES)[number]

/**
 * Returns how a branch requires the check. All rules must be met: one that pins the check to this App is
 * enough, and one that pins it to another App blocks every merge. What is missing from an incomplete list is
 * unknown (GH-174, GH-175).
 */
export function postureOf({ requirements, unseen }: BranchFacts, appId: number): Posture {
  if (requirements.some((each) => each.appId !== null && each.appId !== appId)) return 'another App'
  if (requirements.some((each) => each.appId === appId)) return 'pinned'
  if (unseen !== null) return 'cannot see'
  return requirements.length > 0 ? 'any source' : 'not required'
}

/** Returns the finding about one branch. */
export function judgeBranch(facts: BranchFacts, appId: number): Finding {
  const { repository: about, branch } = facts
  const required = { repository: about, branch, appId }
  const name = checkName(branch)
  switch (postureOf(facts, appId)) {
    case 'pinned':
      return fine('required-check', `Requires ${quoted(name)} from this App alone.`, about)
    case 'any source': {
      const what = `Requires ${quoted(name)} from any source: anyone with write access can turn it green.`
      const place = facts.requirements.find((each) => each.appId === null)
      return wrong('error', 'required-check', { about, what, repair: `Pin it: ${pin(place, required)}` })
    }
    case 'another App': {
      const place = facts.requirements.find((each) => each.appId !== null && each.appId !== appId)
      const what = `Requires ${quoted(name)} from App ${place?.appId}, not from this one (${appId}): merges are blocked, or the wrong App decides.`
      return wrong('error', 'required-check', {
        about,
        what,
        repair: `Pin it to this App: ${pin(place, required)}`,
      })
    }
    case 'not required':
      return wrong('warning', 'required-check', {
        about,
        what: `Doesn't require ${quoted(name)}: the check blocks no merge into ${branch}.`,
        repair: `Require it, if RFCs are merged there: ${newRulesetCommand(required)}`,
      })
    case 'cannot see':
      return wrong('cannot see', 'required-check', {
        about,
        what: `Can't see whether ${quoted(name)} is required from this App alone: ${facts.unseen}`,
        repair: `Check the rules of ${branch} in the settings of ${about}; see docs/guides/require-the-check.md for what they should be.`,
      })
  }
}

/**
 * Returns the Markdown line for the details of each check; null when there is nothing to report. What could
 * not be read is reported to the operator only.
 */
export function postureLine(posture: Posture, branch: string): string | null {
  const name = code(checkName(branch))
  const settings = 'An administrator of the repository can choose this App as its expected source.'
  switch (posture) {
    case 'any source':
      return `**The required check isn't pinned to this App**: anyone with write access can turn ${name} green. ${settings}`
    case 'another App':
      return `**The required check is expected from another App**: what this App reports as ${name} doesn't count. ${settings}`
    case 'not required':
      return `**This check isn't required**: merges into ${code(branch)} don't wait for it. An administrator of the repository can require ${name} from this App.`
    case 'pinned':
    case 'cannot see':
      return null
  }
}

function pin(
  place: Requirement | undefined,
  required: { readonly repository: string; readonly branch: string; readonly appId: number },
): string {
  return place?.by === 'ruleset' ? pinInRulesetCommand(required, place) : pinInProtectionCommand(required)
}

function quoted(name: string): string {
  return `"${name}"`
}
