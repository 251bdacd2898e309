import type { Sandbox } from '../sandbox.ts'
import { Skipped, type Step, unknown, verdictOn } from '../step.ts'

const PULL = 'query($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo)'
const NOWHERE = 'deadbeef'.repeat(5)

export const reading: readonly Step[] = [
  {
    group: 'A',
    belief: 'GH-1',
    believed: 'A file that is not there is null and NOT_FOUND at `file`',
    async run({ ask, defaultBranch }) {
      const { data, errors } = await ask(
        `query($owner: String!, $repo: String!, $ref: String!) { repository(owner: $owner, name: $repo) {
          ref(qualifiedName: $ref) { target { ... on Commit { file(path: ".github/no-such-file.yml") { mode } } } } } }`,
        { ref: `refs/heads/${defaultBranch}` },
      )
      const [error] = errors
      return verdictOn(
        data?.repository?.ref?.target?.file === null &&
          errors.length === 1 &&
          error?.type === 'NOT_FOUND' &&
          error.path?.at(-1) === 'file',
        tell(data?.repository?.ref?.target, errors),
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-2',
    believed: 'A repository that an owner does not have is null and NOT_FOUND at its field',
    async run({ ask }) {
      const { data, errors } = await ask(
        `query($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) {
          owner { organisation: repository(name: "no-such-repository", followRenames: false) { databaseId } } } }`,
      )
      return verdictOn(
        data?.repository?.owner?.organisation === null &&
          errors.length === 1 &&
          errors[0]?.type === 'NOT_FOUND' &&
          errors[0].path?.join('.') === 'repository.owner.organisation',
        tell(data?.repository?.owner, errors),
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-3',
    believed: 'A commit that is not there is null without an error',
    async run({ ask }) {
      const { data, errors } = await ask(
        `query($owner: String!, $repo: String!, $oid: GitObjectID!) {
          repository(owner: $owner, name: $repo) { object(oid: $oid) { oid } } }`,
        { oid: NOWHERE },
      )
      return verdictOn(
        data?.repository?.object === null && errors.length === 0,
        tell(data?.repository, errors),
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-4',
    believed: 'A login that nobody has is null and NOT_FOUND, "Could not resolve to a User …"',
    async run({ app }) {
      const { data, errors } = await app.graphql(
        '{ user(login: "no-such-login-0000000000000000000000000") { login } }',
      )
      const [error] = errors
      return verdictOn(
        data?.user === null &&
          error?.type === 'NOT_FOUND' &&
          error.message.startsWith('Could not resolve to a User'),
        tell(data, errors),
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-183',
    believed: 'A team that is not there is null, perhaps with NOT_FOUND or FORBIDDEN at its field',
    async run({ app, owner, isOrganization }) {
      if (!isOrganization) throw new Skipped('a person has no teams: use a sandbox of an organization')
      const { data, errors } = await app.graphql(
        'query($owner: String!) { organization(login: $owner) { team(slug: "no-such-team-0000") { slug } } }',
        { owner },
      )
      const isAnswer = errors.every(({ type }) => type === 'NOT_FOUND' || type === 'FORBIDDEN')
      return verdictOn(data?.organization?.team === null && isAnswer, tell(data?.organization, errors))
    },
  },
  {
    group: 'A',
    belief: 'GH-37',
    believed:
      'A field that is not in the schema is told by `extensions.code`, without a type and without data',
    async run({ app }) {
      const { data, errors } = await app.graphql('{ viewer { shoeSize } }')
      const [error] = errors
      return verdictOn(
        data === undefined && error?.extensions?.code === 'undefinedField' && error.type === undefined,
        tell(data, errors),
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-36',
    believed: 'A GraphQL answer has a Date header',
    async run({ app }) {
      const { headers } = await app.graphql('{ viewer { login } }')
      return verdictOn(!Number.isNaN(Date.parse(headers.date ?? '')), `date: ${headers.date ?? 'none'}`)
    },
  },
  {
    group: 'A',
    belief: 'GH-35',
    believed: '`TreeEntry.mode` is the decimal of an octal number',
    async run({ ask, commit, fresh }) {
      const oid = await commit(fresh('mode'), { 'a.md': 'x' })
      const { data, errors } = await ask(
        `query($owner: String!, $repo: String!, $oid: GitObjectID!) { repository(owner: $owner, name: $repo) {
          object(oid: $oid) { ... on Commit { file(path: "a.md") { mode type object { ... on Blob { text byteSize } } } } } } }`,
        { oid },
      )
      const file = data?.repository?.object?.file
      return verdictOn(file?.mode === 33188 && file.object?.text === 'x', tell(file, errors))
    },
  },
  {
    group: 'A',
    belief: 'GH-163',
    believed: 'An edit by somebody else shows its editor, when, and every text, the newest first',
    async run(sandbox) {
      const { ask, ada, mallory, open, say, pause, at, must, logins } = sandbox
      const { number } = await open('edited')
      const id = await say(mallory, number, 'first')
      await pause(1)
      await must('edit', ada.rest('PATCH', at(`/issues/comments/${id}`), { body: 'second' }))
      const { data, errors } = await settled(
        () =>
          ask(
            `${PULL} { pullRequest(number: $number) { comments(first: 1) { nodes { body lastEditedAt includesCreatedEdit
              author { login } editor { __typename login }
              userContentEdits(first: 10) { totalCount nodes { diff editedAt deletedAt editor { login } } } } } } } }`,
            { number },
          ),
        (answer) => answer.data?.repository?.pullRequest?.comments?.nodes?.[0]?.body === 'second',
      )
      const comment = data?.repository?.pullRequest?.comments?.nodes?.[0]
      const texts = comment?.userContentEdits?.nodes?.map(({ diff }: { diff: string }) => diff)
      return verdictOn(
        comment?.author?.login === logins.mallory &&
          comment.editor?.login === logins.ada &&
          typeof comment.lastEditedAt === 'string' &&
          comment.userContentEdits.totalCount === 2 &&
          texts?.join() === 'second,first',
        `${comment?.userContentEdits?.totalCount} edits: ${texts?.join(' ← ')}; ${errors.length} errors`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-9',
    believed: 'After an edit by an App the editor is a Bot, not null',
    async run({ ask, app, open, say, pause, at, must, slug }) {
      const { number } = await open('edited-by-app')
      const id = await say(app, number, 'by the App')
      await pause(1)
      await must('edit', app.rest('PATCH', at(`/issues/comments/${id}`), { body: 'changed by the App' }))
      const { data } = await settled(
        () =>
          ask(
            `${PULL} { pullRequest(number: $number) { comments(first: 1) { nodes { body editor { __typename login }
              viewerDidAuthor author { __typename login ... on Bot { databaseId } } } } } } }`,
            { number },
          ),
        (answer) => answer.data?.repository?.pullRequest?.comments?.nodes?.[0]?.body === 'changed by the App',
      )
      const comment = data?.repository?.pullRequest?.comments?.nodes?.[0]
      return verdictOn(
        comment?.editor?.__typename === 'Bot' && comment.editor.login === slug,
        `editor: ${comment?.editor?.__typename ?? 'null'}, author: ${comment?.author?.__typename ?? 'null'}`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-12',
    believed: '`fullDatabaseId` is on comments, reviews and comments on lines',
    async run({ ask, mallory, open, say, at, must }) {
      const { number } = await open('ids')
      const comment = await say(mallory, number, 'hello')
      const review = await must(
        'review',
        mallory.rest('POST', at(`/pulls/${number}/reviews`), {
          event: 'COMMENT',
          body: 'hello',
          comments: [{ path: 'notes.md', line: 1, side: 'RIGHT', body: 'hello' }],
        }),
      )
      const { data, errors } = await settled(
        () =>
          ask(
            `${PULL} { pullRequest(number: $number) { comments(first: 1) { nodes { fullDatabaseId } }
              reviews(first: 1) { nodes { fullDatabaseId comments(first: 1) { nodes { fullDatabaseId } } } } } } }`,
            { number },
          ),
        (answer) => answer.data?.repository?.pullRequest?.reviews?.nodes?.length === 1,
      )
      const pull = data?.repository?.pullRequest
      return verdictOn(
        String(pull?.comments?.nodes?.[0]?.fullDatabaseId) === String(comment) &&
          String(pull?.reviews?.nodes?.[0]?.fullDatabaseId) === String(review.body.id) &&
          Number(pull?.reviews?.nodes?.[0]?.comments?.nodes?.[0]?.fullDatabaseId) > 0,
        `${errors.length} errors`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-22',
    believed: 'A review that somebody else has begun is in neither list nor count',
    async run({ ask, mallory, open, at, must }) {
      const { number } = await open('pending')
      await must('begin a review', mallory.rest('POST', at(`/pulls/${number}/reviews`), { body: 'not yet' }))
      const { data } = await ask(
        `${PULL} { pullRequest(number: $number) { reviews(first: 10) { totalCount nodes { state } } } } }`,
        { number },
      )
      const reviews = data?.repository?.pullRequest?.reviews
      return verdictOn(
        reviews?.totalCount === 0 && reviews.nodes.length === 0,
        `totalCount ${reviews?.totalCount}, ${reviews?.nodes?.length} shown`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-19',
    believed: 'The changed files of GraphQL and of REST are the same',
    async run({ ask, app, open, at }) {
      const { number } = await open('files', { 'a.md': 'a\n', 'b/c.md': 'c\n' })
      const { data } = await ask(
        `${PULL} { pullRequest(number: $number) { changedFiles files(first: 100) { totalCount nodes { path changeType } } } } }`,
        { number },
      )
      const rest = await app.rest('GET', at(`/pulls/${number}/files`))
      const pull = data?.repository?.pullRequest
      const paths = pull?.files?.nodes?.map(({ path }: { path: string }) => path).join()
      const restPaths = rest.body.map(({ filename }: { filename: string }) => filename).join()
      return verdictOn(
        pull?.changedFiles === 2 && paths === restPaths && paths === 'a.md,b/c.md',
        `changedFiles ${pull?.changedFiles}; GraphQL ${paths}; REST ${restPaths}`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-5',
    believed: 'A pull request never shows 0 changed files for a moment after it was opened',
    async run({ ask, open }) {
      const { number } = await open('at-once')
      const counts = new Set<string>()
      for (let times = 0; times < 20; times++) {
        const { data } = await ask(
          `${PULL} { pullRequest(number: $number) { changedFiles files(first: 1) { totalCount } } } }`,
          { number },
        )
        const pull = data?.repository?.pullRequest
        if (pull) counts.add(`${pull.changedFiles}/${pull.files?.totalCount ?? 'null'}`)
      }
      return verdictOn(
        counts.size === 1 && counts.has('1/1'),
        `changedFiles/totalCount: ${[...counts].join(', ')}`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-159',
    believed: 'Of 3,001 changed files 3,000 are listed, and the count is right',
    isLong: true,
    async run(sandbox) {
      const { count, listed } = await filesOf(sandbox, 3001)
      return verdictOn(count === 3001 && listed === 3000, `changedFiles ${count}, REST lists ${listed}`)
    },
  },
  {
    group: 'A',
    belief: 'GH-18',
    believed: 'Of 6,000 changed files none is listed: `changedFiles: 0, files: null`',
    isLong: true,
    async run(sandbox) {
      const { count, files, listed } = await filesOf(sandbox, 6000)
      if (count === 6000)
        return unknown(`changedFiles 6000, REST lists ${listed}: the limit is higher than believed`)
      return verdictOn(count === 0 && files === null, `changedFiles ${count}, files ${JSON.stringify(files)}`)
    },
  },
]

/** Opens a pull request of so many files, all with one content. */
async function filesOf(sandbox: Sandbox, many: number) {
  const { ada, app, ask, at, must, fresh, defaultBranch, later } = sandbox
  const base = await must('read a branch', ada.rest('GET', at(`/git/ref/heads/${defaultBranch}`)))
  const parent = base.body.object.sha
  const blob = await must(
    'write a blob',
    ada.rest('POST', at('/git/blobs'), { content: 'x\n', encoding: 'utf-8' }),
  )
  const tree = Array.from({ length: many }, (_, index) => ({
    path: `many/${String(index).padStart(5, '0')}.txt`,
    mode: '100644',
    type: 'blob',
    sha: blob.body.sha,
  }))
  const written = await must('write a tree', ada.rest('POST', at('/git/trees'), { base_tree: parent, tree }))
  const commit = await must(
    'write a commit',
    ada.rest('POST', at('/git/commits'), {
      message: `${many} files`,
      tree: written.body.sha,
      parents: [parent],
    }),
  )
  const branch = fresh(`${many}-files`)
  await must(
    'make a branch',
    ada.rest('POST', at('/git/refs'), { ref: `refs/heads/${branch}`, sha: commit.body.sha }),
  )
  later(`delete the branch ${branch}`, () => ada.rest('DELETE', at(`/git/refs/heads/${branch}`)))
  const opened = await must(
    'open a pull request',
    ada.rest('POST', at('/pulls'), {
      title: `first-contact: ${many} files`,
      head: branch,
      base: defaultBranch,
    }),
  )
  const { number } = opened.body
  later(`close #${number}`, () => ada.rest('PATCH', at(`/pulls/${number}`), { state: 'closed' }))
  const { data } = await ask(
    `${PULL} { pullRequest(number: $number) { changedFiles files(first: 1) { totalCount } } } }`,
    { number },
  )
  let listed = 0
  for (let page = 1; ; page++) {
    const { body } = await app.rest('GET', at(`/pulls/${number}/files?per_page=100&page=${page}`))
    if (!Array.isArray(body) || body.length === 0) break
    listed += body.length
  }
  const pull = data?.repository?.pullRequest
  return { count: pull?.changedFiles, files: pull?.files, listed }
}

/** Asks until the answer shows what was written, a few times: replicas lag (GH-41). */
export async function settled<Answer>(
  ask: () => Promise<Answer>,
  isShown: (answer: Answer) => boolean,
  /** Ten take nine seconds, sixty a minute and a half. */
  tries = 10,
): Promise<Answer> {
  let answer = await ask()
  for (let times = 0; times < tries && !isShown(answer); times++) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(200 * times, 1800)))
    answer = await ask()
  }
  return answer
}

/** Data and errors in one line. */
function tell(
  data: unknown,
  errors: readonly { readonly type?: string; readonly message: string; readonly path?: unknown }[],
): string {
  const said = errors.map(
    ({ type, path, message }) => `${type ?? 'no type'} at ${JSON.stringify(path)}: ${message}`,
  )
  return `${JSON.stringify(data) ?? 'no data'}${said.length > 0 ? `; ${said.join('; ')}` : ''}`
}
