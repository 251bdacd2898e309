import http from 'node:http'
import { type ProxySettings, SettingsError } from './settings.ts'

/**
 * Routes later calls of `node:http`, `node:https` and `fetch` through the proxy and returns a function that undoes it.
 * Node reads `HTTPS_PROXY` by itself only when started with `NODE_USE_ENV_PROXY=1`; 24.0 to 24.4 do so for `fetch`
 * alone, and lack the option of that name. Throws `SettingsError` when this Node can do neither, because calls would
 * bypass the proxy.
 * https://nodejs.org/docs/latest-v24.x/api/http.html#httpsetglobalproxyfromenvproxyenv
 */
export function useProxy(
  proxy: ProxySettings | null,
  set: typeof http.setGlobalProxyFromEnv | null = http.setGlobalProxyFromEnv ?? null,
  options: ReadonlySet<string> = process.allowedNodeEnvironmentFlags,
): () => void {
  if (proxy === null) return () => {}
  if (set) return set(proxy.variables) ?? (() => {})
  if (proxy.isUsedByNode && options.has('--use-env-proxy')) return () => {}
  throw new SettingsError([
    `HTTPS_PROXY or HTTP_PROXY is set, but Node ${process.versions.node} can't use it. Use Node 24.14 or newer, or start Node 22.21, 24.5 or newer with NODE_USE_ENV_PROXY=1.`,
  ])
}
