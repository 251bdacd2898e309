import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'

/** Measures from a comment to the write of a check run that arrives for it. */
export interface Arrivals {
  /** A comment is being posted in that repository of acme. */
  readonly began: (repository: string) => void
  /** Ends the measurement. Returns the milliseconds of each comment; throws when a comment has no check. */
  readonly stop: () => readonly number[]
}

interface Waiting {
  readonly since: number
  isRead: boolean
}

/**
 * Makes every call of the local GitHub take so many milliseconds, and measures by the arrival of writes there: no
 * polling. A write belongs to all comments that were read before it.
 */
export function arrivalsOf(github: LocalGitHub, latencyMs: number): Arrivals {
  const waiting = new Map<string, Waiting[]>()
  const taken: number[] = []
  const stop = github.onRequest(({ method, path, operation, body }) => {
    const variables = (body as { variables?: { repo?: string } } | null)?.variables
    const repository = variables?.repo ?? /^\/repos\/acme\/([^/]+)/.exec(path)?.[1] ?? ''
    const here = waiting.get(repository) ?? []
    if (method !== 'GET' && path.includes('/check-runs')) {
      const now = performance.now()
      for (const { since } of here.filter(({ isRead }) => isRead)) taken.push(now - since)
      waiting.set(
        repository,
        here.filter(({ isRead }) => !isRead),
      )
    }
    return {
      ...(latencyMs > 0 && { delay: latencyMs }),
      // What is answered now is what has been posted by now.
      ...(operation !== undefined && {
        alter: (answer) => {
          for (const comment of waiting.get(repository) ?? []) comment.isRead = true
          return answer
        },
      }),
    }
  })
  return {
    began: (repository) => {
      const here = waiting.get(repository) ?? []
      here.push({ since: performance.now(), isRead: false })
      waiting.set(repository, here)
    },
    stop: () => {
      stop()
      const left = [...waiting.values()].flat().length
      if (left > 0) throw new Error(`${left} commands changed no check`)
      return taken
    },
  }
}
