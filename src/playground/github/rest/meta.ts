import type { Route } from './router.ts'

export const metaRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/meta',
    handle: ({ world }) => ({
      status: 200,
      body: {
        verifiable_password_authentication: false,
        installed_version: world.quirks.serverVersion,
        hooks: ['127.0.0.1/32', '::1/128'],
      },
    }),
  },
  {
    method: 'GET',
    path: '/rate_limit',
    handle(call) {
      const reset = Math.floor(call.world.clock.now().getTime() / 1000) + 3600
      const bucket = { limit: 5000, used: 0, remaining: 5000, reset }
      return { status: 200, body: { resources: { core: bucket, graphql: bucket }, rate: bucket } }
    },
  },
]
