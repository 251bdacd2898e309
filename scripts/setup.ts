import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { newRulesetCommand } from '../src/doctor/require-check.ts'
import { registrationUrl } from './registration-url.ts'

const USAGE = `npm run setup -- --url https://rfc.example.com [--organization acme] [--github https://ghe.example.com]`

/**
 * Prints how to register the App, step by step. It makes no network request and writes no file. The server
 * has no set-up pages; Probot's would accept credentials from any visitor.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      organization: { type: 'string' },
      github: { type: 'string', default: 'https://github.com' },
    },
  })
  const { url, organization, github } = values
  for (const [name, address] of Object.entries({ url, github })) {
    if (address === undefined) throw new Error(`--${name} is not given; expected an address`)
    if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
      throw new Error(
        `--${name} is ${JSON.stringify(address)}; expected an address that begins with https://`,
      )
    }
  }
  const form = registrationUrl({ github, organization: organization ?? null, url: url as string })
  console.log(`To register the App:

1. Open this page, signed in as an owner of ${organization ?? 'the account that will own it'}. What it asks for is from app.yml.

${form}

2. Give it this webhook secret. It was made just now, for you, and is kept nowhere else.

${randomBytes(32).toString('hex')}

3. Press "Create GitHub App", then "Generate a private key", and keep the file where only the server reads it.
4. Start the server with what that page shows: APP_ID, PRIVATE_KEY_PATH, WEBHOOK_SECRET. See docs/operating.md.
5. Install the App and open a pull request: it gets its check at once.
6. Require that check, from this App alone, on each branch that RFCs are merged into. With the repository, the branch and APP_ID put in:

${newRulesetCommand({ repository: `${organization ?? 'OWNER'}/REPOSITORY`, branch: 'main', appId: 0 }).replace('"integration_id": 0', '"integration_id": APP_ID')}

   A classic branch protection does as well: docs/guides/require-the-check.md has both ways.
7. Run "npm run doctor" with the server's environment: it looks whether all of this is so.`)
}

try {
  main()
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}.\n\n${USAGE}`)
  process.exitCode = 1
}
