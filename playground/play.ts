import { once } from 'node:events'
import { createPlayground } from './playground.ts'
import { openStage } from './stage.ts'

/** `npm run playground`: the local GitHub, the real server, and a pull request to play with in a browser. */
const PORT = Number(process.env.PORT ?? 3000)
const playground = createPlayground()
const stage = await openStage({
  port: PORT,
  server: { pages: playground.pages },
  // Browsers keep cookies by host name, so sign-in must return to the host the page was opened on.
  environment: { PUBLIC_URL: `http://localhost:${PORT}` },
})
await playground.open(stage)
console.log(
  `Open http://localhost:${new URL(stage.server.url).port}/playground in a browser. Press Ctrl-C to stop.`,
)
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
await stage.close()
