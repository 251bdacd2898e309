import { createHash } from 'node:crypto'
import type { Entry } from '../../src/ledger/entry.ts'
import { command, edit, header, post, removal, sight, SRE, team, time } from './told.ts'

const POSTS = 5000
const PEOPLE = 200
const HEADS = 200
const WORDS = ['commit', 'commit', 'align', 'object', 'heard', 'disagree-commit', 'withdraw'] as const

/** An id without a pattern, as Git and GitHub make them. */
function hex(of: string, length = 40): string {
  return createHash('sha256').update(of).digest('hex').slice(0, length)
}

/**
 * A year-long RFC: 5,000 posts by 200 stakeholders, half of the posts with a command, over 200 heads with a text each;
 * one post in fifty edited, one in a hundred deleted.
 */
export function largeEvidence(): readonly Entry[] {
  const people = Array.from({ length: PEOPLE }, (_, index) => 10_000_000 + index * 7919)
  const names = [...people.map((id) => ({ kind: 'person' as const, person: id })), team(SRE)]
  const heads = Array.from({ length: HEADS }, (_, index): readonly Entry[] => {
    const at = 10 + index * 10_000
    const evidence = { at: time(at), seen: time(at + 1), from: 'payload' as const }
    const commit = hex(`commit ${index}`)
    const material = hex(`material ${index}`, 16)
    return [
      {
        kind: 'tip',
        ...evidence,
        commit,
        before: index ? hex(`commit ${index - 1}`) : null,
        how: 'pushed',
        isReady: true,
      },
      { kind: 'head', ...evidence, at: time(at + 2), run: 30_000_000_000 + index * 3571, commit },
      {
        kind: 'text',
        ...evidence,
        commit,
        version: 1,
        files: [{ path: hex('path', 16), blob: hex(`blob ${index}`) }],
        names,
        material,
        problem: hex('problem', 16),
      },
    ]
  }).flat()
  return [header(), ...heads, ...Array.from({ length: POSTS }, (_, index) => postOf(index, people)).flat()]
}

function postOf(index: number, people: readonly number[]): readonly Entry[] {
  const at = 100 + index * 397 + (Number.parseInt(hex(`time ${index}`, 4), 16) % 390)
  const author = people[(index * 37) % PEOPLE] as number
  const word = WORDS[index % WORDS.length] as (typeof WORDS)[number]
  const line = hex(`line ${index}`, 16)
  const said = index % 2 === 0 ? [command(word, { line })] : []
  const first = post(at, author, said, {
    post: `comment-${2_400_000_000 + index * 90_000 + (Number.parseInt(hex(`id ${index}`, 8), 16) % 90_000)}`,
    seen: time(at + 1),
    firstSight: sight(at + 1, { teams: index % 5 === 0 ? [SRE] : [] }),
  })
  return [
    first,
    ...(index % 50 === 0 ? [edit(at + 60, first, [...said, command('answer', { about: [1] })])] : []),
    ...(index % 100 === 0 ? [removal(at + 90, first, people[0] as number)] : []),
    // A complete read after each post.
    {
      kind: 'tip',
      at: time(at + 2),
      seen: time(at + 2),
      from: 'read',
      commit: hex(`commit ${Math.min(HEADS - 1, Math.floor((at + 2 - 10) / 10_000))}`),
      before: null,
      how: 'shown',
      isReady: true,
    },
  ]
}
