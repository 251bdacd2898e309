import { appRoutes } from './apps.ts'
import { checkRoutes } from './checks.ts'
import { contentRoutes } from './contents.ts'
import { copyAndLabelRoutes } from './copies-and-labels.ts'
import { gitRoutes } from './git.ts'
import { deliveryRoutes } from './hook-deliveries.ts'
import { metaRoutes } from './meta.ts'
import { branchRoutes } from './branches.ts'
import { peopleRoutes } from './people.ts'
import { proposalRoutes } from './proposals.ts'
import { pullRoutes } from './pulls.ts'
import { postRoutes } from './posts.ts'
import { repositoryRoutes } from './repositories.ts'
import type { Route } from './router.ts'
import { ruleRoutes } from './rules.ts'
import { rulesetRoutes } from './rulesets.ts'
import { teamRoutes } from './teams.ts'
import { userRoutes } from './users.ts'

/** Every endpoint this GitHub knows, the more particular ones before the more general. */
export const routes: readonly Route[] = [
  ...appRoutes,
  ...deliveryRoutes,
  ...checkRoutes,
  ...postRoutes,
  ...pullRoutes,
  ...contentRoutes,
  ...gitRoutes,
  ...branchRoutes,
  ...proposalRoutes,
  ...userRoutes,
  ...peopleRoutes,
  ...teamRoutes,
  ...copyAndLabelRoutes,
  ...rulesetRoutes,
  ...ruleRoutes,
  ...repositoryRoutes,
  ...metaRoutes,
]
