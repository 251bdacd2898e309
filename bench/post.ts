// Posts webhooks at a steady rate from a process of its own, whether they are answered or not, and tells how long each
// answer took. It gets what to post from its parent.
import { Agent, request } from 'node:http'
import { randomUUID } from 'node:crypto'

/** A webhook as GitHub makes it. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Load {
  readonly url: string
  readonly messages: readonly Message[]
  readonly perSecond: number
  readonly count: number
}

export interface Answers {
  /** Milliseconds, of those that were taken. */
  readonly taken: readonly number[]
  readonly refused: number
}

process.once('message', async (load: Load) => {
  const answers = await post(load)
  process.send?.(answers, () => process.exit())
})

function post({ url, messages, perSecond, count }: Load): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const taken: number[] = []
  let refused = 0
  let sent = 0
  const began = performance.now()
  return new Promise((resolve) => {
    const ended = () => {
      if (taken.length + refused === count) resolve({ taken, refused })
    }
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((performance.now() - began) / 1000) * perSecond))
      for (; sent < due; sent++) sendOne(sent)
      if (sent === count) clearInterval(timer)
    }, 2)
    const sendOne = (index: number) => {
      const message = messages[index % messages.length]
      if (!message) return
      // The signature covers the body alone, so every delivery is one of its own by its id.
      const headers = { ...message.headers, 'x-github-delivery': randomUUID() }
      const at = performance.now()
      const outgoing = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.resume()
        answer.on('end', () => {
          if (answer.statusCode === 202) taken.push(performance.now() - at)
          else refused++
          ended()
        })
      })
      outgoing.on('error', () => {
        refused++
        ended()
      })
      outgoing.end(message.body)
    }
  })
}
