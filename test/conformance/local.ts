import { apiOf } from '../../conformance/client.ts'
import { makeContact, type Surroundings } from '../../conformance/contact.ts'
import { type Recording, recordingOf } from '../../conformance/recording.ts'
import type { Step } from '../../conformance/step.ts'
import { makeSteps } from '../../conformance/suite.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type { Quirks } from '@rfc-alignment/emulator/world/quirks.ts'
import type { Repository } from '@rfc-alignment/emulator/world/state.ts'
import { APP_ID, aGitHub, aReceiver, PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'

export interface Wish {
  readonly quirks?: Partial<Quirks>
  readonly name?: string
  /** `ada` for a sandbox of a person; an organisation's when left out. */
  readonly owner?: 'acme' | 'ada'
  /** Only one person has a token. */
  readonly isAlone?: boolean
}

/** A local GitHub with a sandbox on it: its clock goes on with every request. */
export async function aSandbox({
  quirks = {},
  name = 'sandbox',
  owner = 'acme',
  isAlone = false,
}: Wish = {}) {
  const github = await aGitHub({ quirks: { reportsQuota: true, ...quirks } })
  for (const login of ['ada', 'mallory']) github.createUser(login)
  github.createOrganization('acme', { owners: ['ada'], members: ['mallory'] })
  const repository = github.createRepository({
    owner,
    name,
    private: true,
    collaborators: { mallory: 'write' },
  })
  github.onRequest(() => github.clock.advance(1))
  // Somebody takes the webhooks, so that their deliveries are listed.
  await aReceiver(github)
  const tokens = { ada: github.personalToken('ada'), mallory: github.personalToken('mallory') }
  const contact = (surroundings: Surroundings = {}) =>
    makeContact(
      apiOf(github.host, 'http'),
      { owner, repo: name },
      { appId: APP_ID, privateKey: PRIVATE_KEY, ...tokens, ...(isAlone && { mallory: null }) },
      { byHand: async () => deleteOldestRevision(github, repository), ...surroundings },
    )
  return { github, repository, tokens, contact }
}

/** Makes steps on a sandbox of their own; gives what would be recorded, and what could not be taken back. */
export async function madeOn(
  steps: readonly Step[],
  wish: Wish = {},
  surroundings: Surroundings = {},
): Promise<{ readonly recordings: readonly Recording[]; readonly left: readonly string[] }> {
  const { contact, tokens } = await aSandbox(wish)
  const { sandbox, exchanges, leave, secrets } = await contact(surroundings)
  const recordings: Recording[] = []
  for await (const made of makeSteps(steps, sandbox, exchanges)) {
    recordings.push(recordingOf(made, [tokens.ada, tokens.mallory, ...secrets()]))
  }
  return { recordings, left: await leave() }
}

/** What somebody does on the web page: no API takes a revision out of a text's history (GH-8). */
function deleteOldestRevision(github: LocalGitHub, repository: Repository): void {
  for (const pull of github.pulls(repository)) {
    for (const comment of github.comments(pull)) {
      const [oldest] = comment.revisions
      if (oldest) github.deleteRevision(comment, oldest, 'ada')
    }
  }
}
