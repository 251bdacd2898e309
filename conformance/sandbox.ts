import type { Client, GraphqlAnswer, RestAnswer } from './client.ts'

/** Everything a step may use: who acts, where, and what is undone at the end. */
export interface Sandbox {
  readonly owner: string
  readonly repo: string
  readonly defaultBranch: string
  readonly appId: number
  readonly installationId: number
  /** The App's slug, which its bot is called by in GraphQL. */
  readonly slug: string
  /** The App through its installation, and by its own JWT. */
  readonly app: Client
  readonly jwt: Client
  /** An administrator of the repository, and somebody else who may write there. */
  readonly ada: Client
  readonly mallory: Client
  readonly logins: { readonly ada: string; readonly mallory: string }
  /** `/repos/owner/repo`, with what follows. */
  at(path: string): string
  /** Asks with `$owner` and `$repo` filled in. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer>
  /** A name nobody had before; all of them begin alike, so that what was left can be found. */
  fresh(word: string): string
  /** Commits files (path → text, or null to delete) on a new branch, or on top of one. Gives the commit. */
  commit(branch: string, files: Readonly<Record<string, string>>, how?: CommitOptions): Promise<string>
  /** Opens a pull request by ada from a branch with one file in it. */
  open(word: string, files?: Readonly<Record<string, string>>): Promise<OpenPull>
  /** Says something in the conversation; gives the comment's numeric id. */
  say(who: Client, number: number, body: string): Promise<number>
  /** Waits until GitHub's clock has moved on by so many seconds. */
  pause(seconds: number): Promise<void>
  /** Registers what takes something back; done in reverse order at the end, whatever happens. */
  later(what: string, undo: () => Promise<unknown>): void
  /** The answer, or an error that names what was refused: for what a step needs and does not ask about. */
  must(what: string, answer: Promise<RestAnswer>): Promise<RestAnswer>
}

export interface CommitOptions {
  readonly onto?: string
  readonly force?: boolean
}

export interface OpenPull {
  readonly number: number
  readonly branch: string
  readonly head: string
}

export interface Undo {
  readonly what: string
  readonly undo: () => Promise<unknown>
}

/** Branches and names begin with this, so that leftovers are known. */
export const PREFIX = 'first-contact'

/** Puts a sandbox together. Nothing is asked of GitHub before the first step does. */
export function openSandbox(
  place: Pick<Sandbox, 'owner' | 'repo' | 'defaultBranch' | 'appId' | 'installationId' | 'slug' | 'logins'>,
  clients: Pick<Sandbox, 'app' | 'jwt' | 'ada' | 'mallory'>,
  undos: Undo[],
  stamp: string,
): Sandbox {
  const { owner, repo } = place
  const { ada } = clients
  let count = 0
  const at = (path: string) => `/repos/${owner}/${repo}${path}`
  const must: Sandbox['must'] = async (what, asked) => {
    const answer = await asked
    if (answer.status < 300) return answer
    throw new Error(
      `could not ${what}: GitHub answered ${answer.status} (${String(answer.body?.message ?? '')})`,
    )
  }
  const later: Sandbox['later'] = (what, undo) => undos.push({ what, undo })

  const commit: Sandbox['commit'] = async (branch, files, { onto, force = false } = {}) => {
    const ref = await ada.rest('GET', at(`/git/ref/heads/${branch}`))
    const isThere = ref.status === 200
    const parent = onto ?? (isThere ? ref.body.object.sha : await tipOf(place.defaultBranch))
    const tree = await must(
      'write a tree',
      ada.rest('POST', at('/git/trees'), {
        base_tree: parent,
        tree: Object.entries(files).map(([path, content]) => ({
          path,
          mode: '100644',
          type: 'blob',
          content,
        })),
      }),
    )
    const made = await must(
      'write a commit',
      ada.rest('POST', at('/git/commits'), {
        message: `${PREFIX}: ${branch}`,
        tree: tree.body.sha,
        parents: [parent],
      }),
    )
    const { sha } = made.body
    if (isThere)
      await must('move a branch', ada.rest('PATCH', at(`/git/refs/heads/${branch}`), { sha, force }))
    else await newBranch(branch, sha)
    return sha
  }

  async function newBranch(branch: string, sha: string): Promise<void> {
    await must('make a branch', ada.rest('POST', at('/git/refs'), { ref: `refs/heads/${branch}`, sha }))
    later(`delete the branch ${branch}`, () => ada.rest('DELETE', at(`/git/refs/heads/${branch}`)))
  }

  async function tipOf(branch: string): Promise<string> {
    const { body } = await must('read a branch', ada.rest('GET', at(`/git/ref/heads/${branch}`)))
    return body.object.sha
  }

  const fresh = (word: string) => `${PREFIX}/${stamp}-${++count}-${word}`
  return {
    ...place,
    ...clients,
    at,
    must,
    later,
    commit,
    fresh,
    ask: (query, variables = {}) => clients.app.graphql(query, { owner, repo, ...variables }),
    async open(word, files = { 'notes.md': `# ${word}\n` }) {
      const branch = fresh(word)
      const head = await commit(branch, files)
      const { body } = await must(
        'open a pull request',
        ada.rest('POST', at('/pulls'), {
          title: `${PREFIX}: ${word}`,
          head: branch,
          base: place.defaultBranch,
          body: 'Opened by first contact, which closes it again.',
        }),
      )
      later(`close #${body.number}`, () =>
        ada.rest('PATCH', at(`/pulls/${body.number}`), { state: 'closed' }),
      )
      return { number: body.number, branch, head }
    },
    async say(who, number, body) {
      const made = await must('comment', who.rest('POST', at(`/issues/${number}/comments`), { body }))
      return made.body.id
    },
    async pause(seconds) {
      const now = async () => Date.parse((await ada.rest('GET', '/rate_limit')).headers.date ?? '')
      const until = (await now()) + seconds * 1000
      while (!((await now()) >= until)) await new Promise((resolve) => setTimeout(resolve, 250))
    },
  }
}

/** Takes everything back, newest first. Gives what could not be, in words. */
export async function undoAll(undos: Undo[]): Promise<readonly string[]> {
  const left: string[] = []
  for (let next = undos.pop(); next; next = undos.pop()) {
    try {
      const answer = (await next.undo()) as { readonly status?: number } | undefined
      // What is gone already was to go.
      const isFine =
        answer?.status === undefined || answer.status < 300 || [404, 410, 422].includes(answer.status)
      if (!isFine) left.push(`${next.what} (GitHub answered ${answer.status})`)
    } catch (error) {
      left.push(`${next.what} (${error instanceof Error ? error.message : String(error)})`)
    }
  }
  return left
}
