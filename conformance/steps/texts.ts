import type { Client } from '../client.ts'
import type { Sandbox } from '../sandbox.ts'
import { Skipped, type Step, verdictOn } from '../step.ts'
import { settled } from './reading.ts'

const PULL = 'query($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo)'
const EDITS = 101

/** What becomes of texts that are edited, labels that are renamed, and heads that are in a fork. */
export const texts: readonly Step[] = [
  {
    group: 'A',
    belief: 'GH-10',
    believed: `Of ${EDITS} edits of a comment 100 come at once, the newest first; \`totalCount\` tells of the rest, and the next page has them`,
    isLong: true,
    async run({ ask, app, open, say, at, must }) {
      const { number } = await open('many-edits')
      const id = await say(app, number, 'edit 0')
      for (let count = 1; count <= EDITS; count++) {
        const body = `edit ${count}`
        await must('edit', app.rest('PATCH', at(`/issues/comments/${id}`), { body }))
      }
      const read = (after: string | null) =>
        ask(
          `query($owner: String!, $repo: String!, $number: Int!, $after: String) {
            repository(owner: $owner, name: $repo) { pullRequest(number: $number) { comments(first: 1) { nodes {
              userContentEdits(first: 100, after: $after) { totalCount pageInfo { endCursor hasNextPage } nodes { diff } } } } } } }`,
          { number, after },
        ).then(({ data }) => data?.repository?.pullRequest?.comments?.nodes?.[0]?.userContentEdits)
      const first = await settled(
        () => read(null),
        (edits) => edits?.nodes?.[0]?.diff === `edit ${EDITS}`,
      )
      const second = first?.pageInfo?.hasNextPage ? await read(first.pageInfo.endCursor) : null
      const [shown, rest] = [first?.nodes?.length, second?.nodes?.length]
      return verdictOn(
        first?.totalCount === EDITS + 1 &&
          shown === 100 &&
          first.nodes[0].diff === `edit ${EDITS}` &&
          rest === 2 &&
          second?.nodes?.at(-1)?.diff === 'edit 0',
        `totalCount ${first?.totalCount}, ${shown} on the first page, ${rest ?? 'none'} on the second`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-8',
    believed: 'A revision that was deleted keeps its editor and time, and loses its text',
    async run({ ask, app, open, say, pause, at, must, byHand, slug }) {
      const { number } = await open('deleted-revision')
      const said = await must(
        'comment',
        app.rest('POST', at(`/issues/${number}/comments`), { body: 'what was said first' }),
      )
      await say(app, number, 'another')
      await pause(1)
      await must('edit', app.rest('PATCH', at(`/issues/comments/${said.body.id}`), { body: 'what stands' }))
      await byHand(
        `Open ${said.body.html_url}, choose "edited", the oldest revision, "Options", "Delete revision from history".`,
      )
      const read = () =>
        ask(
          `${PULL} { pullRequest(number: $number) { comments(first: 1) { nodes { userContentEdits(first: 10) {
            totalCount nodes { diff editedAt deletedAt editor { login } } } } } } } }`,
          { number },
        ).then(({ data }) => data?.repository?.pullRequest?.comments?.nodes?.[0]?.userContentEdits)
      const edits = await settled(read, (found) => found?.nodes?.at(-1)?.deletedAt)
      const oldest = edits?.nodes?.at(-1)
      if (!oldest?.deletedAt) throw new Skipped('nobody deleted the revision')
      return verdictOn(
        edits.totalCount === 2 &&
          oldest.diff === null &&
          oldest.editor?.login === slug &&
          typeof oldest.editedAt === 'string',
        `${edits.totalCount} revisions; of the deleted one the text is ${oldest.diff === null ? 'gone' : 'there'}, the editor ${oldest.editor ? 'there' : 'gone'}`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-28',
    believed: 'After a label was renamed the timeline still calls it as it was called then',
    async run({ ask, ada, open, at, must, later }) {
      const { number, branch } = await open('label')
      const [before, after] = ['before', 'after'].map((word) => `${branch.replaceAll('/', '-')}-${word}`)
      await must('label', ada.rest('POST', at(`/issues/${number}/labels`), { labels: [before] }))
      later(`delete the label ${before}`, () => ada.rest('DELETE', at(`/labels/${before}`)))
      await must('rename a label', ada.rest('PATCH', at(`/labels/${before}`), { new_name: after }))
      later(`delete the label ${after}`, () => ada.rest('DELETE', at(`/labels/${after}`)))
      const { data } = await settled(
        () =>
          ask(
            `${PULL} { pullRequest(number: $number) { labels(first: 5) { nodes { name } }
              timelineItems(first: 5, itemTypes: [LABELED_EVENT]) { nodes { ... on LabeledEvent { label { name } } } } } } }`,
            { number },
          ),
        ({ data: found }) => found?.repository?.pullRequest?.labels?.nodes?.[0]?.name === after,
      )
      const pull = data?.repository?.pullRequest
      const [now, then] = [pull?.labels?.nodes?.[0]?.name, pull?.timelineItems?.nodes?.[0]?.label?.name]
      const word = (name: unknown) =>
        name === before ? 'before' : name === after ? 'after' : 'nothing known'
      return verdictOn(
        now === after && then === before,
        `the pull request carries "${word(now)}", the timeline tells "${word(then)}"`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-189',
    believed:
      'The head of a fork is readable through the base repository: its commit, its files, the changed files',
    async run(sandbox) {
      const { number, head } = await fromFork(sandbox)
      const { data, errors } = await settled(
        () =>
          sandbox.ask(
            `query($owner: String!, $repo: String!, $number: Int!, $oid: GitObjectID!) { repository(owner: $owner, name: $repo) {
              pullRequest(number: $number) { headRefOid isCrossRepository headRepository { nameWithOwner } files(first: 5) { nodes { path } } }
              object(oid: $oid) { ... on Commit { oid file(path: "forked.md") { object { ... on Blob { text } } } } } } }`,
            { number, oid: head },
          ),
        (answer) => answer.data?.repository?.object?.oid === head,
      )
      const { pullRequest: pull, object } = data?.repository ?? {}
      return verdictOn(
        pull?.isCrossRepository === true &&
          pull.headRefOid === head &&
          pull.files?.nodes?.[0]?.path === 'forked.md' &&
          object?.file?.object?.text === 'from a fork\n',
        `commit ${object ? 'there' : 'missing'}, file ${object?.file ? 'there' : 'missing'}, head repository ${pull?.headRepository ? 'shown' : 'hidden'}, ${errors.length} errors`,
      )
    },
  },
  {
    group: 'B',
    belief: 'GH-48',
    believed:
      'A run on the head of a fork is written through the base repository, and `pull_requests` is empty',
    async run(sandbox) {
      const { head } = await fromFork(sandbox)
      const made = await sandbox.app.rest('POST', sandbox.at('/check-runs'), {
        name: 'First contact',
        head_sha: head,
        conclusion: 'failure',
      })
      return verdictOn(
        made.status === 201 && made.body.pull_requests?.length === 0,
        `answered ${made.status}, ${made.body?.pull_requests?.length} pull requests`,
      )
    },
  },
]

interface Fork {
  /** Below the API's root. */
  readonly path: string
  readonly owner: Client
}

/** One for a sandbox: GitHub gives the same fork again when it is asked for twice. */
const forks = new WeakMap<Sandbox, Promise<Fork>>()

/** A pull request by the second person from a fork of theirs. */
async function fromFork(sandbox: Sandbox): Promise<{ readonly number: number; readonly head: string }> {
  const { mallory, at, must, later, commit, fresh, logins, defaultBranch } = sandbox
  const forking = forks.get(sandbox) ?? newFork(sandbox)
  forks.set(sandbox, forking)
  const fork = await forking
  const branch = fresh('fork')
  const head = await commit(branch, { 'forked.md': 'from a fork\n' }, { fork })
  const title = 'first-contact: from a fork'
  const opened = await must(
    'open a pull request from a fork',
    mallory.rest('POST', at('/pulls'), { title, head: `${logins.mallory}:${branch}`, base: defaultBranch }),
  )
  const { number } = opened.body
  later(`close #${number}`, () => sandbox.ada.rest('PATCH', at(`/pulls/${number}`), { state: 'closed' }))
  return { number, head }
}

/** Forks the sandbox, and deletes the fork at the end; one that was there before is nobody's to delete. */
async function newFork({ mallory, at, later, logins, defaultBranch }: Sandbox): Promise<Fork> {
  const forked = await mallory.rest('POST', at('/forks'), {})
  if (forked.status >= 300) {
    const why = `the second person may not fork it: GitHub answered ${forked.status} (${String(forked.body?.message ?? '')})`
    throw new Skipped(
      `${why}; forks of private repositories must be allowed, and their token reach all their repositories`,
    )
  }
  const { name, created_at: made } = forked.body
  const path = `/repos/${logins.mallory}/${name}`
  const age = Date.parse(forked.headers.date ?? '') - Date.parse(made)
  if (!(age < 60_000))
    throw new Skipped(`${path.slice('/repos/'.length)} is a fork that was there before; it is left alone`)
  later(`delete the fork ${path.slice('/repos/'.length)}`, () => mallory.rest('DELETE', path))
  // GitHub copies in the background.
  const isCopied = await settled(
    () => mallory.rest('GET', `${path}/git/ref/heads/${defaultBranch}`),
    ({ status }) => status === 200,
    20,
  )
  if (isCopied.status !== 200) throw new Error('the fork was not there after half a minute')
  return { path, owner: mallory }
}
