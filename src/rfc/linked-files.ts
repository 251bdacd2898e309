import { dirname, join } from 'node:path/posix'
import { isMarkdown } from '../config/rfc-paths.ts'
import type { CommitSha } from '../facts/ids.ts'
import { fileKey } from '../facts/keys.ts'
import { type Case, oncePerCase } from './case.ts'
import { changesOf } from './changed-files.ts'
import { type DocumentAt, rfcAt, sortedAt } from './documents-at.ts'
import { documentOf } from './texts.ts'
import type { Version } from './versions.ts'

/** As many files may be reached from one document, over as many steps; beyond, what people committed to is unknown. */
export const MOST_LINKED = 300
export const MOST_STEPS = 10

type Follow = (from: { readonly path: string; readonly links: readonly string[] }) => readonly string[] | null

/**
 * Follows links at a commit and returns the files of the pull request that they lead to, and those that these link to
 * in turn, nearest first (F2). RFC documents are left out: they count by themselves, without their names. Null where
 * there are more than `MOST_LINKED`, or some more than `MOST_STEPS` away.
 */
export function linksAt(theCase: Case, commit: CommitSha): Follow {
  const isOfPullRequest = changedAt(theCase, commit)
  return (from) => {
    const found = new Set<string>()
    let pages = [from]
    for (let step = 1; pages.length > 0; step++) {
      const targets = new Set(
        pages.flatMap(targetsOf).filter((path) => isOfPullRequest(path) && !found.has(path)),
      )
      if (targets.size > 0 && (step > MOST_STEPS || found.size + targets.size > MOST_LINKED)) return null
      for (const target of targets) found.add(target)
      pages = [...targets].map((path) => ({ path, links: linksIn(theCase, commit, path) }))
    }
    return [...found]
  }
}

/** Returns all files that the documents at a version link to (F2); a document that links to too many adds none. */
export function linkedAt(theCase: Case, version: Version): readonly string[] {
  const { commit } = version
  const rfc = rfcAt(theCase, version)
  if (rfc.kind !== 'read' || commit === null) return []
  const follow = linksAt(theCase, commit)
  const linked = rfc.documents.flatMap((document) => {
    if (document.kind !== 'read' || document.path === null) return []
    const links = document.parsed.parts.flatMap((part) => part.links)
    const attached = attachedPages(theCase, document, commit).map((page) => follow(page) ?? [])
    return [...(follow({ path: document.path, links }) ?? []), ...attached.flat()]
  })
  return [...new Set(linked)]
}

/** Returns the attachments of a document with the links in them (F2). */
export function attachedPages(
  theCase: Case,
  { attachments }: Extract<DocumentAt, { readonly kind: 'read' }>,
  commit: CommitSha,
): readonly { readonly path: string; readonly links: readonly string[] }[] {
  return attachments.map(({ path }) => ({ path, links: linksIn(theCase, commit, path) }))
}

/** Whether the pull request changes a file, at a commit; where a file was moved away, that it is gone counts. */
const changedAt = oncePerCase((theCase, commit: CommitSha): ((path: string) => boolean) => {
  const { snapshot } = theCase
  const changes = changesOf(snapshot, commit)
  if (changes.kind === 'unreadable') return () => false
  const sorted = sortedAt(theCase, commit)
  const documents = new Set(sorted.documents.map(({ path }) => path))
  const changed = new Set(
    changes.files.flatMap(({ path, previousPath, change }) =>
      change === 'renamed' && previousPath !== null ? [path, previousPath] : [path],
    ),
  )
  return (path) => changed.has(path) && !documents.has(path)
})

function targetsOf({ path, links }: { readonly path: string; readonly links: readonly string[] }) {
  return links.map((link) => join(link.startsWith('/') ? '' : dirname(path), link).replace(/^\//, ''))
}

function linksIn({ snapshot, texts }: Case, commit: CommitSha, path: string): readonly string[] {
  const file = snapshot.files.get(fileKey(commit, path))
  if (file?.kind !== 'text' || !isMarkdown(path)) return []
  const parsed = documentOf(texts, file.text)
  return parsed.kind === 'document' ? parsed.parts.flatMap(({ links }) => links) : []
}
