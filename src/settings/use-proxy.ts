import http from 'node:http'
import { type ProxySettings, SettingsError } from './settings.ts'

/**
 * Sends every later call of `fetch` through the proxy of the environment and returns a function that undoes it. Node
 * reads `HTTPS_PROXY` by itself only where it was started with `NODE_USE_ENV_PROXY=1`. Throws `SettingsError` when this
 * Node can do neither: the calls would go past the proxy.
 * https://nodejs.org/docs/latest-v24.x/api/http.html#httpsetglobalproxyfromenvproxyenv
 */
export function useProxy(
  proxy: ProxySettings | null,
  set: typeof http.setGlobalProxyFromEnv | null = http.setGlobalProxyFromEnv ?? null,
): () => void {
  if (proxy === null) return () => {}
  if (set) return set(proxy.variables) ?? (() => {})
  if (proxy.isUsedByNode) return () => {}
  throw new SettingsError([
    `HTTPS_PROXY or HTTP_PROXY is set, but Node ${process.versions.node} cannot be told to use it; use Node 24.14 or newer, or start Node 22.21 or newer with NODE_USE_ENV_PROXY=1.`,
  ])
}
