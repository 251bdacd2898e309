import type { FileAt } from '../facts/snapshot.ts'

/** A fact, or why it could not be read. What was not read never counts as fine. */
export type Seen<Value> =
  | { readonly kind: 'seen'; readonly value: Value }
  | { readonly kind: 'unseen'; readonly why: string }

/** The permissions and events of the App or an installation. */
export interface Grants {
  /** By name: `read` or `write`. */
  readonly permissions: Readonly<Record<string, string>>
  readonly events: readonly string[]
}

/** The App as GitHub returns it. */
export interface AppFacts extends Grants {
  readonly slug: string
  /** The page where its owner changes permissions and events. */
  readonly settingsUrl: string
}

/** The App as GitHub knows it, and the clock skew. */
export interface Identity {
  readonly app: Seen<AppFacts>
  /** Our clock minus GitHub's, in seconds; null without an answer of GitHub. */
  readonly clockSkewSeconds: number | null
}

/** The App's webhook configuration. */
export interface HookFacts {
  readonly url: string
  readonly contentType: string
  /** Whether GitHub verifies the server's certificate. */
  readonly verifiesTls: boolean
  readonly hasSecret: boolean
}

/** GitHub's delivery attempts, the newest first. */
export interface AttemptFacts {
  readonly event: string
  readonly at: string
  /** The HTTP status of the answer; 0 when there was none. */
  readonly status: number
}

/** An installation and its account. */
export interface InstallationFacts extends Grants {
  readonly id: number
  readonly account: string
  /** The page where the account accepts permissions and ends a suspension. */
  readonly settingsUrl: string
  readonly isSuspended: boolean
}

/** A rule that requires the check on a branch. `appId` is the App whose report counts; null accepts any. */
export type Requirement = { readonly appId: number | null } & (
  | {
      readonly by: 'ruleset'
      readonly id: number
      /** `repos/acme/rfcs` or `orgs/acme`. */
      readonly owner: string
    }
  | { readonly by: 'protection' }
)

/** A branch on which the check should be required. */
export interface BranchFacts {
  /** `acme/rfcs`. */
  readonly repository: string
  readonly branch: string
  /** All rules that require the check, from every source that could be read. */
  readonly requirements: readonly Requirement[]
  /** Why a source could not be read; null when all could. */
  readonly unseen: string | null
}

/** The configuration of a repository's default branch. */
export interface ConfigFacts {
  readonly repository: string
  readonly branch: string
  readonly file: FileAt
  /** All paths of the branch; null when they were not read. */
  readonly paths: Seen<readonly string[]> | null
}

/** What was read of one repository's default branch. */
export interface RepositoryFacts {
  readonly branch: BranchFacts
  readonly config: Seen<ConfigFacts>
}

/** Parts of the GraphQL schema that our documents use and an installation does not see. */
export interface SchemaFacts {
  /** The number of parts that are used. */
  readonly used: number
  /** By `Type.field`: the documents that use it. */
  readonly missing: ReadonlyMap<string, readonly string[]>
}

/** A pull request that was read as in an evaluation. */
export interface SampleFacts {
  /** `acme/rfcs#12`; null when there is no open pull request. */
  readonly pullRequest: string | null
  /** Points of GraphQL's quota. */
  readonly cost: number
  readonly milliseconds: number
  readonly quota: { readonly remaining: number; readonly limit: number } | null
}

/** The state of the database, read without changing it. */
export type DatabaseFacts =
  | {
      readonly kind: 'embedded'
      readonly directory: string
      /**
       * `in use`: a server holds it; `ready` is the answer of its `/readyz`, null without an answer. `to be upgraded`:
       * the version before left it, and the next start takes it over; `not upgradable`: without the package for that.
       */
      readonly state:
        | 'in use'
        | 'free'
        | 'not made yet'
        | 'not writable'
        | 'to be upgraded'
        | 'not upgradable'
      readonly ready: boolean | null
    }
  | {
      readonly kind: 'postgres'
      readonly isWritable: boolean
      /** Whether the tables exist. */
      readonly isPrepared: boolean
      /** Which App owns it and how to fix that; null when it is this App's or has no owner. */
      readonly conflict: string | null
    }

/** What was read of one installation. */
export interface InstallationReport {
  readonly installation: InstallationFacts
  readonly schema: Seen<SchemaFacts>
  readonly sample: Seen<SampleFacts>
  readonly repositories: Seen<{
    readonly looked: readonly RepositoryFacts[]
    /** Null when there may be more than were counted. */
    readonly total: number | null
  }>
}
