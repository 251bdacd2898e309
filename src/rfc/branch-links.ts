import { decodedPath } from '../documents/markdown/html-targets.ts'
import type { Problem } from '../facts/problem.ts'
import { quoted } from '../facts/quoted.ts'
import type { Case } from './case.ts'
import { rfcAt } from './documents-at.ts'

/**
 * Returns a notice for each link to a file on a branch of this repository: its target can change after people committed
 * (F2).
 */
export function branchLinks(theCase: Case): readonly Problem[] {
  const rfc = rfcAt(theCase, theCase.current)
  if (rfc.kind === 'unreadable') return []
  return rfc.documents.flatMap((document) => {
    if (document.kind !== 'read') return []
    const { parsed, path } = document
    return parsed.parts
      .flatMap(({ movable }) => movable)
      .filter(({ address }) => leadsToBranch(address, theCase.snapshot.repository.url))
      .map(
        ({ address, line }): Problem => ({
          source: 'document',
          message: `${quoted(address)} links to a branch, so its target can change after people committed. Link to the file by its path in the repository, or at a commit.`,
          place: { path, line },
        }),
      )
  })
}

/**
 * Returns whether an address leads to a file of a repository at a branch or tag: its page, the file itself, or the raw
 * host, which is `raw.githubusercontent.com` on github.com and `raw.HOST` or `HOST/raw` elsewhere. An address at a
 * commit never changes.
 */
export function leadsToBranch(address: string, repositoryUrl: string): boolean {
  const base = new URL(repositoryUrl)
  if (!URL.canParse(address, repositoryUrl)) return false
  const { host, pathname } = new URL(address, repositoryUrl)
  const repository = base.pathname.toLowerCase().replace(/\/$/, '')
  const path = decodedPath(pathname).toLowerCase()
  const places = [
    ...(host === base.host ? [`${repository}/blob/`, `${repository}/raw/`, `/raw${repository}/`] : []),
    ...(rawHosts(base.host).has(host) ? [`${repository}/`, `/media${repository}/`] : []),
  ]
  return places.some((place) => path.startsWith(place) && !/^[0-9a-f]{40}\//.test(path.slice(place.length)))
}

function rawHosts(host: string): ReadonlySet<string> {
  const ofGitHub = ['raw.githubusercontent.com', 'media.githubusercontent.com']
  return new Set([`raw.${host}`, `media.${host}`, ...(host === 'github.com' ? ofGitHub : [])])
}
