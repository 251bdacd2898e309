import { checkName } from '../report/check.ts'

/** A branch that should require the check, and the App that may report it. */
export interface RequiredCheck {
  /** `acme/rfcs`. */
  readonly repository: string
  readonly branch: string
  readonly appId: number
}

/**
 * Returns the command that creates a ruleset that requires the check from this App only (GH-173).
 * https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset
 */
export function newRulesetCommand({ repository, branch, appId }: RequiredCheck): string {
  const ruleset = {
    name: checkName(branch),
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
    rules: [
      {
        type: 'required_status_checks',
        parameters: {
          // Not strict: the check itself asks for an update of the branch when one is needed (F6).
          strict_required_status_checks_policy: false,
          do_not_enforce_on_create: true,
          required_status_checks: [{ context: checkName(branch), integration_id: appId }],
        },
      },
    ],
  }
  return `gh api --method POST repos/${repository}/rulesets --input - <<'JSON'\n${JSON.stringify(ruleset, null, 2)}\nJSON`
}

/**
 * Returns the command that pins the check to this App in a ruleset that already requires it, and keeps the
 * rest of the ruleset. `owner` is `repos/acme/rfcs` or `orgs/acme`.
 * https://docs.github.com/en/rest/repos/rules#update-a-repository-ruleset
 */
export function pinInRulesetCommand(
  { branch, appId }: RequiredCheck,
  { owner, id }: { readonly owner: string; readonly id: number },
): string {
  const place = `${owner}/rulesets/${id}`
  const change =
    '{name, target, enforcement, conditions, bypass_actors, rules} | (.rules[] | select(.type == "required_status_checks").parameters.required_status_checks[] | select(.context == $check)).integration_id = $app'
  return `gh api ${place} | jq ${given(branch, appId)} '${change}' | gh api --method PUT ${place} --input -`
}

/**
 * Returns the command that pins the check to this App in a classic branch protection, and keeps the other
 * checks. There, -1 means any source.
 * https://docs.github.com/en/rest/branches/branch-protection#update-status-check-protection
 */
export function pinInProtectionCommand({ repository, branch, appId }: RequiredCheck): string {
  const place = `repos/${repository}/branches/${inPath(branch)}/protection/required_status_checks`
  const change =
    '{strict, checks: ([.checks[] | select(.context != $check) | .app_id //= -1] + [{context: $check, app_id: $app}])}'
  return `gh api ${place} | jq ${given(branch, appId)} '${change}' | gh api --method PATCH ${place} --input -`
}

function given(branch: string, appId: number): string {
  return `--arg check ${quoted(checkName(branch))} --argjson app ${appId}`
}

/** Percent-encodes characters that are special to a shell, too. */
function inPath(branch: string): string {
  return encodeURIComponent(branch).replace(
    /[!'()*~]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Quotes a text for a shell: branch names may contain special characters. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
