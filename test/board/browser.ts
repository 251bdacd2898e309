import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'

/** A browser without a window: keeps cookies by host, follows nothing by itself. */
export function openBrowser(server: string) {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: string) => {
    const { host } = new URL(url)
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    return jar
  }

  async function go(to: string, init: RequestInit = {}): Promise<Response & { readonly page: string }> {
    const url = new URL(to, server).href
    const jar = jarOf(url)
    const headers = new Headers(init.headers)
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return Object.assign(response, { page: await response.text() })
  }

  return {
    jar: () => jarOf(server),
    go,
    /** Signs in as somebody, by way of GitHub; gives where that led. */
    signIn: async (github: LocalGitHub, login: string, next = '/'): Promise<string> => {
      github.signsIn(login)
      const begun = await go(`/sign-in?next=${encodeURIComponent(next)}`)
      const asked = await go(begun.headers.get('location') as string)
      const done = await go(asked.headers.get('location') as string)
      return done.headers.get('location') ?? `${done.status}`
    },
    /** Says what a form of a page says, with the token that the page gave. */
    post: async (to: string, page: string) => {
      const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
      return await go(to, { method: 'POST', body: new URLSearchParams({ csrf }) })
    },
  }
}
