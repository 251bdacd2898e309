import { Hono } from 'hono'
import type { Logger } from 'pino'
import { onlyGoodAddresses } from './addresses.ts'
import { boardPages, type PagesOptions } from './pages.ts'

/** Everything the server shows to browsers. */
export function webPages(
  options: PagesOptions & {
    readonly isReady: () => Promise<boolean>
    readonly log: Logger
    readonly more?: (request: Request) => Response | Promise<Response>
  },
): Hono {
  const pages = new Hono()
  pages.onError(async (error, context) => {
    options.log.error({ err: error, path: context.req.path }, 'a page failed')
    if (!(await options.isReady()))
      return context.text("The database can't be reached or written to. Try again in a minute.\n", 503)
    return context.text('Something went wrong, and the error was logged. Try again in a minute.\n', 500)
  })
  pages.notFound((context) => context.text('Not found.\n', 404))
  pages.use(onlyGoodAddresses)
  pages.route('/', boardPages(options))
  const { more } = options
  if (more) pages.all('/playground/*', (context) => more(context.req.raw))
  return pages
}
