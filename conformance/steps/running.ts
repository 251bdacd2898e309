import type { Sandbox } from '../sandbox.ts'
import { Skipped, type Step, unknown, verdictOn } from '../step.ts'
import { settled } from './reading.ts'

/** As long as somebody waits for a check, in seconds. */
const PATIENCE = 60
const RFC =
  '# Bill from events\n\n## Problem\n\nInvoices are late.\n\n## Proposal\n\nBill from events.\n\n## Alignment\n\n'

/** The App's own server as its users meet it, on both ends of GitHub: only where it runs and hears webhooks. */
export const running: readonly Step[] = [
  {
    group: 'E',
    belief: 'GH-191',
    believed: 'The check is on the head of a new RFC within a minute, and follows a `/commit`',
    async run(sandbox) {
      const { number, head, shown, seconds } = await openRfc(sandbox)
      if (!shown) return verdictOn(false, `no check after ${PATIENCE} s; ${await hookOf(sandbox)}`)
      // A commitment counts for a head that was announced strictly before it.
      await sandbox.pause(2)
      await sandbox.say(sandbox.mallory, number, '/commit')
      const after = await checkOn(sandbox, head, ({ conclusion }) => conclusion === 'success')
      return verdictOn(
        shown.conclusion !== 'success' && after.shown?.conclusion === 'success',
        `${shown.conclusion} after ${seconds} s ("${shown.title}"); ${after.shown?.conclusion ?? 'nothing'} ${after.seconds} s after the commitment`,
      )
    },
  },
  {
    group: 'E',
    belief: 'GH-55',
    believed: '`check_run.rerequested` is delivered to the server, which takes it and leaves no green behind',
    async run(sandbox) {
      const { shown } = await openRfc(sandbox)
      if (!shown) return unknown(`no check after ${PATIENCE} s; ${await hookOf(sandbox)}`)
      const since = await gitHubTime(sandbox)
      const began = Date.now()
      await sandbox.must('re-run', sandbox.app.rest('POST', sandbox.at(`/check-runs/${shown.id}/rerequest`)))
      const delivery = await delivered(sandbox, 'check_run', 'rerequested', since)
      if (!delivery) return verdictOn(false, `not delivered; ${await hookOf(sandbox)}`)
      const run = await sandbox.app.rest('GET', sandbox.at(`/check-runs/${shown.id}`))
      return verdictOn(
        delivery.status_code >= 200 && delivery.status_code < 300 && run.body.conclusion !== 'success',
        `answered ${delivery.status_code}, listed after ${secondsSince(began)} s; the run is ${run.body.conclusion}`,
      )
    },
  },
]

interface Shown {
  readonly id: number
  readonly conclusion: string | null
  readonly title: string
}

async function openRfc(sandbox: Sandbox) {
  if (sandbox.serverUrl === null)
    throw new Skipped("the App's server is not up: start it and give --server-url")
  const { logins, open } = sandbox
  const name = sandbox.fresh('rfc').replaceAll(/\W/g, '-')
  const { number, head } = await open('rfc', { [`rfcs/${name}.md`]: `${RFC}- @${logins.mallory}\n` })
  return { number, head, ...(await checkOn(sandbox, head, () => true)) }
}

/** The App's newest check of an RFC on a commit, once it is as expected, and how long that took. */
async function checkOn(sandbox: Sandbox, head: string, isExpected: (shown: Shown) => boolean) {
  const { app, at, appId } = sandbox
  const began = Date.now()
  let shown: Shown | undefined
  do {
    const { body } = await app.rest('GET', at(`/commits/${head}/check-runs?app_id=${appId}&filter=latest`))
    const runs: readonly (Shown & { name: string; output: { title: string } })[] = body?.check_runs ?? []
    const run = runs.find(({ name }) => name.startsWith('RFC alignment: '))
    shown = run && { id: run.id, conclusion: run.conclusion, title: run.output.title }
    if (shown && isExpected(shown)) break
    await new Promise((resolve) => setTimeout(resolve, 250))
  } while (Date.now() - began < PATIENCE * 1000)
  return { shown, seconds: secondsSince(began) }
}

function secondsSince(began: number): string {
  return ((Date.now() - began) / 1000).toFixed(1)
}

export interface DeliveryRow {
  readonly id: number
  readonly event: string
  readonly action: string | null
  readonly status_code: number
  readonly delivered_at: string
}

/** GitHub's time, in milliseconds: what is delivered from now on is delivered then or later. */
export async function gitHubTime({ ada }: Pick<Sandbox, 'ada'>): Promise<number> {
  return Date.parse((await ada.rest('GET', '/rate_limit')).headers.date ?? '')
}

/** The newest delivery of an event since a time of GitHub's; undefined when none is listed after half a minute. */
export async function delivered(
  { jwt }: Pick<Sandbox, 'jwt'>,
  event: string,
  action: string,
  since: number,
): Promise<DeliveryRow | undefined> {
  const hook = await jwt.rest('GET', '/app/hook/config')
  if (!hook.body?.url) return undefined
  const read = async () => {
    const { body } = await jwt.rest('GET', '/app/hook/deliveries?per_page=100')
    const rows: readonly DeliveryRow[] = Array.isArray(body) ? body : []
    return rows.find(
      (row) => row.event === event && row.action === action && Date.parse(row.delivered_at) >= since,
    )
  }
  return settled(read, (row) => row !== undefined, 20)
}

/** Where webhooks go, to explain why none came. */
async function hookOf({ jwt, serverUrl }: Sandbox): Promise<string> {
  const { status, body } = await jwt.rest('GET', '/app/hook/config')
  if (status !== 200) return `the App has no webhook address: GitHub answered ${status}`
  return `webhooks go to ${body.url || 'no address'}, the server is at ${serverUrl}`
}
