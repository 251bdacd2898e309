import type { Login, UserId } from './ids.ts'

/** A GitHub account as returned with something it wrote. */
export interface Person {
  readonly id: UserId
  readonly login: Login
  readonly type: 'User' | 'Bot' | 'Mannequin' | 'Organization' | 'EnterpriseUserAccount'
}
