import { nodeId } from '../node-id.ts'
import { repositoryUrl } from '../views/repository.ts'
import { must, runsIn } from '../world/find.ts'
import { newestByName } from '../world/newest-runs.ts'
import type { Annotation, CheckRun, CheckSuite } from '../world/state.ts'
import { appView } from './actor.ts'
import { connection, type PageArguments } from './connection.ts'
import type { View, Viewing } from './viewing.ts'

interface RunFilter {
  readonly appId?: number | null
  readonly checkName?: string | null
  readonly checkType?: 'ALL' | 'LATEST' | null
  readonly status?: string | null
  readonly statuses?: readonly string[] | null
  readonly conclusions?: readonly string[] | null
}

export function checkSuiteView(viewing: Viewing, suite: CheckSuite): View {
  const { world } = viewing
  const repository = must(world.state.repositories.get(suite.repositoryId), 'repository of a check suite')
  return {
    __typename: 'CheckSuite',
    id: nodeId('CS', suite.id),
    databaseId: suite.id,
    app: () => appView(viewing, must(world.state.apps.get(suite.appId), 'App of a check suite')),
    status: suite.status.toUpperCase(),
    conclusion: suite.conclusion?.toUpperCase() ?? null,
    createdAt: suite.createdAt,
    updatedAt: suite.updatedAt,
    repository: () => viewing.show.repository(viewing, repository),
    commit: () => viewing.show.commit(viewing, repository, world.git(repository).mustCommit(suite.headOid)),
    checkRuns(args: PageArguments & { filterBy?: RunFilter }) {
      const { appId, checkName, checkType, status, statuses, conclusions } = args.filterBy ?? {}
      const matching = runsIn(world.state, suite).filter(
        (run) =>
          (appId == null || run.appId === appId) &&
          (checkName == null || run.name === checkName) &&
          (status == null || run.status.toUpperCase() === status) &&
          (statuses == null || statuses.includes(run.status.toUpperCase())) &&
          (conclusions == null || conclusions.includes(run.conclusion?.toUpperCase() ?? '')),
      )
      // Only the newest of each name, unless all are asked for.
      const runs = checkType === 'ALL' ? matching : newestByName(matching)
      return connection(
        'checkRuns',
        runs.reverse(),
        args,
        ({ id }) => id,
        (run) => checkRunView(viewing, run),
      )
    },
  }
}

export function checkRunView(viewing: Viewing, run: CheckRun): View {
  const { world } = viewing
  const repository = must(world.state.repositories.get(run.repositoryId), 'repository of a check run')
  const url = `${repositoryUrl(world, repository)}/runs/${run.id}`
  return {
    __typename: 'CheckRun',
    id: nodeId('CR', run.id),
    databaseId: run.id,
    name: run.name,
    externalId: run.externalId === '' ? null : run.externalId,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    title: run.title,
    summary: run.summary,
    text: run.text,
    url,
    permalink: url,
    resourcePath: url.slice(world.origin().length),
    detailsUrl: run.detailsUrl,
    repository: () => viewing.show.repository(viewing, repository),
    checkSuite: () =>
      checkSuiteView(viewing, must(world.state.checkSuites.get(run.suiteId), 'suite of a check run')),
    annotations: (args: PageArguments) =>
      connection(
        'annotations',
        [...run.annotations.entries()],
        args,
        ([index]) => index,
        ([, each]) => annotationView(each),
      ),
    isRequired: ({ pullRequestNumber }: { pullRequestNumber?: number }) => {
      const pull = world.state.pulls.get(repository.numbers.get(pullRequestNumber ?? -1) ?? -1)
      return repository.rules.some(
        (rule) =>
          rule.check === run.name &&
          rule.branch === pull?.baseRef &&
          (rule.appId === null || rule.appId === run.appId),
      )
    },
  }
}

function annotationView(annotation: Annotation): View {
  const place = (line: number, column: number | null) => ({ line, column })
  return {
    __typename: 'CheckAnnotation',
    path: annotation.path,
    annotationLevel: annotation.annotation_level.toUpperCase(),
    message: annotation.message,
    title: annotation.title,
    rawDetails: annotation.raw_details,
    location: {
      start: place(annotation.start_line, annotation.start_column),
      end: place(annotation.end_line, annotation.end_column),
    },
  }
}
