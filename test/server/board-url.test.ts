import { expect, it } from 'vitest'
import { boardUrl } from '../../src/server/board-url.ts'

const REFERENCE = { owner: 'acme', repo: 'rfcs', number: 7 }
const PUBLIC_URL = 'https://rfcs.test'
const OAUTH = { clientId: 'id', clientSecret: 'secret' }

it.each([
  ['sign-in', { publicUrl: PUBLIC_URL, oauth: OAUTH, isBoardPublic: false }, true, true],
  ['a public board', { publicUrl: PUBLIC_URL, oauth: null, isBoardPublic: true }, false, true],
  [
    'a public board and a private repository',
    { publicUrl: PUBLIC_URL, oauth: null, isBoardPublic: true },
    true,
    false,
  ],
  ['no board', { publicUrl: PUBLIC_URL, oauth: null, isBoardPublic: false }, false, false],
  ['no PUBLIC_URL', { publicUrl: null, oauth: OAUTH, isBoardPublic: true }, false, false],
])('with %s a pull request has a page on the board, or not', (_, settings, isPrivate, hasPage) => {
  expect(boardUrl(settings, REFERENCE, isPrivate)).toBe(hasPage ? `${PUBLIC_URL}/rfcs/acme/rfcs/7` : null)
})
