import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  newRulesetCommand,
  pinInProtectionCommand,
  pinInRulesetCommand,
} from '../../src/doctor/require-check.ts'

const guide = readFileSync('docs/guides/require-the-check.md', 'utf8')
const required = { repository: 'acme/rfcs', branch: 'main', appId: 12345 }

test('the guide gives the commands that doctor gives', () => {
  expect(guide).toContain(newRulesetCommand(required))
  expect(guide).toContain(pinInRulesetCommand(required, { owner: 'repos/acme/rfcs', id: 42 }))
  expect(guide).toContain(pinInProtectionCommand(required))
})

test('a branch with a slash, a quote or a dollar in its name is named as it is', () => {
  const odd = { ...required, branch: `re/"it's"$x` }
  const [, json] = /<<'JSON'\n([\s\S]*)\nJSON$/.exec(newRulesetCommand(odd)) ?? []
  expect(JSON.parse(json ?? '')).toMatchObject({
    conditions: { ref_name: { include: [`refs/heads/re/"it's"$x`] } },
    rules: [
      {
        parameters: {
          required_status_checks: [{ context: `RFC alignment: re/"it's"$x`, integration_id: 12345 }],
        },
      },
    ],
  })
  expect(pinInProtectionCommand(odd)).toContain(
    `repos/acme/rfcs/branches/re%2F%22it%27s%22%24x/protection/required_status_checks`,
  )
  expect(pinInProtectionCommand(odd)).toContain(`--arg check 'RFC alignment: re/"it'\\''s"$x'`)
})
