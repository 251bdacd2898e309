import type { Person } from '../facts/person.ts'
import type { AccountFragment } from './answers.generated.ts'

const TYPES: readonly Person['type'][] = ['User', 'Bot', 'Mannequin', 'Organization', 'EnterpriseUserAccount']

/** Returns the account behind a post; null when GitHub names none, or one without an id or of an unknown type (C5). */
export function personOf(account: Partial<AccountFragment> | null | undefined): Person | null {
  const { databaseId: id, login, __typename } = account ?? {}
  const type = TYPES.find((each) => each === __typename)
  return type && typeof id === 'number' && login !== undefined ? { id, login, type } : null
}
