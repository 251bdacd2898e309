import type { Person } from '../facts/snapshot.ts'
import type { AccountFragment } from './answers.generated.ts'

const TYPES: readonly Person['type'][] = ['User', 'Bot', 'Mannequin', 'Organization', 'EnterpriseUserAccount']

/** The account behind something written; null where GitHub names none, or none that can be told from others (C5). */
export function personOf(account: Partial<AccountFragment> | null | undefined): Person | null {
  const { databaseId: id, login, __typename } = account ?? {}
  const type = TYPES.find((each) => each === __typename)
  return type && typeof id === 'number' && login !== undefined ? { id, login, type } : null
}
