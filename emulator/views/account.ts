import { nodeId } from '../node-id.ts'
import type { Account, App } from '../world/state.ts'
import type { World } from '../world/world.ts'
import type { Json } from './json.ts'

/** A user as REST and webhooks show one; what a deleted account wrote belongs to `ghost`. */
export function accountJson(world: World, id: number): Json {
  const account = world.state.accounts.get(id)
  const login = account?.login ?? 'ghost'
  const type = account?.type ?? 'User'
  return {
    login,
    id: account?.id ?? 10137,
    node_id: accountNodeId(account ?? { id: 10137, type: 'User' }),
    avatar_url: `${world.origin()}/avatars/${account?.id ?? 10137}`,
    gravatar_id: '',
    url: `${world.origin()}/api/v3/users/${encodeURIComponent(login)}`,
    html_url: accountUrl(world, { login, type }),
    type,
    site_admin: false,
  }
}

export function accountNodeId(account: Pick<Account, 'id' | 'type'>): string {
  return nodeId(account.type === 'User' ? 'U' : account.type === 'Bot' ? 'BOT' : 'O', account.id)
}

/** A person's page; an App's bot is shown on the App's page. */
export function accountUrl(world: World, account: Pick<Account, 'login' | 'type'>): string {
  if (account.type !== 'Bot') return `${world.origin()}/${account.login}`
  return `${world.origin()}/apps/${account.login.replace(/\[bot\]$/, '')}`
}

/** An App as check runs and `performed_via_github_app` show it. */
export function appJson(world: World, app: App): Json {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    owner: accountJson(world, app.botId),
    name: app.name,
    description: '',
    external_url: `${world.origin()}/apps/${app.slug}`,
    html_url: `${world.origin()}/apps/${app.slug}`,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    permissions: {},
    events: [],
  }
}
