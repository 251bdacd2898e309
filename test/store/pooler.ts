import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import pg from 'pg'

/** A pooler in front of a PostgreSQL. */
export interface Pooler {
  readonly url: string
  close(): Promise<void>
}

/** The start-up parameters that PgBouncer accepts by default. */
const KNOWN = new Set(['user', 'database', 'client_encoding', 'datestyle', 'timezone', 'application_name'])
const SSL_REQUEST = 80_877_103
const CANCEL_REQUEST = 80_877_102

/**
 * Starts what PgBouncer is with `pool_mode = transaction` and its defaults otherwise: it refuses limits in the start,
 * and gives each transaction another of its connections, so that nothing that is left in a session is found again.
 */
export async function startPooler(url: string, connections = 3): Promise<Pooler> {
  const backends = new Backends(url, connections)
  await backends.open()
  const server = createServer((socket) => serve(socket, backends))
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const pooled = new URL(url)
  pooled.port = String(port)
  return {
    url: pooled.href,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await closed(server)
      await backends.close()
    },
  }
}

function closed(server: Server): Promise<unknown> {
  return new Promise((done) => server.close(done))
}

/** Connections to the server, as raw sockets once they are signed in. The one that waits longest is given next. */
class Backends {
  readonly #clients: pg.Client[]
  readonly #free: Socket[] = []
  readonly #waiting: ((socket: Socket) => void)[] = []

  constructor(url: string, count: number) {
    this.#clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url }))
  }

  async open(): Promise<void> {
    for (const client of this.#clients) {
      // They are cut off at the end.
      client.on('error', () => {})
      await client.connect()
      const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
      stream.removeAllListeners('data')
      this.#free.push(stream.on('error', () => {}))
    }
  }

  take(): Promise<Socket> {
    const free = this.#free.shift()
    return free ? Promise.resolve(free) : new Promise((taken) => this.#waiting.push(taken))
  }

  giveBack(socket: Socket): void {
    const next = this.#waiting.shift()
    if (next) next(socket)
    else this.#free.push(socket)
  }

  async close(): Promise<void> {
    for (const client of this.#clients)
      (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy()
  }
}

function serve(socket: Socket, backends: Backends): void {
  let inbox = Buffer.alloc(0)
  let isSignedIn = false
  let backend: Socket | null = null
  let taking: Promise<Socket> | null = null
  let unread = 0
  let answer = Buffer.alloc(0)
  socket.on('error', () => {})

  const answered = (bytes: Buffer) => {
    socket.write(bytes)
    answer = Buffer.concat([answer, bytes])
    while (answer.length >= 5 && answer.length > answer.readInt32BE(1)) {
      const length = answer.readInt32BE(1) + 1
      const isEnd = answer[0] === 0x5a && answer[5] === 0x49
      if (answer[0] === 0x5a) unread -= 1
      answer = answer.subarray(length)
      // Ready for a query, and in no transaction: the next one may have another connection.
      if (isEnd && unread === 0 && backend) {
        backend.removeAllListeners('data')
        backends.giveBack(backend)
        backend = null
      }
    }
  }

  const ask = async (message: Buffer) => {
    // Of a simple query and of a sync comes one "ready for a query".
    if (message[0] === 0x51 || message[0] === 0x53) unread += 1
    if (!backend) {
      taking ??= backends.take()
      backend = await taking
      taking = null
      backend.on('data', answered)
    }
    backend.write(message)
  }

  let asking = Promise.resolve()
  socket.on('data', (bytes) => {
    inbox = Buffer.concat([inbox, bytes])
    for (;;) {
      const length = isSignedIn
        ? inbox.length >= 5
          ? inbox.readInt32BE(1) + 1
          : Infinity
        : lengthOfStart(inbox)
      if (inbox.length < length) return
      const message = inbox.subarray(0, length)
      inbox = inbox.subarray(length)
      if (isSignedIn) {
        if (message[0] === 0x58) socket.end()
        else asking = asking.then(() => ask(message))
      } else isSignedIn = start(socket, message)
    }
  })
}

function lengthOfStart(inbox: Buffer): number {
  return inbox.length >= 4 ? inbox.readInt32BE(0) : Infinity
}

/** Answers the first message; true where the client is signed in. */
function start(socket: Socket, message: Buffer): boolean {
  const code = message.readInt32BE(4)
  if (code === SSL_REQUEST || code === CANCEL_REQUEST) {
    socket.write('N')
    return false
  }
  const words = message.subarray(8).toString().split('\0')
  const parameters = words.filter((_, index) => index % 2 === 0).filter((name) => name !== '')
  const unknown = parameters.find((name) => !KNOWN.has(name.toLowerCase()))
  if (unknown !== undefined) {
    const fields = `SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: ${unknown}\0\0`
    socket.end(Buffer.concat([Buffer.from('E'), int32(4 + fields.length), Buffer.from(fields)]))
    return false
  }
  socket.write(
    Buffer.concat([Buffer.from('R'), int32(8), int32(0), Buffer.from('Z'), int32(5), Buffer.from('I')]),
  )
  return true
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
