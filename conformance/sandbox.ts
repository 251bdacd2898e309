import type { Client, GraphqlAnswer, RestAnswer } from './client.ts'
import { Skipped } from './step.ts'

/** Everything a step may use: who acts, where, and what is undone at the end. */
export interface Sandbox {
  readonly owner: string
  readonly repo: string
  /** Whether an organisation owns it; a person has no teams. */
  readonly isOrganization: boolean
  /** Where the App's own server answers, when it is up; null: it is not looked at. */
  readonly serverUrl: string | null
  readonly defaultBranch: string
  readonly appId: number
  readonly installationId: number
  /** The App's slug, which its bot is called by in GraphQL. */
  readonly slug: string
  /** The App through its installation, and by its own JWT. */
  readonly app: Client
  readonly jwt: Client
  /** An administrator of the repository, and somebody else who may write there: without one a step is skipped. */
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
  /** Opens a pull request by ada from a branch with one file in it, into the default branch or another. */
  open(word: string, files?: Readonly<Record<string, string>>, base?: string): Promise<OpenPull>
  /** Makes a branch at the tip of the default one, to merge into. */
  newBase(word: string): Promise<string>
  /** Makes a ruleset for a branch; the step is skipped where the sandbox has no rulesets. */
  protect(branch: string, rules: readonly unknown[]): Promise<void>
  /** Asks the operator at the terminal to do what no API does; the step is skipped where there is no terminal. */
  byHand(what: string): Promise<void>
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
  /** In a fork: its path below the API's root, and its owner. */
  readonly fork?: { readonly path: string; readonly owner: Client }
}

export interface OpenPull {
  readonly number: number
  readonly nodeId: string
  readonly branch: string
  readonly head: string
}

export interface Undo {
  readonly what: string
  readonly undo: () => Promise<unknown>
}

/** Branches and names begin with this, so that leftovers are known. */
export const PREFIX = 'first-contact'

export type Place = Pick<
  Sandbox,
  'owner' | 'repo' | 'isOrganization' | 'serverUrl' | 'defaultBranch' | 'appId' | 'installationId' | 'slug'
> & { readonly logins: { readonly ada: string; readonly mallory: string | null } }

export interface Actors extends Pick<Sandbox, 'app' | 'jwt' | 'ada'> {
  readonly mallory: Client | null
  /** null: there is no terminal. */
  readonly byHand: Sandbox['byHand'] | null
}

/** Puts a sandbox together. Nothing is asked of GitHub before the first step does. */
export function openSandbox(place: Place, actors: Actors, undos: Undo[], stamp: string): Sandbox {
  const { owner, repo } = place
  const { ada, app, jwt } = actors
  let count = 0
  const at = (path: string) => `/repos/${owner}/${repo}${path}`
  const later: Sandbox['later'] = (what, undo) => undos.push({ what, undo })
  const fresh = (word: string) => `${PREFIX}/${stamp}-${++count}-${word}`
  const tools = gitTools(ada, at, place.defaultBranch, later)
  return {
    ...place,
    app,
    jwt,
    ada,
    at,
    must,
    later,
    fresh,
    commit: tools.commit,
    // Looked at only by steps that need a second person.
    get mallory() {
      return actors.mallory ?? noSecondPerson()
    },
    logins: {
      ada: place.logins.ada,
      get mallory() {
        return place.logins.mallory ?? noSecondPerson()
      },
    },
    ask: (query, variables = {}) => app.graphql(query, { owner, repo, ...variables }),
    async open(word, files = { 'notes.md': `# ${word}\n` }, base = place.defaultBranch) {
      const branch = fresh(word)
      const head = await tools.commit(branch, files)
      const title = `${PREFIX}: ${word}`
      const body = 'Opened by first contact, which closes it again.'
      const made = await must(
        'open a pull request',
        ada.rest('POST', at('/pulls'), { title, head: branch, base, body }),
      )
      const { number, node_id: nodeId } = made.body
      later(`close #${number}`, () => ada.rest('PATCH', at(`/pulls/${number}`), { state: 'closed' }))
      return { number, nodeId, branch, head }
    },
    async newBase(word) {
      const branch = fresh(word)
      await tools.newBranch(branch, await tools.tipOf(place.defaultBranch))
      return branch
    },
    async protect(branch, rules) {
      const made = await ada.rest('POST', at('/rulesets'), rulesetOf(branch, rules))
      if ([403, 404, 422].includes(made.status)) {
        const why = `GitHub refuses a ruleset here with ${made.status} (${String(made.body?.message ?? '')})`
        throw new Skipped(
          `${why}; it needs Administration: write for the first token, a plan that has it, and for a merge queue an organization (GH-193)`,
        )
      }
      await must('make a ruleset', Promise.resolve(made))
      later(`delete the ruleset for ${branch}`, () => ada.rest('DELETE', at(`/rulesets/${made.body.id}`)))
    },
    async byHand(what) {
      if (!actors.byHand) throw new Skipped('only the web page can do this: run first contact in a terminal')
      await actors.byHand(what)
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

function noSecondPerson(): never {
  throw new Skipped('it needs a second person: give --as-mallory')
}

async function must(what: string, asked: Promise<RestAnswer>): Promise<RestAnswer> {
  const answer = await asked
  if (answer.status < 300) return answer
  throw new Error(
    `could not ${what}: GitHub answered ${answer.status} (${String(answer.body?.message ?? '')})`,
  )
}

function rulesetOf(branch: string, rules: readonly unknown[]) {
  return {
    name: `${PREFIX}: ${branch}`,
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
    rules,
  }
}

/** Commits and branches, in the sandbox or in a fork of it. */
function gitTools(ada: Client, at: Sandbox['at'], defaultBranch: string, later: Sandbox['later']) {
  async function tipOf(branch: string): Promise<string> {
    const { body } = await must('read a branch', ada.rest('GET', at(`/git/ref/heads/${branch}`)))
    return body.object.sha
  }

  async function newBranch(branch: string, sha: string, who = ada, inside = at): Promise<void> {
    const ref = `refs/heads/${branch}`
    await must('make a branch', who.rest('POST', inside('/git/refs'), { ref, sha }))
    later(`delete the branch ${branch}`, () => who.rest('DELETE', inside(`/git/refs/heads/${branch}`)))
  }

  const commit: Sandbox['commit'] = async (branch, files, { onto, force = false, fork } = {}) => {
    const who = fork?.owner ?? ada
    const inside = fork ? (path: string) => `${fork.path}${path}` : at
    const ref = await who.rest('GET', inside(`/git/ref/heads/${branch}`))
    const isThere = ref.status === 200
    const parent = onto ?? (isThere ? ref.body.object.sha : await tipOf(defaultBranch))
    const tree = Object.entries(files).map(([path, content]) => ({
      path,
      mode: '100644',
      type: 'blob',
      content,
    }))
    const written = await must(
      'write a tree',
      who.rest('POST', inside('/git/trees'), { base_tree: parent, tree }),
    )
    const message = `${PREFIX}: ${branch}`
    const made = await must(
      'write a commit',
      who.rest('POST', inside('/git/commits'), { message, tree: written.body.sha, parents: [parent] }),
    )
    const { sha } = made.body
    if (isThere)
      await must('move a branch', who.rest('PATCH', inside(`/git/refs/heads/${branch}`), { sha, force }))
    else await newBranch(branch, sha, who, inside)
    return sha
  }
  return { tipOf, newBranch, commit }
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
