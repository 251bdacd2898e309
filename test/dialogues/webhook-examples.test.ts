import { createHmac, randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { stageForFile } from './stages.ts'

const { stage } = stageForFile()
// The package is JSON, which `require` reads without further ado.
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly {
  readonly name: string
  readonly examples: readonly object[]
}[]

describe('the official webhook examples, signed and posted to the running server', () => {
  for (const { name, examples: payloads } of examples) {
    it(`takes every ${name} without falling over`, async () => {
      for (const payload of payloads) {
        const response = await post(name, JSON.stringify(payload))
        expect(response.status, await response.text()).toBeLessThan(500)
      }
      const health = await fetch(`${stage().server.url}/healthz`)
      expect(health.status).toBe(200)
    })
  }
})

function post(event: string, body: string): Promise<Response> {
  const secret = stage().environment.WEBHOOK_SECRET as string
  return fetch(stage().server.webhookUrl, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  })
}
