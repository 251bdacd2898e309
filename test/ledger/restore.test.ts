import { describe, expect, it } from 'vitest'
import { append, type Ledger, NO_LEDGER } from '../../src/ledger/append.ts'
import { decode, type Decoded } from '../../src/ledger/decode.ts'
import type { Trace } from '../../src/facts/external-id.ts'
import { encode } from '../../src/ledger/encode.ts'
import { fold } from '../../src/ledger/fold.ts'
import { type Found, restore } from '../../src/ledger/restore.ts'
import {
  ADA,
  AUTHOR,
  command,
  commit,
  consentsIn,
  EVE,
  GRACE,
  header,
  ledgerOf,
  LINUS,
  person,
  post,
  removal,
  SECRET,
  sight,
  SRE,
  time,
} from './told.ts'

const BEGINNING = {
  at: time(100),
  opened: time(0),
  rules: 1,
  author: AUTHOR,
  commits: [commit('a'), commit('b')],
}

const COMMIT = post(5, ADA, ['commit'])
const OBJECT = post(6, LINUS, ['object'])
const YOUNG = ledgerOf(COMMIT)
const WHOLE = append(YOUNG, [OBJECT, post(7, LINUS, ['heard'])])

function run(ledger: Ledger): { copy: Decoded; trace: Trace } {
  const encoded = encode(ledger, new Set([SRE]))
  const copy = decode(encoded.text ?? '', encoded.trace)
  return { copy, trace: encoded.trace }
}

function restored(found: Partial<Found>) {
  return restore({ own: null, copies: [], traces: [], isFormer: false, ...found }, BEGINNING)
}

describe('L3: restoring a ledger', () => {
  it('keeps what the database has', () => {
    const { trace } = run(WHOLE)
    const { how, ledger } = restored({ own: WHOLE, traces: [trace] })
    expect([how, ledger]).toEqual(['whole', WHOLE])
  })

  it('takes a copy that is as long as its trace, and joins what the database has', () => {
    const { copy, trace } = run(WHOLE)
    for (const own of [null, YOUNG]) {
      const { how, ledger } = restored({ own, copies: [copy], traces: [trace] })
      expect([how, ledger.length]).toEqual(['restored', WHOLE.length])
      expect(consentsIn(fold(ledger))).toEqual(consentsIn(fold(WHOLE)))
    }
  })

  it('is new only where the App left no trace', () => {
    const { how, ledger } = restored({})
    expect([how, fold(ledger).header?.begun, ledger.length]).toEqual(['new', 'new', 1])
  })

  it('is lost where a trace tells of more: what consents is void, what blocks counts, every commit is a tip', () => {
    const objecting = append(YOUNG, [OBJECT])
    const { how, ledger } = restored({ copies: [run(objecting).copy], traces: [run(WHOLE).trace] })
    const { header, objections, positions } = fold(ledger)
    expect([how, header?.begun, objections[0]?.state]).toEqual(['lost', 'lost', 'open'])
    expect(positions.get(ADA)?.commitment ?? null).toBeNull()
    expect(ledger.entries.filter(({ kind }) => kind === 'tip')).toMatchObject([
      { commit: commit('a'), how: 'pushed' },
      { commit: commit('a'), how: 'possible', isReady: null },
      { commit: commit('b'), how: 'possible', isReady: null },
    ])
  })

  it('is lost where a comment of the App is the only trace', () => {
    expect(restored({ traces: [{ length: 1, digest: null }] }).how).toBe('lost')
  })

  it('is lost where two short ledgers are only together as long as the trace', () => {
    const one = append(YOUNG, [OBJECT])
    const other = append(YOUNG, [post(8, LINUS, ['commit'])])
    const trace = { length: one.length + 1, digest: null }
    expect(restored({ own: one, copies: [run(other).copy], traces: [trace] }).how).toBe('lost')
  })

  it('that is lost is found again by what is written next, and commands that are posted again count', () => {
    const { ledger } = restored({ traces: [run(WHOLE).trace] })
    expect(ledger.length).toBeGreaterThan(WHOLE.length)
    expect(restored({ own: ledger, traces: [run(WHOLE).trace, run(ledger).trace] }).how).toBe('whole')
    const again = append(ledger, [...ledgerOf().entries, COMMIT, post(101, ADA, ['commit'])])
    expect(fold(again).positions.get(ADA)?.commitment?.at).toBe(time(101))
  })

  it('is former where only a version before the ledger left runs: nobody has to speak again', () => {
    const { how, ledger } = restored({ isFormer: true })
    expect([how, fold(ledger).header]).toMatchObject(['former', { begun: 'former', consentsAfter: time(0) }])
    const { entries } = ledgerOf(COMMIT)
    const seenNow = entries
      .filter(({ kind }) => kind !== 'header')
      .map((entry) => ({ ...entry, seen: time(100) }))
    expect(consentsIn(fold(append(ledger, seenNow)))).toEqual([`${ADA} committed a`])
    expect(consentsIn(fold(append(restored({}).ledger, seenNow)))).toEqual([])
  })

  it('is not former where one of two tellings says that it was lost or is new', () => {
    for (const begun of ['new', 'lost'] as const) {
      const both = append(restored({ isFormer: true }).ledger, [header({ begun })])
      expect(fold(both).header?.begun).toBe(begun)
    }
  })

  it('keeps what was recorded before it began', () => {
    const told = append(NO_LEDGER, [OBJECT])
    for (const isFormer of [true, false]) {
      const { how, ledger } = restored({ own: told, isFormer })
      expect([how, ledger.length]).toEqual([isFormer ? 'former' : 'new', 2])
      expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'open' }])
    }
  })

  it('joins a copy of a database that diverged, though its own is as long', () => {
    const [own, other] = [append(YOUNG, [post(7, ADA, ['align'])]), append(YOUNG, [OBJECT])]
    const { how, ledger } = restored({ own, copies: [run(other).copy], traces: [run(other).trace] })
    expect(how).toBe('joined')
    expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'open' }])
    expect(ledger.length).toBe(own.length + 1)
    expect(restored({ own: ledger, copies: [run(other).copy], traces: [run(other).trace] })).toEqual({
      how: 'whole',
      ledger,
    })
  })

  it('says that a copy told more, though the ledger is no longer for it: it has to be stored', () => {
    const own = { ...append(YOUNG, [post(7, ADA, ['align'])]), length: 50 }
    const other = { ...append(YOUNG, [OBJECT]), length: 50 }
    const { how, ledger } = restored({ own, copies: [run(other).copy], traces: [run(other).trace] })
    expect([how, ledger.length]).toEqual(['joined', 50])
    expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'open' }])
  })

  it('keeps what a copy does not tell of members of a secret team', () => {
    const firstSight = sight(5, { teams: [SRE, SECRET] })
    const own = ledgerOf(post(5, GRACE, ['commit'], { firstSight }), post(7, ADA, ['align']))
    const other = ledgerOf(post(5, GRACE, ['commit'], { firstSight }), OBJECT)
    const { how, ledger } = restored({ own, copies: [run(other).copy], traces: [run(other).trace] })
    expect(how).toBe('joined')
    expect(fold(ledger).positions.get(GRACE)?.commitment?.teams).toEqual([SRE, SECRET])
  })

  it('takes nothing from a copy that it wrote itself: what was seen since may be older and consents', () => {
    const member = post(5, EVE, ['commit'], { firstSight: sight(5, { teams: [SRE, SECRET] }) })
    const before = append(YOUNG, [member, post(8, LINUS, ['object'])])
    const own = append(before, [post(7, GRACE, ['object'], { seen: time(50) })])
    const { how, ledger } = restored({ own, copies: [run(before).copy], traces: [run(before).trace] })
    expect([how, ledger]).toEqual(['whole', own])
  })

  it('is lost where the copy that its database may lack cannot be read', () => {
    const { trace } = run(WHOLE)
    const copies = [{ kind: 'unreadable', why: '' } as const]
    const { how, ledger } = restored({ own: WHOLE, copies, traces: [trace] })
    expect([how, fold(ledger).header?.begun]).toEqual(['lost', 'lost'])
    expect(ledger.length).toBeGreaterThan(trace.length)
  })

  it('is left to a newer version of the rules, from a copy or in the database (L4)', () => {
    const newer = append(WHOLE, [header({ rules: 2 })])
    const { copy, trace } = run(newer)
    expect(restored({ copies: [copy], traces: [trace] }).how).toBe('newer')
    expect(restored({ own: YOUNG, copies: [copy], traces: [trace] }).how).toBe('newer')
    expect(restored({ own: newer, traces: [trace] }).how).toBe('newer')
  })

  it('tells of a newer version and begins nothing beside it (L4)', () => {
    const newer = { kind: 'newer', why: '' } as const
    const { how, ledger } = restored({ own: WHOLE, copies: [newer], traces: [run(WHOLE).trace] })
    expect([how, ledger]).toEqual(['newer', WHOLE])
  })
})

describe('L3: a post that an older database has and the copy has not', () => {
  it('was taken back while it was judged, and consents to nothing', () => {
    const gone = append(YOUNG, [removal(6, COMMIT, ADA), post(8, LINUS, ['commit'])])
    const { copy, trace } = run(gone)
    const { how, ledger } = restored({ own: YOUNG, copies: [copy], traces: [trace] })
    expect([how, consentsIn(fold(ledger))]).toEqual(['restored', [`${LINUS} committed a`]])
    expect(fold(ledger).notCounted).toMatchObject([{ by: ADA, why: 'not in the restored copy' }])
    // The same whichever copy it comes from, and when the database tells it again.
    const older = run(YOUNG)
    const both = restored({ copies: [older.copy, copy], traces: [older.trace, trace] }).ledger
    expect(consentsIn(fold(append(both, YOUNG.entries)))).toEqual([`${LINUS} committed a`])
    const again = append(both, [post(9, ADA, ['commit'])])
    expect(consentsIn(fold(again))).toEqual([`${ADA} committed a`, `${LINUS} committed a`])
  })

  it('is listed in the next copy only while that copy has it', () => {
    const gone = append(YOUNG, [removal(6, COMMIT, ADA), post(8, LINUS, ['commit'])])
    const { copy, trace } = run(gone)
    const joined = restored({ own: YOUNG, copies: [copy], traces: [trace] }).ledger
    const leftOutIn = ({ copy }: ReturnType<typeof run>) =>
      copy.kind === 'ledger' ? fold(copy.ledger).header?.leftOut : null
    expect(leftOutIn(run(joined))).toEqual([COMMIT.post])
    expect(leftOutIn(run(append(joined, [post(9, ADA, ['commit'])])))).toEqual([])
  })
})

describe('L3: a post that a restored copy does not have', () => {
  const copied = restored({ copies: [run(YOUNG).copy], traces: [run(YOUNG).trace] }).ledger

  it('consents to nothing, and suspends what its writer consented to before', () => {
    const { positions, notCounted } = fold(append(copied, [post(5, LINUS, ['commit'], { seen: time(200) })]))
    expect(notCounted).toMatchObject([{ by: LINUS, why: 'not in the restored copy' }])
    expect(positions.get(ADA)?.commitment).not.toBeNull()
    const recused = post(5, ADA, ['recuse'], { post: 'comment-99', seen: time(200) })
    expect(consentsIn(fold(append(copied, [recused])))).toEqual([])
    expect(consentsIn(fold(append(copied, [recused, post(9, ADA, ['commit'])])))).toEqual([
      `${ADA} committed a`,
    ])
  })

  it('ends the release of whom it delegates to, who would be asked again', () => {
    const release = post(4, EVE, [command('release', { names: [person(ADA)] })], {
      firstSight: sight(4, { isMaintainer: true }),
    })
    const known = ledgerOf(release, OBJECT)
    const { ledger } = restored({ copies: [run(known).copy], traces: [run(known).trace] })
    const late = post(5, LINUS, [command('delegate', { names: [person(ADA)] })], { seen: time(200) })
    expect(consentsIn(fold(ledger))).toContain(`person ${ADA} released`)
    expect(consentsIn(fold(append(ledger, [late])))).not.toContain(`person ${ADA} released`)
  })

  it('blocks', () => {
    const late = post(4, LINUS, ['object'], { seen: time(200) })
    expect(fold(append(copied, [late])).objections[0]?.state).toBe('open')
  })

  it('stays void in a copy of the copy', () => {
    const late = post(5, LINUS, ['commit'], { seen: time(200) })
    const again = append(copied, [late])
    const twice = restored({ copies: [run(again).copy], traces: [run(again).trace] }).ledger
    expect(fold(append(twice, [late])).positions.get(LINUS)?.commitment ?? null).toBeNull()
  })

  it('does not take a commitment along that was deleted while it was known', () => {
    const gone = append(YOUNG, [removal(6, COMMIT, ADA)])
    const ledger = restored({ copies: [run(gone).copy], traces: [run(gone).trace] }).ledger
    expect(consentsIn(fold(append(ledger, [{ ...COMMIT, seen: time(200) }])))).toEqual([])
  })
})
