import { once } from 'node:events'
import { Hono } from 'hono'
import { playPages } from './play-pages.ts'
import { openPlay } from './play-story.ts'
import { openStage } from './stage.ts'

/** `npm run playground`: the local GitHub, the real server, and a pull request to play with in a browser. */
const PORT = Number(process.env.PORT ?? 3000)
const pages = new Hono()
const stage = await openStage({
  port: PORT,
  server: { pages },
  // Browsers keep cookies by name of host: whoever came by this one comes back to it.
  environment: { PUBLIC_URL: `http://localhost:${PORT}` },
})
pages.route('/', playPages(stage, await openPlay(stage)))
console.log(
  `Open http://localhost:${new URL(stage.server.url).port}/playground in a browser. Ctrl-C ends everything.`,
)
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
await stage.close()
