import type { Person } from '../facts/snapshot.ts'

/** An account as the documents ask for it (`fragment Account`). */
export interface AccountNode {
  readonly __typename: string
  readonly login: string
  readonly databaseId?: number | null
}

const TYPES: readonly string[] = [
  'User',
  'Bot',
  'Mannequin',
  'Organization',
  'EnterpriseUserAccount',
] satisfies Person['type'][]

/** The account behind something written; null where GitHub names none, or none that can be told from others (C5). */
export function personOf(account: AccountNode | null | undefined): Person | null {
  if (!account || typeof account.databaseId !== 'number' || !TYPES.includes(account.__typename)) return null
  return { id: account.databaseId, login: account.login, type: account.__typename as Person['type'] }
}
