import type { Octokit } from '@octokit/rest'
import type { Caches } from './caches.ts'
import type { HiddenFields } from './hidden-fields.ts'

/** What every reading of GitHub needs: a client for the installation, who we are, and what is known already. */
export interface Reader {
  readonly octokit: Octokit
  /** Speaks as the App itself. */
  readonly app: Octokit
  readonly appId: number
  readonly caches: Caches
  /** Fields that GitHub hides from this installation. */
  readonly hidden: HiddenFields
  /** The App's own slug; null where GitHub does not tell. Asked once for the life of the process. */
  readonly slug: () => Promise<string | null>
}
