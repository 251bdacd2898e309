import type { Mentions } from '../rfc/mentions.ts'
import type { RfcVerdict } from '../rules/verdict.ts'
import { code, words } from './escape.ts'
import { listed } from './wording.ts'

/** Returns the roles beside a name, to append to it: " · payments" (S1). */
export function roleText({ mentions }: RfcVerdict, key: string): string {
  const roles = mentions.get(key)?.roles ?? []
  return roles.length === 0 ? '' : ` · ${words(roles.join('; '), 120)}`
}

/** Returns where a person or team is named: "named at line 12" (S1); null when neither text nor configuration names them. */
export function namedAtText({ mentions }: RfcVerdict, key: string): string | null {
  const named = mentions.get(key)
  if (named === undefined) return null
  const paths = new Set([...mentions.values()].flatMap(({ places }) => places.map(({ path }) => path)))
  const byPath = Map.groupBy(named.places, ({ path }) => path)
  const at = [...byPath].map(([path, places]) => {
    const lines = [...new Set(places.map(({ line }) => line))].map(String)
    const where = `line${lines.length === 1 ? '' : 's'} ${listed(lines, 5)}`
    if (path === null) return `${where} of the description`
    return paths.size > 1 ? `${where} of ${code(path)}` : where
  })
  return texts(named, at)
}

function texts({ isConfigured }: Mentions, at: readonly string[]): string | null {
  if (at.length === 0) return isConfigured ? 'named by the configuration' : null
  return `named at ${listed(at, 3)}${isConfigured ? ' and by the configuration' : ''}`
}
