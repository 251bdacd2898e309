import { readNodeId } from '../node-id.ts'
import { accountByLogin, must } from '../world/find.ts'
import { accountView, appView, repositoryNamed, teamView } from './actor.ts'
import { checkRunView, checkSuiteView } from './check.ts'
import { fault } from './fault.ts'
import { objectByOid } from './git-object.ts'
import { pullView } from './pull-request.ts'
import { rateLimitView } from './rate-limit.ts'
import { postView } from './post.ts'
import { refView, repositoryView } from './repository.ts'
import { needMembers, sees, type View, type Viewing } from './viewing.ts'

/** The fields of `Query`. */
export const queries = {
  repository(
    { owner, name, followRenames }: { owner: string; name: string; followRenames?: boolean },
    viewing: Viewing,
  ): View {
    return repositoryNamed(viewing, owner, name, followRenames)
  },
  node({ id }: { id: string }, viewing: Viewing): View {
    const found = nodeView(viewing, id)
    if (!found) throw unresolved(id)
    return found
  },
  nodes({ ids }: { ids: readonly string[] }, viewing: Viewing): (View | Error)[] {
    if (ids.length > 100) {
      throw fault('ARGUMENT_LIMIT', `You may not provide more than 100 node ids; you provided ${ids.length}.`)
    }
    return ids.map((id) => nodeView(viewing, id) ?? unresolved(id))
  },
  user({ login }: { login: string }, viewing: Viewing): View {
    return accountOf(viewing, login, ['User'], 'User')
  },
  organization({ login }: { login: string }, viewing: Viewing): View {
    return accountOf(viewing, login, ['Organization'], 'Organization')
  },
  repositoryOwner({ login }: { login: string }, viewing: Viewing): View | null {
    const account = accountByLogin(viewing.world.state, login)
    // Unlike `user`, this one answers null without an error.
    return account && account.type !== 'Bot' ? accountView(viewing, account) : null
  },
  viewer(_: object, viewing: Viewing): View {
    const app = must(viewing.world.state.apps.get(viewing.access.installation.appId), 'App')
    const bot = must(viewing.world.state.accounts.get(app.botId), 'bot of an App')
    // An App sees itself as a user called "slug[bot]", although everywhere else it is a Bot called "slug".
    return { ...accountView(viewing, bot), __typename: 'User', login: bot.login }
  },
  rateLimit: ({ dryRun }: { dryRun?: boolean }, viewing: Viewing): View => rateLimitView(viewing, dryRun),
}

/** Whatever a node id stands for, if the token sees it. */
function nodeView(viewing: Viewing, id: string): View | undefined {
  const { state } = viewing.world
  const read = readNodeId(id)
  if (!read) return undefined
  const [first = '', second = ''] = read.keys
  const key = Number(first)
  switch (read.kind) {
    case 'U':
    case 'BOT':
    case 'O': {
      const account = state.accounts.get(key)
      return account && accountView(viewing, account)
    }
    case 'A': {
      const app = state.apps.get(key)
      return app && appView(viewing, app)
    }
    case 'T': {
      const team = state.teams.get(key)
      if (team) needMembers(viewing, team.organizationId)
      return team && teamView(viewing, team)
    }
    case 'PR': {
      const pull = state.pulls.get(key)
      return pull && inSight(viewing, pull.repositoryId) ? pullView(viewing, pull) : undefined
    }
    case 'IC':
    case 'PRR':
    case 'PRRC': {
      const post = state.posts.get(key)
      const pull = post && state.pulls.get(post.pullId)
      return post && pull && inSight(viewing, pull.repositoryId) ? postView(viewing, post) : undefined
    }
    case 'CS': {
      const suite = state.checkSuites.get(key)
      return suite && inSight(viewing, suite.repositoryId) ? checkSuiteView(viewing, suite) : undefined
    }
    case 'CR': {
      const run = state.checkRuns.get(key)
      return run && inSight(viewing, run.repositoryId) ? checkRunView(viewing, run) : undefined
    }
    case 'R':
    case 'REF':
    case 'C':
    case 'TR':
    case 'B': {
      const repository = inSight(viewing, key)
      if (!repository) return undefined
      if (read.kind === 'R') return repositoryView(viewing, repository)
      const found =
        read.kind === 'REF' ? refView(viewing, repository, second) : objectByOid(viewing, repository, second)
      return found ?? undefined
    }
    default:
      return undefined
  }
}

function inSight(viewing: Viewing, repositoryId: number) {
  const repository = viewing.world.state.repositories.get(repositoryId)
  return repository && sees(viewing, repository) ? repository : undefined
}

function accountOf(viewing: Viewing, login: string, types: readonly string[], word: string): View {
  const account = accountByLogin(viewing.world.state, login)
  if (!account || account.flagged || !types.includes(account.type)) {
    throw fault(
      'NOT_FOUND',
      `Could not resolve to ${word === 'User' ? 'a' : 'an'} ${word} with the login of '${login}'.`,
    )
  }
  return accountView(viewing, account)
}

function unresolved(id: string) {
  return fault('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
}
