import type { Quirks } from '@rfc-alignment/emulator/world/quirks.ts'
import { apiOf } from '../../conformance/client.ts'
import { makeContact } from '../../conformance/contact.ts'
import { type Recording, recordingOf } from '../../conformance/recording.ts'
import type { Step } from '../../conformance/step.ts'
import { makeSteps } from '../../conformance/suite.ts'
import { APP_ID, aGitHub, PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'

/** A local GitHub with a sandbox on it: its clock goes on with every request. */
export async function aSandbox(quirks: Partial<Quirks> = {}, name = 'sandbox') {
  const github = await aGitHub({ quirks: { tellsLimits: true, ...quirks } })
  for (const login of ['ada', 'mallory']) github.createUser(login)
  github.createOrganization('acme', { owners: ['ada'], members: ['mallory'] })
  const repository = github.createRepository({
    owner: 'acme',
    name,
    private: true,
    collaborators: { mallory: 'write' },
  })
  github.onRequest(() => github.clock.advance(1))
  const tokens = { ada: github.personalToken('ada'), mallory: github.personalToken('mallory') }
  const contact = () =>
    makeContact(
      apiOf(github.host, 'http'),
      { owner: 'acme', repo: name },
      { appId: APP_ID, privateKey: PRIVATE_KEY, ...tokens },
    )
  return { github, repository, tokens, contact }
}

/** Makes steps on a sandbox of their own; gives what would be recorded, and what could not be taken back. */
export async function madeOn(
  steps: readonly Step[],
  quirks: Partial<Quirks> = {},
): Promise<{ readonly recordings: readonly Recording[]; readonly left: readonly string[] }> {
  const { contact, tokens } = await aSandbox(quirks)
  const { sandbox, exchanges, leave, secrets } = await contact()
  const recordings: Recording[] = []
  for await (const made of makeSteps(steps, sandbox, exchanges)) {
    recordings.push(recordingOf(made, [tokens.ada, tokens.mallory, ...secrets()]))
  }
  return { recordings, left: await leave() }
}
