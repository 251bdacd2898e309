import type { FileAt } from '../facts/snapshot.ts'

/** What was seen, or why it could not be: what nobody could look at is never taken for fine. */
export type Seen<Value> =
  | { readonly kind: 'seen'; readonly value: Value }
  | { readonly kind: 'unseen'; readonly why: string }

/** What an App, or one of its installations, may do and hears of. */
export interface Grants {
  /** Name → `read` or `write`. */
  readonly permissions: Readonly<Record<string, string>>
  readonly events: readonly string[]
}

/** The App as GitHub has it. */
export interface AppFacts extends Grants {
  readonly slug: string
  /** Where its owner changes what it asks for. */
  readonly settingsUrl: string
}

/** GitHub's answer to who we are, and what its clock says about ours. */
export interface Identity {
  readonly app: Seen<AppFacts>
  /** Ours less GitHub's, in seconds; null where GitHub gave no answer. */
  readonly clockSkewSeconds: number | null
}

/** Where and how GitHub delivers webhooks. */
export interface HookFacts {
  readonly url: string
  readonly contentType: string
  /** GitHub looks at our certificate. */
  readonly verifiesTls: boolean
  readonly hasSecret: boolean
}

/** How GitHub's newest attempts to deliver went, the newest first. */
export interface AttemptFacts {
  readonly event: string
  readonly at: string
  /** The HTTP status of our answer; 0 where there was none. */
  readonly status: number
}

/** An installation, by the account it is on. */
export interface InstallationFacts extends Grants {
  readonly id: number
  readonly account: string
  /** Where the account accepts permissions and ends a suspension. */
  readonly settingsUrl: string
  readonly isSuspended: boolean
}

/** What requires the check on a branch; `appId` is the App whose report counts, null lets anybody's count. */
export type Requirement = { readonly appId: number | null } & (
  | {
      readonly by: 'ruleset'
      readonly id: number
      /** `repos/acme/rfcs` or `orgs/acme`. */
      readonly owner: string
    }
  | { readonly by: 'protection' }
)

/** A branch whose merges the check is to block. */
export interface BranchFacts {
  /** `acme/rfcs`. */
  readonly repository: string
  readonly branch: string
  /** All requirements of the check on it, from every source that could be read. */
  readonly requirements: readonly Requirement[]
  /** Why not every source could be read; null: all were. */
  readonly unseen: string | null
}

/** The configuration of a repository's default branch. */
export interface ConfigFacts {
  readonly repository: string
  readonly branch: string
  readonly file: FileAt
  /** All paths of the branch; null where they were not asked for. */
  readonly paths: Seen<readonly string[]> | null
}

/** What one repository's default branch looks like. */
export interface RepositoryFacts {
  readonly branch: BranchFacts
  readonly config: Seen<ConfigFacts>
}

/** What of the schema our documents use is not there, as one installation sees it. */
export interface SchemaFacts {
  /** So many parts were looked for. */
  readonly used: number
  /** `Type.field` → the documents that use it. */
  readonly missing: ReadonlyMap<string, readonly string[]>
}

/** A pull request that was read as an evaluation reads it. */
export interface SampleFacts {
  /** `acme/rfcs#12`; null: there is no open pull request to read. */
  readonly pullRequest: string | null
  /** Points of GraphQL's quota. */
  readonly cost: number
  readonly milliseconds: number
  readonly quota: { readonly remaining: number; readonly limit: number } | null
}

/** The database, as far as it can be looked at without changing it. */
export type DatabaseFacts =
  | {
      readonly kind: 'embedded'
      readonly directory: string
      /** `in use`: a server holds it; `ready` says what its `/readyz` answered, null where nothing did. */
      readonly state: 'in use' | 'free' | 'not made yet' | 'not writable'
      readonly ready: boolean | null
    }
  | {
      readonly kind: 'postgres'
      readonly isWritable: boolean
      /** The server made its tables there. */
      readonly isPrepared: boolean
      /** Whose it is and what to do, where it belongs to another App; null: it is ours, or nobody's yet. */
      readonly conflict: string | null
    }

/** Everything that was looked at in one installation. */
export interface InstallationReport {
  readonly installation: InstallationFacts
  readonly schema: Seen<SchemaFacts>
  readonly sample: Seen<SampleFacts>
  readonly repositories: Seen<{
    readonly looked: readonly RepositoryFacts[]
    /** Null: there may be more than could be counted. */
    readonly total: number | null
  }>
}
