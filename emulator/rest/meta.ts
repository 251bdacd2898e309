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
      // Asking costs nothing.
      const [core, graphql] = (['core', 'graphql'] as const).map((resource) => {
        const { limit, used, remaining, reset } = call.quota.look(call.access, resource)
        return { limit, used, remaining, reset }
      })
      return { status: 200, body: { resources: { core, graphql }, rate: core } }
    },
  },
]
