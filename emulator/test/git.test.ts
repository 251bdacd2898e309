import { expect, test } from 'vitest'
import { GitStore } from '../git/git-store.ts'
import { diff } from '../git/diff.ts'
import { commitsBetween, mergeBase } from '../git/history.ts'
import { mergeTrees } from '../git/merge.ts'
import { type Changes, writeFiles } from '../acts/changes.ts'

function tree(git: GitStore, files: Changes) {
  return writeFiles(git, new Map(), files)
}

function commit(git: GitStore, files: Changes, parents: string[] = [], seconds = 1_700_000_000): string {
  const who = { name: 'Ada', email: 'ada@example.org', seconds }
  return git.writeCommit({
    tree: git.writeTree(tree(git, files)),
    parents,
    author: who,
    committer: who,
    message: 'one',
  }).oid
}

test('blobs, trees and commits have the ids that git gives them', () => {
  const git = new GitStore()
  expect(git.writeBlob(Buffer.from(''))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391')
  expect(git.writeTree(new Map())).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904')
  const files = tree(git, {
    'a.md': 'hello\n',
    'a/b.md': 'b\n',
    'a-c': { mode: '100755', content: '#!/bin/sh\n' },
    link: { mode: '120000', content: 'a.md' },
  })
  expect(git.writeTree(files)).toBe('689e64c4b1d3dc7cd9ecf1c2167a91f8475e098d')
  const who = { name: 'Ada', email: 'ada@example.org', seconds: 1_700_000_000 }
  const made = git.writeCommit({
    tree: git.writeTree(files),
    parents: [],
    author: who,
    committer: who,
    message: 'one',
  })
  expect(made.oid).toBe('baaa122d2c84dc7a57e0582e2bfa0eab4625bb93')
})

test('a file that moved and changed a little is a rename with its old path', () => {
  const git = new GitStore()
  const text = Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n')
  const before = tree(git, { 'rfcs/1.md': text, 'b.md': 'b' })
  const after = tree(git, { 'docs/1.md': `${text}\nmore`, 'c.md': 'something else' })
  expect(
    diff(git, before, after).map(({ status, path, previousPath }) => [status, path, previousPath]),
  ).toEqual([
    ['removed', 'b.md', undefined],
    ['added', 'c.md', undefined],
    ['renamed', 'docs/1.md', 'rfcs/1.md'],
  ])
})

test('a link in the place of a file is a change of kind, an executable bit is not', () => {
  const git = new GitStore()
  const before = tree(git, { a: 'x', b: 'x' })
  const after = tree(git, { a: { mode: '120000', content: 'b' }, b: { mode: '100755', content: 'x' } })
  expect(diff(git, before, after).map(({ status }) => status)).toEqual(['changed', 'modified'])
})

test('the merge base is where two branches parted, after a merge of the base as well', () => {
  const git = new GitStore()
  const root = commit(git, { a: '1' })
  const main = commit(git, { a: '2' }, [root], 1_700_000_001)
  const branch = commit(git, { a: '1', b: '1' }, [root], 1_700_000_002)
  expect(mergeBase(git, main, branch)).toBe(root)
  const merged = commit(git, { a: '2', b: '1' }, [branch, main], 1_700_000_003)
  expect(mergeBase(git, main, merged)).toBe(main)
  expect(commitsBetween(git, main, merged).map(({ oid }) => oid)).toEqual([branch, merged])
})

test('changes in different places of one file merge, changes in the same place conflict', () => {
  const git = new GitStore()
  const base = tree(git, { f: 'a\nb\nc\nd\ne\n' })
  const ours = tree(git, { f: 'A\nb\nc\nd\ne\n' })
  const theirs = tree(git, { f: 'a\nb\nc\nd\nE\nf\n' })
  const merged = mergeTrees(git, base, ours, theirs)
  expect(merged.conflicts).toEqual([])
  expect(git.blob(merged.files.get('f')!.oid)?.toString()).toBe('A\nb\nc\nd\nE\nf\n')
  expect(mergeTrees(git, base, ours, tree(git, { f: 'X\nb\nc\nd\ne\n' })).conflicts).toEqual(['f'])
})
