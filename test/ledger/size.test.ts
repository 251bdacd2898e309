import { expect, it } from 'vitest'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import { decode } from '../../src/ledger/decode.ts'
import { encode, MOST_COPY_BYTES } from '../../src/ledger/encode.ts'
import { fold } from '../../src/ledger/fold.ts'
import { largeEvidence } from './large.ts'
import { consentsIn, header, post, SRE } from './told.ts'

const VISIBLE = new Set([SRE])

it('L3: a copy of 5,000 posts, 200 people and 200 heads fits, and comes back with the same effect', () => {
  const ledger = append(NO_LEDGER, largeEvidence())
  const copy = encode(ledger, VISIBLE)
  expect(Buffer.byteLength(copy.text ?? '')).toBeLessThanOrEqual(MOST_COPY_BYTES)
  const decoded = decode(copy.text ?? '', copy.trace)
  if (decoded.kind !== 'ledger') throw new Error(decoded.why)
  expect(consentsIn(fold(decoded.ledger))).toEqual(consentsIn(fold(ledger)))
  expect(consentsIn(fold(ledger)).length).toBeGreaterThan(100)
})

it('L3: what does not fit leaves only the trace, by which the ledger is lost and not new', () => {
  const objections = Array.from({ length: 20_000 }, (_, index) =>
    post(100 + index, 1_000_000 + ((index * 7919) % 999_983), ['object'], {
      post: `comment-${index * index}`,
    }),
  )
  const ledger = append(NO_LEDGER, [header(), ...objections])
  expect(encode(ledger, VISIBLE)).toMatchObject({ text: null, trace: { length: 20_001, digest: null } })
})
