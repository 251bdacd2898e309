import type { Octokit } from '@octokit/rest'
import { wholeSecond } from '../facts/time.ts'
import { doing, GitHubFault, nullWhere } from './faults.ts'

/** One attempt of GitHub's to deliver a webhook. */
export interface DeliveryAttempt {
  /** Digits: wider than the numbers of JavaScript. */
  readonly id: string
  /** The same for all attempts to deliver one event: what comes as `X-GitHub-Delivery`. */
  readonly guid: string
  readonly event: string
  readonly deliveredAt: string
  /** The HTTP status of the App's answer; 0 where there was none. */
  readonly status: number
  /** The App answered with 2xx. */
  readonly isDelivered: boolean
}

/** The App's own deliveries, page by page, the newest first (GH-104). */
export async function* deliveriesOf(app: Octokit): AsyncGenerator<readonly DeliveryAttempt[]> {
  const seen = new Set<string>()
  let url: string | null = '/app/hook/deliveries?per_page=100'
  while (url !== null) {
    if (seen.has(url)) throw new GitHubFault('the list of deliveries goes on, but not from anywhere', 200)
    seen.add(url)
    const page: Page = await readPage(app, url)
    yield page.attempts
    url = page.next
  }
}

/** Asks GitHub to deliver once more; false where it does not know the delivery any more (GH-103). */
export async function redeliver(app: Octokit, id: string): Promise<boolean> {
  const asked = doing(`ask for the delivery ${id} again`, async () => {
    await app.request({ method: 'POST', url: `/app/hook/deliveries/${id}/attempts` })
    return true
  })
  return (await nullWhere([404, 410, 422], asked)) ?? false
}

interface Page {
  readonly attempts: readonly DeliveryAttempt[]
  readonly next: string | null
}

async function readPage(app: Octokit, url: string): Promise<Page> {
  return doing("read the App's deliveries", async () => {
    const { data: rows, headers } = await app.request({ method: 'GET', url })
    if (!Array.isArray(rows)) throw new Error('the answer is no list')
    const next = /<([^>]+)>;\s*rel="next"/.exec(String(headers.link ?? ''))?.[1] ?? null
    return { attempts: rows.map(attemptOf), next }
  })
}

function attemptOf(row: unknown): DeliveryAttempt {
  const { id, guid, event, delivered_at: at, status_code: status } = (row ?? {}) as Record<string, unknown>
  if (!/^\d+$/.test(String(id)) || typeof guid !== 'string' || typeof at !== 'string') {
    throw new Error('the answer is no list of deliveries')
  }
  return {
    id: String(id),
    guid,
    event: String(event),
    deliveredAt: wholeSecond(at),
    status: typeof status === 'number' ? status : 0,
    isDelivered: typeof status === 'number' && status >= 200 && status < 300,
  }
}
