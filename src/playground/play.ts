import { once } from 'node:events'
import type { Hono } from 'hono'
import { playPages } from './play-pages.ts'
import { openPlay } from './play-story.ts'
import { openStage } from './stage.ts'

/** `npm run playground`: the local GitHub, the real server, and a pull request to play with in a browser. */
const PORT = Number(process.env.PORT ?? 3000)
let pages: Hono | undefined
const stage = await openStage({
  port: PORT,
  server: {
    pages: (request) =>
      pages?.fetch(request) ??
      new Response('The story is being set up; try again in a moment.\n', { status: 503 }),
  },
  // Browsers keep cookies by name of host: whoever came by this one comes back to it.
  environment: { PUBLIC_URL: `http://localhost:${PORT}` },
})
pages = playPages(stage, await openPlay(stage))
console.log(
  `Open http://localhost:${new URL(stage.server.url).port}/playground in a browser. Ctrl-C ends everything.`,
)
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
await stage.close()
