import type { Octokit } from '@octokit/rest'
import type { Caches } from './caches.ts'
import type { HiddenFields } from './hidden-fields.ts'

/** What every read needs: a client for the installation, the App's identity, and the caches. */
export interface Reader {
  readonly octokit: Octokit
  /** Speaks as the App itself. */
  readonly app: Octokit
  readonly appId: number
  readonly caches: Caches
  /** Fields that GitHub hides from this installation. */
  readonly hidden: HiddenFields
  /** The App's own slug; null when GitHub does not return it. Read once per process. */
  readonly slug: () => Promise<string | null>
}
