import { describe, expect, it } from 'vitest'
import { type Trace, NO_TRACE, readExternalId } from '../../src/facts/external-id.ts'
import type { PassingRun } from '../../src/facts/passing-runs.ts'
import type { Run } from '../../src/facts/snapshot.ts'
import { append, type Ledger } from '../../src/ledger/append.ts'
import { decode } from '../../src/ledger/decode.ts'
import { encode, MOST_COPY_BYTES } from '../../src/ledger/encode.ts'
import { checkOf, doubtedCheck, NO_SURROUNDINGS, retold, supersededCheck } from '../../src/report/check.ts'
import { NO_LEDGER_TOLD, type RunLedger, runLedger } from '../../src/report/run-ledger.ts'
import { checkWrites } from '../../src/report/writes.ts'
import { ADA, ledgerOf, LINUS, post, SRE, tip } from '../ledger/told.ts'
import { named } from '../rules/story.ts'

const LEDGER = ledgerOf(post(5, ADA, ['commit']))
const LINES = ['2 Mar 10:31 @ada committed', '2 Mar 10:32 @linus objected (#1)']

const copyOf = (ledger: Ledger) => encode(ledger, new Set([SRE]))

function textOf(history: readonly string[], ledger = LEDGER): string {
  const { told } = runLedger(history, copyOf(ledger))
  if (!told) throw new Error('nothing is told')
  return told.text
}

describe('the text of a check run (L3, L5)', () => {
  it('shows the history, oldest first, and ends with the copy', () => {
    expect(textOf(LINES)).toMatch(
      /^\*\*History\*\*\n\n- 2 Mar 10:31 @\S*ada committed\n- 2 Mar 10:32 @\S*linus objected \(\S+1\)\n\n<!-- rfc-alignment ledger=1 \S+ -->$/,
    )
    expect(decode(textOf(LINES), copyOf(LEDGER).trace)).toMatchObject({ kind: 'ledger' })
  })

  it('is the copy alone where there is nothing to tell', () => {
    expect(textOf([])).toBe(copyOf(LEDGER).text)
  })

  it('keeps the newest lines that fit by bytes, says how many are left out, and keeps the copy whole', () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `${index} ${'ü'.repeat(90)}`)
    const text = textOf(lines)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535)
    expect(Buffer.byteLength(text)).toBeGreaterThan(65_000)
    const shown = text.split('\n').filter((line) => line.startsWith('- ') && line.includes('ü'))
    expect(shown.at(-1)).toContain('- 2999 ')
    expect(text).toContain(`- … and ${3000 - shown.length} earlier\n- ${3000 - shown.length} ü`)
    expect(decode(text, copyOf(LEDGER).trace).kind).toBe('ledger')
  })

  it('fits beside the largest copy', () => {
    const copy = { text: 'x'.repeat(MOST_COPY_BYTES), trace: { length: 1, digest: null }, news: '' }
    const text =
      runLedger(
        Array.from({ length: 900 }, () => 'ü'.repeat(100)),
        copy,
      ).told?.text ?? ''
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535)
    expect(text).toContain('ü')
  })

  it('is history alone where the copy is too large', () => {
    const { told, trace } = runLedger(LINES, { text: null, trace: { length: 9, digest: null }, news: '' })
    expect(told?.text).toMatch(/linus objected \(\S+1\)$/)
    expect(trace).toEqual({ length: 9, digest: null })
  })

  it('mentions nobody, and no line can end the list or hide the copy', () => {
    const text = textOf([
      '@ada <!-- x',
      'a -->\n\n# b',
      '[a](https://evil.test) ![](https://evil.test/x.png)',
    ])
    expect(text).not.toMatch(/@ada|<!-- x|\n# b|https:\/\/|[^\\]!\[/)
    expect(text.match(/<!--/g)).toHaveLength(1)
    expect(decode(text, copyOf(LEDGER).trace).kind).toBe('ledger')
  })
})

describe('a check run with a ledger', () => {
  const verdict = named(['ada']).judge()
  const checkWith = (ledger: RunLedger | null) =>
    checkOf(verdict, 1, 'https://github.test/acme/rfcs', { ...NO_SURROUNDINGS, ledger })
  const told = (ledger: Ledger, history: readonly string[] = []) => runLedger(history, copyOf(ledger))
  const traceIn = (externalId: string): Trace | null | undefined => readExternalId(externalId)?.trace

  /** What is written where GitHub shows the check with one ledger, and it should have another. */
  function writesFrom(before: RunLedger | null, after: RunLedger | null) {
    const pull = named(['ada'])
    const { externalId, conclusion } = checkWith(before)
    pull.facts.runs = pull.facts.runs.map((run) => ({ ...run, externalId, conclusion }))
    return checkWrites(pull.snapshot(), checkWith(after))
  }

  it('vouches for its copy in `external_id`', () => {
    const { externalId, text } = checkWith(told(LEDGER))
    expect(decode(text?.whole ?? '', traceIn(externalId) ?? NO_TRACE).kind).toBe('ledger')
  })

  it('tells of no ledger where there is none, and nothing where none was asked for', () => {
    expect(traceIn(checkWith(NO_LEDGER_TOLD).externalId)).toEqual(NO_TRACE)
    expect(checkWith(NO_LEDGER_TOLD).text).toBeUndefined()
    expect(traceIn(checkWith(null).externalId)).toBeNull()
  })

  it('is written anew for what a copy must have, and not for its history alone (V4)', () => {
    for (const more of [post(9, LINUS, ['object']), post(9, LINUS, ['commit'], { firstSight: null })]) {
      expect(writesFrom(told(LEDGER), told(append(LEDGER, [more])))).toMatchObject([{ kind: 'update run' }])
    }
    expect(writesFrom(told(LEDGER), told(LEDGER, LINES))).toEqual([])
    expect(writesFrom(null, told(LEDGER))).toMatchObject([{ kind: 'update run' }])
    expect(writesFrom(null, NO_LEDGER_TOLD)).toMatchObject([{ kind: 'update run' }])
  })

  it('is not written anew for chat, nor because the tip was seen again (V4)', () => {
    const chat = post(9, LINUS, [])
    const again = tip(20, 'a', { how: 'shown' })
    expect(writesFrom(told(LEDGER), told(append(LEDGER, [chat, again])))).toEqual([])
    expect(writesFrom(told(LEDGER), told(append(LEDGER, [tip(20, 'b', { how: 'shown' })])))).toHaveLength(1)
  })

  it('keeps text and trace when other pull requests on its commit change what it says (V7)', () => {
    const check = checkWith(told(LEDGER))
    const other = retold(check, { conclusion: 'failure', title: 'x', summary: 'x' })
    expect(other.text).toEqual(check.text)
    expect(traceIn(other.externalId)).toEqual(traceIn(check.externalId))
    expect(other.externalId).not.toBe(check.externalId)
  })

  it('keeps the trace, and is sent no text, where its success is taken away without a read', () => {
    const { name, externalId, text } = checkWith(told(LEDGER))
    const run: PassingRun & Run = {
      id: 1,
      commit: 'c',
      name,
      externalId,
      startedAt: '2026-03-02T00:00:00Z',
      conclusion: 'success',
    }
    for (const check of [doubtedCheck(1, run), supersededCheck(1, { wasRfc: true, kept: [] }, run)]) {
      expect(check.text).toBeUndefined()
      expect(traceIn(check.externalId)).toEqual(traceIn(externalId))
    }
    const longer = told(append(LEDGER, [post(9, LINUS, ['object'])]))
    const doubted = doubtedCheck(1, run, longer)
    expect(doubted.text?.whole).not.toBe(text?.whole)
    expect(traceIn(doubted.externalId)).toEqual(longer.trace)
  })
})
