import type { Hono } from 'hono'
import { playPages } from './play-pages.ts'
import { openPlay, type Play } from './play-story.ts'
import type { Stage } from './stage.ts'

/** The playground's pages for a server, which starts before the story can be set up on it. */
export interface Playground {
  readonly pages: (request: Request) => Response | Promise<Response>
  /** Sets the story up; until then every page answers 503. */
  readonly open: (stage: Stage) => Promise<Play>
}

export function createPlayground(): Playground {
  let pages: Hono | undefined
  return {
    pages: (request) =>
      pages?.fetch(request) ??
      new Response('The playground is starting. Try again in a moment.\n', { status: 503 }),
    open: async (stage) => {
      const play = await openPlay(stage)
      pages = playPages(stage, play)
      return play
    },
  }
}
