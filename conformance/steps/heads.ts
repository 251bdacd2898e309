import { type Step, unknown, verdictOn } from '../step.ts'
import { settled } from './reading.ts'

const PULL = 'query($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo)'

export const heads: readonly Step[] = [
  {
    group: 'D',
    belief: 'GH-17',
    believed: '`commits(last:)` ends with the head',
    async run({ ask, open, commit }) {
      const { number, branch } = await open('commits')
      const head = await commit(branch, { 'notes.md': '# Second\n' })
      const { data } = await settled(
        () =>
          ask(
            `${PULL} { pullRequest(number: $number) { headRefOid commits(last: 100) { totalCount nodes { commit { oid } } } } } }`,
            { number },
          ),
        (answer) => answer.data?.repository?.pullRequest?.headRefOid === head,
      )
      const pull = data?.repository?.pullRequest
      return verdictOn(
        pull?.headRefOid === head &&
          pull.commits.totalCount === 2 &&
          pull.commits.nodes.at(-1)?.commit.oid === head,
        `${pull?.commits?.totalCount} commits`,
      )
    },
  },
  {
    group: 'D',
    belief: 'GH-27',
    believed: 'Force-push events are there in order, each with both commits',
    async run({ ask, app, ada, open, commit, at, must, pause }) {
      const { number, branch, head } = await open('forced')
      const base = await app.rest('GET', at(`/commits/${head}`))
      const onto = base.body.parents[0].sha
      await pause(1)
      const second = await commit(branch, { 'notes.md': '# Other\n' }, { onto, force: true })
      await pause(1)
      await must('force back', ada.rest('PATCH', at(`/git/refs/heads/${branch}`), { sha: head, force: true }))
      const { data } = await settled(
        () =>
          ask(
            `${PULL} { pullRequest(number: $number) { timelineItems(first: 20, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) {
              nodes { ... on HeadRefForcePushedEvent { createdAt beforeCommit { oid } afterCommit { oid } } } } } } }`,
            { number },
          ),
        (answer) => answer.data?.repository?.pullRequest?.timelineItems?.nodes?.length === 2,
      )
      const events: readonly Forced[] = data?.repository?.pullRequest?.timelineItems?.nodes ?? []
      const moves = events.map(({ beforeCommit, afterCommit }) => `${beforeCommit?.oid}>${afterCommit?.oid}`)
      return verdictOn(
        moves.join() === `${head}>${second},${second}>${head}`,
        `${events.length} events, ${events.filter(({ beforeCommit, afterCommit }) => beforeCommit && afterCommit).length} with both commits`,
      )
    },
  },
  {
    group: 'D',
    belief: 'GH-31',
    believed: '`associatedPullRequests` names the open pull requests of a head',
    async run({ ask, open }) {
      const { number, head } = await open('associated')
      const { data } = await settled(
        () =>
          ask(
            `query($owner: String!, $repo: String!, $oid: GitObjectID!) { repository(owner: $owner, name: $repo) {
              object(oid: $oid) { ... on Commit { associatedPullRequests(first: 10) { nodes { number state headRefOid } } } } } }`,
            { oid: head },
          ),
        (answer) => answer.data?.repository?.object?.associatedPullRequests?.nodes?.length > 0,
      )
      const nodes = data?.repository?.object?.associatedPullRequests?.nodes
      return verdictOn(
        nodes?.length === 1 && nodes[0].number === number && nodes[0].headRefOid === head,
        `${nodes?.length} named`,
      )
    },
  },
  {
    group: 'D',
    belief: 'GH-41',
    believed: 'What was written shows in GraphQL within ten seconds',
    async run({ ask, mallory, open, say }) {
      const { number } = await open('lag')
      await say(mallory, number, 'seen?')
      const began = Date.now()
      for (let tries = 1; Date.now() - began < 10_000; tries++) {
        const { data } = await ask(
          `${PULL} { pullRequest(number: $number) { comments(first: 1) { totalCount } } } }`,
          {
            number,
          },
        )
        if (data?.repository?.pullRequest?.comments?.totalCount === 1) {
          return verdictOn(true, tries === 1 ? 'at once' : `at try ${tries}`)
        }
      }
      return unknown('not shown after ten seconds')
    },
  },
  {
    group: 'D',
    belief: 'GH-62',
    believed: 'Commits without a common ancestor: the comparison is 404, "No common ancestor …"',
    async run({ ada, app, open, at, must }) {
      const { head } = await open('unrelated')
      const tree = await must(
        'write a tree',
        ada.rest('POST', at('/git/trees'), {
          tree: [{ path: 'alone.md', mode: '100644', type: 'blob', content: 'alone' }],
        }),
      )
      const orphan = await must(
        'write a commit',
        ada.rest('POST', at('/git/commits'), { message: 'An orphan', tree: tree.body.sha, parents: [] }),
      )
      const { status, body } = await app.rest('GET', at(`/compare/${head}...${orphan.body.sha}`))
      return verdictOn(
        status === 404 && String(body?.message).startsWith('No common ancestor'),
        `${status}: ${String(body?.message).slice(0, 24)}`,
      )
    },
  },
  {
    group: 'D',
    belief: 'GH-61',
    believed:
      'A comparison has `merge_base_commit` on its second page as well, and its files only on the first',
    async run({ app, open, commit, at, defaultBranch }) {
      const { branch } = await open('compared')
      const head = await commit(branch, { 'second.md': 'x' })
      const [first, second] = await Promise.all(
        [1, 2].map((page) =>
          app.rest('GET', at(`/compare/${defaultBranch}...${head}?per_page=1&page=${page}`)),
        ),
      )
      return verdictOn(
        first?.body?.files?.length === 2 &&
          second?.status === 200 &&
          second.body.merge_base_commit?.sha === first.body.merge_base_commit?.sha &&
          (second.body.files ?? []).length === 0,
        `second page ${second?.status}, merge base ${second?.body?.merge_base_commit ? 'there' : 'missing'}, ${second?.body?.files?.length ?? 0} files`,
      )
    },
  },
  {
    group: 'D',
    belief: 'GH-63',
    believed: 'A tree is given for the sha of a commit, with `truncated`',
    async run({ app, open, at }) {
      const { head } = await open('tree')
      const { status, body } = await app.rest('GET', at(`/git/trees/${head}?recursive=1`))
      return verdictOn(
        status === 200 &&
          body.truncated === false &&
          body.tree.some(({ path }: { path: string }) => path === 'notes.md'),
        `answered ${status}, truncated ${body?.truncated}`,
      )
    },
  },
]

interface Forced {
  readonly beforeCommit: { readonly oid: string } | null
  readonly afterCommit: { readonly oid: string } | null
}
