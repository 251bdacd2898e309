import { describe, expect, it } from 'vitest'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { fold } from '../../src/ledger/fold.ts'
import { encode } from '../../src/ledger/encode.ts'
import { decode } from '../../src/ledger/decode.ts'
import { shownPart } from '../../src/ledger/shown.ts'
import {
  ADA,
  command,
  consentsIn,
  EVE,
  ledgerOf,
  LINUS,
  person,
  post,
  SECRET,
  sight,
  SRE,
  team,
  time,
} from './told.ts'

const VISIBLE = new Set([SRE])
const SEEN = { at: time(4), seen: time(4), from: 'payload' } as const

function shown(...entries: readonly Entry[]): readonly Entry[] {
  return shownPart(append(NO_LEDGER, entries), VISIBLE).entries
}

describe('L3: what every reader may know', () => {
  it('is membership of visible teams only; of a team that is not known to be visible nothing', () => {
    const entry = (of: number): Entry => ({
      kind: 'membership',
      ...SEEN,
      team: of,
      person: EVE,
      isMember: true,
    })
    expect(shown(entry(SRE), entry(SECRET), entry(99))).toEqual([entry(SRE)])
    const both = post(5, EVE, ['commit'], { firstSight: sight(5, { teams: [SRE, SECRET] }) })
    expect(shown(both)).toMatchObject([{ firstSight: { teams: [SRE] } }])
  })

  it('is no role, but that somebody who used a command for maintainers was one', () => {
    expect(shown({ kind: 'role', ...SEEN, person: EVE, isMaintainer: true })).toEqual([])
    const maintainer = { firstSight: sight(5, { isMaintainer: true }) }
    expect(shown(post(5, EVE, ['object'], maintainer))).toMatchObject([
      { firstSight: { isMaintainer: null } },
    ])
    const release = command('release', { names: [person(LINUS)] })
    expect(shown(post(5, EVE, [release], maintainer))).toMatchObject([{ firstSight: { isMaintainer: true } }])
    const stranger = { firstSight: sight(5, { isMaintainer: false }) }
    expect(shown(post(5, EVE, [release], stranger))).toMatchObject([{ firstSight: { isMaintainer: null } }])
  })

  it('does not tell of a secret team’s member by keeping what they consented to; that is posted again', () => {
    const add = post(4, ADA, [command('add', { names: [team(SECRET)] })])
    const member = post(5, EVE, ['commit'], { firstSight: sight(5, { teams: [SECRET] }) })
    const ledger = ledgerOf(add, member, post(6, ADA, ['commit']))
    expect(consentsIn(fold(ledger))).toEqual([`${ADA} committed a`, `${EVE} committed a`])
    const copy = encode(ledger, VISIBLE)
    const decoded = decode(copy.text ?? '', copy.trace)
    if (decoded.kind !== 'ledger') throw new Error(decoded.why)
    expect(consentsIn(fold(decoded.ledger))).toEqual([`${ADA} committed a`])
    expect(JSON.stringify(decoded.ledger)).not.toContain(`:${EVE}`)
  })
})
