import { Hono } from 'hono'

/** The two questions an operator's machine asks: is the process alive, and can it take and do work. */
export function healthPages(isReady: () => Promise<boolean>): Hono {
  const pages = new Hono()
  pages.use(async (context, next) => {
    await next()
    context.header('cache-control', 'no-store')
  })
  // Without it Hono prints the error with all that hangs on it.
  pages.onError((_, context) => context.text('Something went wrong here.\n', 500))
  pages.get('/healthz', (context) => context.text('ok\n'))
  pages.get('/readyz', async (context) =>
    (await isReady()) ? context.text('ready\n') : context.text('not ready\n', 503),
  )
  pages.notFound((context) => context.text('Nothing is here.\n', 404))
  return pages
}
