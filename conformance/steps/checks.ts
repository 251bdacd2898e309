import type { RestAnswer } from '../client.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Step, unknown, verdictOn } from '../step.ts'
import { settled } from './reading.ts'

const LONGEST = 65_535

export const checks: readonly Step[] = [
  {
    group: 'B',
    belief: 'GH-42',
    believed: '`started_at` is set by GitHub where it is left out',
    async run(sandbox) {
      const { head } = await sandbox.open('started')
      const made = await run(sandbox, head, { conclusion: 'success' })
      const late = Date.parse(made.headers.date ?? '') - Date.parse(made.body.started_at)
      return verdictOn(late >= 0 && late <= 5000, `set ${late / 1000} s before the answer`)
    },
  },
  {
    group: 'B',
    belief: 'GH-43',
    believed: 'A PATCH keeps `started_at`',
    async run(sandbox) {
      const { head } = await sandbox.open('kept')
      const made = await run(sandbox, head, { conclusion: 'failure' })
      await sandbox.pause(2)
      const changed = await change(sandbox, made.body.id, { conclusion: 'success' })
      return verdictOn(
        changed.body.started_at === made.body.started_at,
        `${made.body.started_at} → ${changed.body.started_at}`,
      )
    },
  },
  {
    group: 'B',
    belief: 'GH-45',
    believed: 'Success turns into failure by a PATCH',
    async run(sandbox) {
      const { head } = await sandbox.open('red')
      const made = await run(sandbox, head, { conclusion: 'success' })
      await change(sandbox, made.body.id, { conclusion: 'failure' })
      const read = await sandbox.app.rest('GET', sandbox.at(`/check-runs/${made.body.id}`))
      return verdictOn(read.body.conclusion === 'failure', `read back: ${read.body.conclusion}`)
    },
  },
  {
    group: 'B',
    belief: 'GH-44',
    believed: 'A completed run cannot go back: the PATCH is taken, the conclusion stays',
    async run(sandbox) {
      const { head } = await sandbox.open('back')
      const made = await run(sandbox, head, { conclusion: 'success' })
      const changed = await change(sandbox, made.body.id, { status: 'in_progress' })
      const read = await sandbox.app.rest('GET', sandbox.at(`/check-runs/${made.body.id}`))
      return verdictOn(
        read.body.status === 'completed' && read.body.conclusion === 'success',
        `answered ${changed.status}; read back: ${read.body.status}, ${read.body.conclusion}`,
      )
    },
  },
  {
    group: 'B',
    belief: 'GH-46',
    believed: 'Of two runs with one name the newer one is the latest',
    async run(sandbox) {
      const { head } = await sandbox.open('two-runs')
      await run(sandbox, head, { conclusion: 'success' })
      const newer = await run(sandbox, head, { conclusion: 'failure' })
      const { body } = await sandbox.app.rest('GET', sandbox.at(`/commits/${head}/check-runs?filter=latest`))
      const [latest] = body.check_runs
      return verdictOn(
        body.total_count === 1 && latest?.id === newer.body.id,
        `latest: ${latest?.conclusion}, ${body.total_count} shown`,
      )
    },
  },
  {
    group: 'B',
    belief: 'GH-47',
    believed: '`action_required` is taken as a conclusion',
    async run(sandbox) {
      const { head } = await sandbox.open('waiting')
      const made = await run(sandbox, head, { conclusion: 'action_required' })
      return verdictOn(made.body.conclusion === 'action_required', `conclusion ${made.body.conclusion}`)
    },
  },
  {
    group: 'B',
    belief: 'GH-51',
    believed: '`external_id` holds 255 characters or more',
    async run(sandbox) {
      const { head } = await sandbox.open('external-id')
      const sizes: string[] = []
      let isKept = true
      for (const length of [64, 128, 200, 255, 256, 512, 1024, LONGEST]) {
        const given = 'x'.repeat(length)
        const made = await create(sandbox, head, { conclusion: 'success', external_id: given })
        const read =
          made.status === 201
            ? await sandbox.app.rest('GET', sandbox.at(`/check-runs/${made.body.id}`))
            : null
        const isWhole = read?.body.external_id === given
        if (length <= 255) isKept &&= isWhole
        sizes.push(
          `${length} ${made.status !== 201 ? `refused with ${made.status}` : isWhole ? 'whole' : 'cut'}`,
        )
      }
      return verdictOn(isKept, sizes.join(', '))
    },
  },
  {
    group: 'B',
    belief: 'GH-50',
    believed: 'A name with a branch of 244 bytes is taken whole',
    async run(sandbox) {
      const { head } = await sandbox.open('long-name')
      const name = `RFC alignment: ${'b'.repeat(244)}`
      const made = await create(sandbox, head, { name, conclusion: 'failure' })
      return verdictOn(made.status === 201 && made.body.name === name, `answered ${made.status}`)
    },
  },
  {
    group: 'B',
    belief: 'GH-142',
    believed:
      '65,535 characters of summary are taken and 65,536 refused; 50 annotations are taken and 51 refused',
    async run(sandbox) {
      const { head } = await sandbox.open('limits')
      const output = (summary: string, annotations: number) => ({
        conclusion: 'failure',
        output: {
          title: 'Limits',
          summary,
          annotations: Array.from({ length: annotations }, () => annotation('notes.md')),
        },
      })
      const statuses: string[] = []
      for (const [what, facts] of [
        ['65,535 characters', output('x'.repeat(LONGEST), 0)],
        ['65,536 characters', output('x'.repeat(LONGEST + 1), 0)],
        ['50 annotations', output('x', 50)],
        ['51 annotations', output('x', 51)],
      ] as const) {
        statuses.push(`${what}: ${(await create(sandbox, head, facts)).status}`)
      }
      const [most, more, fifty, fiftyOne] = statuses.map((each) => each.split(': ')[1])
      return verdictOn(
        most === '201' && more === '422' && fifty === '201' && fiftyOne === '422',
        statuses.join(', '),
      )
    },
  },
  {
    group: 'B',
    belief: 'GH-49',
    believed: 'An annotation at a path that the commit does not have is taken',
    async run(sandbox) {
      const { head } = await sandbox.open('odd-path')
      const made = await create(sandbox, head, {
        conclusion: 'failure',
        output: { title: 'Odd', summary: 'x', annotations: [annotation('no/such/file.md')] },
      })
      return verdictOn(made.status === 201, `answered ${made.status}`)
    },
  },
  {
    group: 'B',
    belief: 'GH-13',
    believed: '`databaseId` of a run is its number or null, and `url` ends in it',
    async run(sandbox) {
      const { head } = await sandbox.open('run-id')
      const made = await run(sandbox, head, { conclusion: 'success' })
      const { data, errors } = await settled(
        () => runsOf(sandbox, head),
        (answer) => runNodes(answer.data).length === 1,
      )
      const [node] = runNodes(data)
      const isNumber = node?.databaseId === made.body.id
      return verdictOn(
        errors.length === 0 &&
          (isNumber || node?.databaseId === null) &&
          /\/runs?\/\d+(\?|$)/.test(node?.url ?? ''),
        `${isNumber ? 'a number' : JSON.stringify(node?.databaseId)} (2^31 is ${made.body.id > 2 ** 31 ? 'passed' : 'not reached'}), ${errors.length} errors`,
      )
    },
  },
  {
    group: 'B',
    belief: 'GH-16',
    believed: '`checkType: ALL` gives every run of a name; they are in one suite of the App',
    async run(sandbox) {
      const { head } = await sandbox.open('all-runs')
      await run(sandbox, head, { conclusion: 'success' })
      await run(sandbox, head, { conclusion: 'failure' })
      const { data, errors } = await settled(
        () => runsOf(sandbox, head),
        (answer) => runNodes(answer.data).length === 2,
      )
      const suites = data?.repository?.object?.checkSuites?.nodes?.length
      return verdictOn(
        suites === 1 && runNodes(data).length === 2,
        `${suites} suites, ${runNodes(data).length} runs, ${errors.length} errors`,
      )
    },
  },
  {
    group: 'B',
    belief: 'GH-144',
    believed: 'A person cannot change a run',
    async run(sandbox) {
      const { head } = await sandbox.open('of-an-app')
      const made = await run(sandbox, head, { conclusion: 'failure', external_id: 'ours' })
      const tried = await sandbox.ada.rest('PATCH', sandbox.at(`/check-runs/${made.body.id}`), {
        conclusion: 'success',
        external_id: 'theirs',
      })
      const read = await sandbox.app.rest('GET', sandbox.at(`/check-runs/${made.body.id}`))
      return verdictOn(
        tried.status >= 400 && read.body.external_id === 'ours' && read.body.conclusion === 'failure',
        `answered ${tried.status}`,
      )
    },
  },
  {
    group: 'B',
    belief: 'GH-58',
    believed: '60 runs written one after the other meet no secondary limit',
    isLong: true,
    async run(sandbox) {
      const { head } = await sandbox.open('many-runs')
      for (let count = 1; count <= 60; count++) {
        const made = await create(sandbox, head, { conclusion: 'failure' })
        if (made.status === 201) continue
        const after = made.headers['retry-after']
        return made.status === 403 || made.status === 429
          ? verdictOn(
              false,
              `run ${count} was refused with ${made.status}, retry-after ${after ?? 'not given'}`,
            )
          : unknown(`run ${count} was refused with ${made.status}`)
      }
      return verdictOn(true, '60 runs were taken')
    },
  },
]

function annotation(path: string) {
  return { path, start_line: 1, end_line: 1, annotation_level: 'failure', message: 'Here' }
}

type Facts = Readonly<Record<string, unknown>>

function create({ app, at }: Sandbox, head: string, facts: Facts): Promise<RestAnswer> {
  return app.rest('POST', at('/check-runs'), { name: 'First contact', head_sha: head, ...facts })
}

function run(sandbox: Sandbox, head: string, facts: Facts): Promise<RestAnswer> {
  return sandbox.must('write a check run', create(sandbox, head, facts))
}

function change(sandbox: Sandbox, id: number, facts: Facts): Promise<RestAnswer> {
  return sandbox.app.rest('PATCH', sandbox.at(`/check-runs/${id}`), facts)
}

function runsOf({ ask, appId }: Sandbox, oid: string) {
  return ask(
    `query($owner: String!, $repo: String!, $oid: GitObjectID!, $appId: Int!) { repository(owner: $owner, name: $repo) {
      object(oid: $oid) { ... on Commit { checkSuites(first: 5, filterBy: { appId: $appId }) { nodes {
        checkRuns(first: 50, filterBy: { checkType: ALL }) { nodes { databaseId url } } } } } } } }`,
    { oid, appId },
  )
}

interface RunNode {
  readonly databaseId: number | null
  readonly url: string
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is that of the query above
function runNodes(data: any): readonly RunNode[] {
  const suites: readonly { readonly checkRuns: { readonly nodes: readonly RunNode[] } }[] =
    data?.repository?.object?.checkSuites?.nodes ?? []
  return suites.flatMap(({ checkRuns }) => checkRuns.nodes)
}
