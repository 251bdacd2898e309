import type {
  AttemptFacts,
  BranchFacts,
  HookFacts,
  Identity,
  InstallationFacts,
  SampleFacts,
  SchemaFacts,
  Seen,
} from '../doctor/facts.ts'
import type { CommitSha, InstallationId } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import { createCaches } from './caches.ts'
import { hiddenFields } from './hidden-fields.ts'
import { type ClientOptions, createClients } from './clients.ts'
import { readAttempts, readHook, readIdentity, readInstallations, readVersion } from './examine-app.ts'
import {
  type BranchPlace,
  type ExaminedRepository,
  readBranch,
  readPaths,
  readRepositories,
} from './examine-repositories.ts'
import { readSample } from './examine-sample.ts'
import { readSchema } from './examine-schema.ts'

/** GitHub as `doctor` looks at it. It writes nothing, and says of what it could not see why. */
export interface Examination {
  readonly identity: () => Promise<Identity>
  readonly hook: () => Promise<Seen<HookFacts>>
  readonly attempts: () => Promise<Seen<readonly AttemptFacts[]>>
  readonly installations: (
    account: string | null,
  ) => Promise<Seen<{ readonly installations: readonly InstallationFacts[]; readonly areAll: boolean }>>
  readonly version: (installationId: InstallationId) => Promise<Seen<string | null>>
  readonly schema: (installationId: InstallationId) => Promise<Seen<SchemaFacts>>
  readonly repositories: (
    installationId: InstallationId,
    most: number,
  ) => Promise<Seen<{ readonly repositories: readonly ExaminedRepository[]; readonly total: number }>>
  readonly branch: (installationId: InstallationId, place: BranchPlace) => Promise<BranchFacts>
  readonly paths: (repository: RepositoryReference, commit: CommitSha) => Promise<Seen<readonly string[]>>
  readonly sample: (
    installationId: InstallationId,
    repositories: readonly RepositoryReference[],
  ) => Promise<Seen<SampleFacts>>
}

/** Opens clients of its own, so that nothing that is measured is mixed with what evaluations ask for. */
export function openExamination(
  options: ClientOptions & { readonly webUrl: string; readonly now: () => number },
): Examination {
  const { appId, webUrl, now } = options
  const { app, of } = createClients(options)
  return {
    identity: () => readIdentity(app, webUrl, now),
    hook: () => readHook(app),
    attempts: () => readAttempts(app),
    installations: (account) => readInstallations(app, account),
    version: (installationId) => readVersion(of(installationId)),
    schema: (installationId) => readSchema(of(installationId)),
    repositories: (installationId, most) => readRepositories(of(installationId), installationId, most),
    branch: (installationId, place) => readBranch(of(installationId), place),
    paths: (repository, commit) => readPaths(of(repository.installationId), repository, commit),
    sample: (installationId, repositories) => {
      // The client of these reads is made to ask for their cost, so that it must be one of its own.
      const { app: own, of: ofOwn } = createClients(options)
      const reader = {
        octokit: ofOwn(installationId),
        app: own,
        appId,
        caches: createCaches(),
        slug: async () => null,
        hidden: hiddenFields(),
      }
      return readSample(reader, repositories)
    },
  }
}
