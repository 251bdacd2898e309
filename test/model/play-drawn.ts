import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plans } from './generate.ts'
import { newTally, play } from './play.ts'
import { shorten, shown } from './shorten.ts'
import { modelStage } from './stage.ts'

/** How many histories every test run plays; `long-run.ts` plays as many as one likes. */
const HISTORIES = 300
/** They are played in so many files, for files run side by side. */
const PARTS = 2
const AT_ONCE = 30
/** The same ones every time, so that the gate is the same for everybody; `long-run.ts` draws others. */
const SEED = 20261124
const PATIENCE = { timeout: 600_000 }

/** Defines the tests that play one part of the drawn histories; parts count from 1. */
export function testDrawn(part: 1 | 2): void {
  const size = HISTORIES / PARTS
  const drawn = fc.sample(plans, { numRuns: HISTORIES, seed: SEED }).slice(size * (part - 1), size * part)

  describe('whatever people do, the check', () => {
    const stage = modelStage()

    it('is one that the model allows, and never a success that it does not grant', PATIENCE, async () => {
      const tally = newTally()
      for (let at = 0; at < drawn.length; at += AT_ONCE) {
        const [found] = await play(stage(), drawn.slice(at, at + AT_ONCE), tally)
        expect(found && shown(await shorten(stage(), found))).toBeUndefined()
      }
      // Histories that never reach a green prove nothing of it.
      expect(tally.expected.get('success')).toBeGreaterThan(size / 3)
    })
  })
}
