import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isMap, isSeq, parseDocument } from 'yaml'

const manifest = parseDocument(readFileSync('app.yml', 'utf8'))

test('the App asks for these permissions and no others', () => {
  expect(manifest.toJS().default_permissions).toEqual({
    checks: 'write',
    contents: 'read',
    issues: 'write',
    members: 'read',
    merge_queues: 'read',
    metadata: 'read',
    pull_requests: 'write',
    statuses: 'write',
  })
})

test('the App listens to these events and no others', () => {
  expect(manifest.toJS().default_events).toEqual([
    'check_run',
    'check_suite',
    'issue_comment',
    'member',
    'membership',
    'merge_group',
    'pull_request',
    'pull_request_review',
    'pull_request_review_comment',
    'push',
    'repository',
    'team',
  ])
})

test('the App is private to the account that owns it', () => {
  expect(manifest.toJS().public).toBe(false)
})

test('each permission has its reason written above it', () => {
  const permissions = manifest.get('default_permissions')
  if (!isMap(permissions)) throw new Error('app.yml has no map of default_permissions')
  // The comment above the first entry of a map belongs, for the parser, to the map itself.
  const reasons = permissions.items.map(({ key }, at) =>
    at === 0 ? permissions.commentBefore : (key as { commentBefore?: string }).commentBefore,
  )
  expect(reasons.every((reason) => reason != null && reason.trim() !== '')).toBe(true)
})

test('the events are a list that GitHub can read', () => {
  expect(isSeq(manifest.get('default_events'))).toBe(true)
  expect(manifest.errors).toEqual([])
})
