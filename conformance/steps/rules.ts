import type { Sandbox } from '../sandbox.ts'
import { type Step, verdictOn } from '../step.ts'
import { settled } from './reading.ts'

const NAME = 'RFC alignment: first contact'
const BOX = `query($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo) {
  pullRequest(number: $number) { mergeStateStatus } } }`

/** What a required check does to the merge button, and who can turn it. */
export const rules: readonly Step[] = [
  {
    group: 'E',
    belief: 'GH-47',
    believed: 'A required check blocks while it is missing, waiting or failing, and lets through on success',
    async run(sandbox) {
      const { base, number, head } = await ruled(sandbox, sandbox.appId)
      const states = [`no rule: ${base}`]
      const seen: string[] = []
      for (const conclusion of [null, 'action_required', 'failure', 'success'] as const) {
        if (conclusion) await report(sandbox, head, conclusion)
        const state = await boxOf(sandbox, number, conclusion === 'success' ? 'CLEAN' : 'BLOCKED')
        states.push(`${conclusion ?? 'no check'}: ${state}`)
        seen.push(state)
      }
      return verdictOn(seen.join() === 'BLOCKED,BLOCKED,BLOCKED,CLEAN', states.join(', '))
    },
  },
  {
    group: 'E',
    belief: 'GH-187',
    believed: 'A merge past a required check is refused with 405, to an administrator as well',
    async run(sandbox) {
      const { number, head } = await ruled(sandbox, sandbox.appId)
      await report(sandbox, head, 'failure')
      const { status, body } = await merge(sandbox, number)
      return verdictOn(status === 405, `answered ${status}: ${oneLine(body?.message)}`)
    },
  },
  {
    group: 'E',
    belief: 'GH-136',
    believed:
      'Where the check is pinned to the App, a status of its name set by somebody else does not count',
    async run(sandbox) {
      const { number, head } = await ruled(sandbox, sandbox.appId)
      await forge(sandbox, head)
      const state = await boxOf(sandbox, number, 'BLOCKED')
      const { status, body } = await merge(sandbox, number)
      return verdictOn(
        state === 'BLOCKED' && status === 405,
        `${state}, the merge was answered ${status}: ${oneLine(body?.message)}`,
      )
    },
  },
  {
    group: 'E',
    belief: 'GH-136',
    believed: 'Where any source is taken, a status of its name set by anybody with write access counts',
    async run(sandbox) {
      const { number, head } = await ruled(sandbox, null)
      await forge(sandbox, head)
      const state = await boxOf(sandbox, number, 'CLEAN')
      const { status } = await merge(sandbox, number)
      return verdictOn(state === 'CLEAN' && status === 200, `${state}, the merge was answered ${status}`)
    },
  },
  {
    group: 'E',
    belief: 'GH-135',
    believed: 'Where any source is taken, a failing check still blocks beside a forged status of its name',
    async run(sandbox) {
      const { number, head } = await ruled(sandbox, null)
      await report(sandbox, head, 'failure')
      await forge(sandbox, head)
      const state = await boxOf(sandbox, number, 'BLOCKED')
      const { status } = await merge(sandbox, number)
      return verdictOn(state === 'BLOCKED' && status === 405, `${state}, the merge was answered ${status}`)
    },
  },
  {
    group: 'E',
    belief: 'GH-55',
    believed: 'A run that is asked for again stays as it is, and its suite is `queued`',
    async run(sandbox) {
      const { app, at, must, open } = sandbox
      const { head } = await open('again')
      const made = await report(sandbox, head, 'failure')
      await must('re-run', app.rest('POST', at(`/check-runs/${made.body.id}/rerequest`)))
      const { body } = await settled(
        () => app.rest('GET', at(`/commits/${head}/check-suites?app_id=${sandbox.appId}`)),
        (answer) => answer.body?.check_suites?.[0]?.status === 'queued',
      )
      const run = await app.rest('GET', at(`/check-runs/${made.body.id}`))
      const suite = body?.check_suites?.[0]?.status
      return verdictOn(
        suite === 'queued' && run.body.conclusion === 'failure',
        `suite ${suite}, run ${run.body.status} with ${run.body.conclusion}`,
      )
    },
  },
]

/** A pull request into a branch of its own that requires the check, pinned to an App or not; and its box before that. */
async function ruled(sandbox: Sandbox, source: number | null) {
  const target = await sandbox.newBase('required')
  const { number, head, branch } = await sandbox.open('ruled', { 'notes.md': `# ${target}\n` }, target)
  const base = await boxOf(sandbox, number, 'CLEAN')
  // A ruleset offers only Apps that reported the check before (GH-173); here on a commit beside.
  const beside = await sandbox.commit(sandbox.fresh('beside'), { 'beside.md': branch })
  await report(sandbox, beside, 'success')
  await sandbox.protect(target, [requiredCheck(NAME, source)])
  return { base, number, head }
}

/** The rule that requires a check, of an App or of any source. */
export function requiredCheck(context: string, source: number | null) {
  return {
    type: 'required_status_checks',
    parameters: {
      strict_required_status_checks_policy: false,
      required_status_checks: [{ context, ...(source === null ? {} : { integration_id: source }) }],
    },
  }
}

function report({ app, at, must }: Sandbox, head: string, conclusion: string) {
  return must(
    'write a check run',
    app.rest('POST', at('/check-runs'), { name: NAME, head_sha: head, conclusion }),
  )
}

function forge({ mallory, at, must }: Sandbox, head: string) {
  const status = { state: 'success', context: NAME, description: 'Forged by first contact' }
  return must('set a status', mallory.rest('POST', at(`/statuses/${head}`), status))
}

function merge({ ada, at }: Sandbox, number: number) {
  return ada.rest('PUT', at(`/pulls/${number}/merge`), { merge_method: 'merge' })
}

/** What the box above the merge button says; GitHub works it out in the background, so it is asked for some seconds. */
async function boxOf({ ask }: Sandbox, number: number, expected: 'BLOCKED' | 'CLEAN'): Promise<string> {
  const read = async (): Promise<string> => {
    const { data } = await ask(BOX, { number })
    const state = data?.repository?.pullRequest?.mergeStateStatus ?? 'nothing'
    // An Enterprise Server with pre-receive hooks says so instead of CLEAN.
    return state === 'HAS_HOOKS' ? 'CLEAN' : state
  }
  return settled(read, (state) => state === expected)
}

function oneLine(message: unknown): string {
  return String(message ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
