import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { Metrics } from './open-metrics.ts'

export interface MetricsServer {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Serves `GET /metrics` on a port of its own, and nothing else. Throws when the port is taken. */
export async function openMetricsServer(options: {
  readonly port: number
  readonly host: string
  readonly metrics: Pick<Metrics, 'read'>
  readonly log: Logger
}): Promise<MetricsServer> {
  const { port, host, metrics, log } = options
  const server = createServer(async (request, response) => {
    const isAsked = request.url?.split('?', 1)[0] === '/metrics'
    const mayAsk = request.method === 'GET' || request.method === 'HEAD'
    if (!isAsked || !mayAsk) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found.\n')
      return
    }
    try {
      const { contentType, text } = await metrics.read()
      response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
    } catch (error) {
      log.error({ err: error }, 'could not read the metrics')
      response
        .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
        .end('Metrics are not available.\n')
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
