// A server as `src/main.ts` starts it, in a process that can be killed: at any time from outside, and by itself at a
// point that nobody outside can see. It tells its parent where it listens, and when it has nothing to do.
import { pino } from 'pino'
import { keeping } from '../../src/queue/inbox-channel.ts'
import { startServer } from '../../src/server/server.ts'
import { readSettings } from '../../src/settings/settings.ts'
import type { Order, Told } from './orders.ts'

const tell = (told: Told) => process.send?.(told)
const die = () => process.kill(process.pid, 'SIGKILL')

const server = await startServer(readSettings(), pino({ level: 'silent' }), { backoffSeconds: () => 0.05 })

process.on('message', (order: Order) => {
  if (order === 'tell when idle')
    server.idle().then(
      () => tell({ kind: 'idle' }),
      () => {},
    )
  else if (order === 'die before the next commit') keeping.start.subscribe(die)
  else keeping.asyncStart.subscribe(die)
})
// Without a parent there is nobody left to work for.
process.on('disconnect', die)
tell({ kind: 'listening', webhookUrl: server.webhookUrl })
