import { Hono } from 'hono'

/** The two questions an operator's machine asks: can the process go on without a restart, and can it do work now. */
export function healthPages(isReady: () => Promise<boolean>, isBroken: () => boolean = () => false): Hono {
  const pages = new Hono()
  const fresh = { 'cache-control': 'no-store' }
  pages.get('/healthz', (context) =>
    isBroken() ? context.text('restart\n', 503, fresh) : context.text('ok\n', 200, fresh),
  )
  pages.get('/readyz', async (context) =>
    (await isReady()) ? context.text('ready\n', 200, fresh) : context.text('not ready\n', 503, fresh),
  )
  return pages
}
