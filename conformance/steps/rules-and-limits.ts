import { type Step, unknown, verdictOn } from '../step.ts'

const DEEP = `pullRequests(first: 100) { nodes { comments(first: 100) { nodes { userContentEdits(first: 10) { totalCount } } } } }`

export const rulesAndLimits: readonly Step[] = [
  {
    group: 'E',
    belief: 'GH-136',
    believed: 'Anybody with write access sets a commit status of any name',
    async run({ mallory, open, at }) {
      const { head } = await open('forged')
      const set = await mallory.rest('POST', at(`/statuses/${head}`), {
        state: 'success',
        context: 'RFC alignment: forged',
        description: 'Set by first contact',
      })
      return verdictOn(set.status === 201, `answered ${set.status}`)
    },
  },
  {
    group: 'E',
    belief: 'GH-64',
    believed: 'The App reads what somebody may do, in `permission` and `role_name`',
    async run({ app, at, logins }) {
      const known = await app.rest('GET', at(`/collaborators/${logins.mallory}/permission`))
      return verdictOn(
        known.status === 200 &&
          typeof known.body.role_name === 'string' &&
          known.body.user?.login === logins.mallory,
        `answered ${known.status}, permission ${known.body?.permission}, role ${known.body?.role_name}`,
      )
    },
  },
  {
    group: 'E',
    belief: 'GH-68',
    believed: 'The App finds its installation by the repository',
    async run({ jwt, at, installationId }) {
      const { status, body } = await jwt.rest('GET', at('/installation'))
      return verdictOn(status === 200 && body.id === installationId, `answered ${status}`)
    },
  },
  {
    group: 'E',
    belief: 'GH-67',
    believed: 'The App may comment on a pull request',
    async run({ app, open, at }) {
      const { number } = await open('comment')
      const said = await app.rest('POST', at(`/issues/${number}/comments`), { body: 'Hello' })
      return verdictOn(said.status === 201, `answered ${said.status}`)
    },
  },
  {
    group: 'E',
    belief: 'GH-104',
    believed: 'Deliveries are listed for the JWT, and refused to an installation',
    async run({ app, jwt }) {
      const listed = await jwt.rest('GET', '/app/hook/deliveries?per_page=5')
      const refused = await app.rest('GET', '/app/hook/deliveries?per_page=5')
      const [first] = Array.isArray(listed.body) ? listed.body : []
      const keys = ['id', 'guid', 'delivered_at', 'redelivery', 'status', 'status_code', 'event']
      const isWhole = first === undefined || keys.every((key) => key in first)
      return verdictOn(
        listed.status === 200 && refused.status >= 400 && isWhole,
        `JWT ${listed.status}, installation ${refused.status}, ${first === undefined ? 'no delivery yet' : 'rows are whole'}`,
      )
    },
  },
  {
    group: 'F',
    belief: 'GH-32',
    believed: 'The merge queue can be asked for',
    async run({ ask, defaultBranch, open }) {
      const { number } = await open('queue')
      const { data, errors } = await ask(
        `query($owner: String!, $repo: String!, $number: Int!, $branch: String!) { repository(owner: $owner, name: $repo) {
          mergeQueue(branch: $branch) { id } pullRequest(number: $number) { mergeQueueEntry { position } } } }`,
        { number, branch: defaultBranch },
      )
      const code = errors[0]?.extensions?.code
      if (code === 'undefinedField')
        return verdictOn(false, 'the fields are hidden: accept the permission "Merge queues"')
      return verdictOn(
        errors.length === 0 && data?.repository?.pullRequest?.mergeQueueEntry === null,
        errors[0]?.message ?? `queue ${data?.repository?.mergeQueue === null ? 'none' : 'there'}`,
      )
    },
  },
  {
    group: 'G',
    belief: 'GH-81',
    believed: 'Every answer tells of the quota, REST and GraphQL apart',
    async run({ app, at }) {
      const rest = await app.rest('GET', at(''))
      const graphql = await app.graphql('{ viewer { login } }')
      const [core, points] = [rest, graphql].map(({ headers }) => headers['x-ratelimit-resource'])
      if (core === undefined && points === undefined)
        return unknown('no quota is told: an Enterprise Server without limits')
      return verdictOn(
        core === 'core' && points === 'graphql',
        `${core}: ${rest.headers['x-ratelimit-limit']}, ${points}: ${graphql.headers['x-ratelimit-limit']}`,
      )
    },
  },
  {
    group: 'G',
    belief: 'GH-38',
    believed: 'The price of a query is that of the published formula',
    async run({ ask }) {
      const { data, errors } = await ask(
        `query($owner: String!, $repo: String!) { rateLimit(dryRun: true) { cost nodeCount } repository(owner: $owner, name: $repo) { ${DEEP} } }`,
      )
      const { cost, nodeCount } = data?.rateLimit ?? {}
      // 1 + 100 + 100 × 100 requests; 100 + 100 × 100 + 100 × 100 × 10 nodes.
      return verdictOn(
        cost === 101 && nodeCount === 110_100,
        `cost ${cost}, ${nodeCount} nodes, ${errors.length} errors`,
      )
    },
  },
  {
    group: 'G',
    belief: 'GH-39',
    believed: 'What `@include(if: false)` takes out is not charged',
    async run({ ask }) {
      const { data } = await ask(
        `query($owner: String!, $repo: String!, $all: Boolean!) { rateLimit(dryRun: true) { cost }
          repository(owner: $owner, name: $repo) { name ... @include(if: $all) { ${DEEP} } } }`,
        { all: false },
      )
      return verdictOn(data?.rateLimit?.cost === 1, `cost ${data?.rateLimit?.cost}`)
    },
  },
  {
    group: 'G',
    belief: 'GH-177',
    believed: '`X-GitHub-Api-Version` is taken, and one that is not known is refused with 400',
    async run({ app, at }) {
      const known = await app.rest('GET', at(''))
      const odd = await app.rest('GET', at(''), undefined, { 'x-github-api-version': '1999-01-01' })
      return verdictOn(
        known.status === 200 && odd.status === 400,
        `2022-11-28: ${known.status}, 1999-01-01: ${odd.status}`,
      )
    },
  },
]
