import {
  createServer,
  type IncomingMessage,
  type RequestOptions,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the proxy does with a request instead of handing it on. */
export type Fault = (
  asked: { readonly path: string; readonly authorization: string },
  response: ServerResponse,
) => void

/** Stands between the App and GitHub, sees the credentials, and can answer in GitHub's place. */
export interface RecordingProxy {
  readonly host: string
  /** Every credential that was sent, or given away in an answer. */
  readonly credentials: ReadonlySet<string>
  /** What the App sent, texts of checks and comments among it. */
  readonly bodies: readonly string[]
  forwardTo(host: string): void
  /** Meets the next request at each of these places, once; gives the names of the places not asked for yet. */
  meet(fault: Fault, places: Readonly<Record<string, (path: string) => boolean>>): () => readonly string[]
  close(): Promise<void>
}

export async function openRecordingProxy(): Promise<RecordingProxy> {
  const target = Promise.withResolvers<string>()
  const credentials = new Set<string>()
  const bodies: string[] = []
  const left = new Map<string, { readonly fault: Fault; readonly isWanted: (path: string) => boolean }>()
  const server = createServer(async (incoming, response) => {
    const authorization = incoming.headers.authorization ?? ''
    const [, credential] = authorization.split(' ')
    // Where no token was told, the App has none to keep.
    if (credential && credential.length > 40) credentials.add(credential)
    const body = await read(incoming)
    bodies.push(body)
    const path = incoming.url ?? ''
    const met = [...left].find(([, { isWanted }]) => isWanted(path))
    if (met) {
      const [place, { fault }] = met
      left.delete(place)
      fault({ path, authorization }, response)
      return
    }
    const [hostname, port] = (await target.promise).split(':')
    const options: RequestOptions = {
      hostname,
      port,
      path,
      method: incoming.method,
      headers: incoming.headers,
    }
    const outgoing = request(options, async (answer) => {
      const text = await read(answer)
      const token = /"token":"([^"]+)"/.exec(text)?.[1]
      if (token) credentials.add(token)
      response.writeHead(answer.statusCode ?? 502, answer.headers).end(text)
    })
    outgoing.on('error', () => response.destroy())
    outgoing.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials,
    bodies,
    forwardTo: target.resolve,
    meet: (fault, places) => {
      left.clear()
      for (const [place, isWanted] of Object.entries(places)) left.set(place, { fault, isWanted })
      return () => [...left.keys()]
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function read(stream: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
