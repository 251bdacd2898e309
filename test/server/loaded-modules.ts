// Loaded before the server's own code: remembers which modules are loaded, and tells its parent those that were when the
// server began to listen, and on any message those that are by now.
import { tracingChannel } from 'node:diagnostics_channel'
import { registerHooks } from 'node:module'

const loaded: string[] = []
registerHooks({
  load: (url, context, next) => {
    loaded.push(url)
    return next(url, context)
  },
})
tracingChannel('net.server.listen').subscribe({
  start: () => {},
  end: () => {},
  asyncStart: () => {},
  asyncEnd: () => process.send?.(loaded),
  error: () => {},
})
process.on('message', () => process.send?.(loaded))
// The channel to the parent keeps no server alive.
process.channel?.unref()
