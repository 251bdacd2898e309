import { expect, it } from 'vitest'
import { baseNameOf, evaluationKey, type GroupReference, isGroupKey } from '../../src/facts/reference.ts'

const place = { installationId: 1, repositoryId: 7, owner: 'acme', repo: 'rfcs' }
const group = (baseRef: string): GroupReference => ({
  ...place,
  kind: 'merge-group',
  headSha: '0123456789abcdef0123456789abcdef01234567',
  baseRef,
})

it('keys evaluations by repository id, so a renamed repository keeps them', () => {
  const pull = { ...place, kind: 'pull-request', number: 12 } as const
  expect(evaluationKey(pull)).toBe('7/12')
  expect(evaluationKey({ ...pull, owner: 'other', repo: 'renamed' })).toBe('7/12')
  expect(evaluationKey(group('refs/heads/main'))).toBe('7/0123456789abcdef0123456789abcdef01234567')
})

it('distinguishes evaluations of merge groups by their key (TH-122)', () => {
  expect(isGroupKey(evaluationKey(group('refs/heads/main')))).toBe(true)
  expect(
    ['7/12', '7/1234567890123456789012345678901234567890a', '7/0123456789abcdef'].map(isGroupKey),
  ).toEqual([false, false, false])
})

it.each([
  ['refs/heads/main', 'main'],
  ['refs/heads/release/2', 'release/2'],
  ['main', 'main'],
  ['x/refs/heads/main', 'x/refs/heads/main'],
])('a group for %s goes into %s', (ref, branch) => {
  expect(baseNameOf(group(ref))).toBe(branch)
})
