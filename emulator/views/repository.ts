import { nodeId } from '../node-id.ts'
import { fullName } from '../world/find.ts'
import type { Label, Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { accountJson } from './account.ts'
import type { Json } from './json.ts'

export function repositoryUrl(world: World, repository: Repository): string {
  return `${world.origin()}/${fullName(world.state, repository)}`
}

export function repositoryApiUrl(world: World, repository: Repository): string {
  return `${world.origin()}/api/v3/repos/${fullName(world.state, repository)}`
}

export function repositoryJson(world: World, repository: Repository): Json {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(world.state, repository),
    private: repository.visibility !== 'public',
    owner: accountJson(world, repository.ownerId),
    html_url: repositoryUrl(world, repository),
    description: null,
    fork: repository.forkOf !== null,
    url: repositoryApiUrl(world, repository),
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    pushed_at: repository.createdAt,
    archived: repository.archived,
    disabled: false,
    visibility: repository.visibility,
    default_branch: repository.defaultBranch,
  }
}

export function labelJson(world: World, repository: Repository, label: Label): Json {
  return {
    id: label.id,
    node_id: nodeId('LA', repository.id, label.name),
    url: `${repositoryApiUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: null,
  }
}
