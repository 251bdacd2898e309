import { notFound } from '../rejection.ts'
import type { Answer } from '../rest/router.ts'
import { AUTHORIZE_PARAMETERS, authorize } from './authorize.ts'
import { EXCHANGE_PARAMETERS, exchange } from './exchange.ts'
import type { SignIn } from './sign-in.ts'

/** Where all of this is, on the origin that people see: not among the API's endpoints. */
export const SIGN_IN = '/login/oauth/'

/** A request to the pages of sign-in. */
export interface WebRequest {
  readonly method: string
  readonly url: URL
  /** What the body says, be it a form or JSON. */
  readonly form: Readonly<Record<string, string>>
  readonly accept: string
}

/** Answers what browsers, and the App with a code, ask for; what it does not know is given to `unknown`. */
export function answerSignIn(
  signIn: SignIn,
  { method, url, form, accept }: WebRequest,
  unknown: (what: string) => void,
): Answer {
  const query = Object.fromEntries(url.searchParams)
  const onlyOf = (given: object, known: readonly string[]) => {
    for (const name of Object.keys(given)) {
      if (!known.includes(name)) unknown(`${method} ${url.pathname} with the parameter "${name}"`)
    }
  }
  switch (`${method} ${url.pathname}`) {
    case 'GET /login/oauth/authorize':
    case 'POST /login/oauth/authorize': {
      onlyOf(query, AUTHORIZE_PARAMETERS)
      // Only the buttons of the page post here.
      onlyOf(form, ['as'])
      return authorize(signIn, query, { as: form.as, here: `${url.pathname}${url.search}` })
    }
    case 'POST /login/oauth/access_token': {
      const asked = { ...query, ...form }
      onlyOf(asked, EXCHANGE_PARAMETERS)
      return written(exchange(signIn, asked), accept)
    }
    default:
      unknown(`${method} ${url.pathname}`)
      throw notFound()
  }
}

/** A body as names and texts: JSON by its content type, a form otherwise. */
export function formOf(raw: string, contentType: string): Record<string, string> {
  if (!/\bjson\b/i.test(contentType)) return Object.fromEntries(new URLSearchParams(raw))
  try {
    return texts(JSON.parse(raw) as object)
  } catch {
    // Not JSON after all: nothing was said, and what is missing is answered.
    return {}
  }
}

function texts(of: object): Record<string, string> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, String(value)]))
}

/** As JSON for who accepts it; as a form, which is GitHub's own way, for everybody else. */
function written(answer: object, accept: string): Answer {
  const isJson = /\bjson\b/i.test(accept)
  return {
    status: 200,
    body: isJson ? answer : Buffer.from(new URLSearchParams(texts(answer)).toString()),
    headers: {
      'content-type': `application/${isJson ? 'json' : 'x-www-form-urlencoded'}; charset=utf-8`,
      'cache-control': 'no-store',
    },
  }
}
