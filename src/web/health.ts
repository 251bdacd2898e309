import { Hono } from 'hono'

/** The two questions an operator's machine asks: is the process alive, and can it take and do work. */
export function healthPages(isReady: () => Promise<boolean>): Hono {
  const pages = new Hono()
  const fresh = { 'cache-control': 'no-store' }
  pages.get('/healthz', (context) => context.text('ok\n', 200, fresh))
  pages.get('/readyz', async (context) =>
    (await isReady()) ? context.text('ready\n', 200, fresh) : context.text('not ready\n', 503, fresh),
  )
  return pages
}
