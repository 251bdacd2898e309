import type { Hint } from './model/parsed-post.ts'

/** Commands of other tools and their counterparts here (C9). They change nothing. */
const MEANT: Readonly<Record<string, Extract<Hint, { kind: 'other tool' }>['meant']>> = {
  '/approve': 'commit',
  '/lgtm': 'commit',
  '/ack': 'commit',
  '/hold': 'object',
  '/concern': 'object',
  '/nack': 'object',
  '/block': 'object',
  '/veto': 'object',
}
const WORD = /^\/[a-z]+(?=[\s.,;:!]|$)/i
const CANCELLED = /^\s+cancel(?=[\s.,;:!]|$)/i

/** Returns the command of another tool on a line. */
export function otherToolsWord(line: string): readonly Hint[] {
  const written = WORD.exec(line)?.[0] ?? ''
  const word = written.toLowerCase()
  const meant = Object.hasOwn(MEANT, word) ? MEANT[word] : undefined
  if (meant === undefined) return []
  const cancel = CANCELLED.exec(line.slice(written.length))?.[0] ?? ''
  const cancelled = meant === 'commit' ? 'withdraw' : 'heard'
  return [{ kind: 'other tool', meant: cancel === '' ? meant : cancelled, written: `${written}${cancel}` }]
}

/** Returns the `+1` or `LGTM` that is the whole post. */
export function otherToolsPost(text: string): readonly Hint[] {
  const written = /^\s*(\+1|lgtm)[\s.!]*$/i.exec(text)?.[1]
  return written === undefined ? [] : [{ kind: 'other tool', meant: 'commit', written }]
}
