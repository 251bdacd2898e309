import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { differences } from '../../conformance/compare.ts'
import type { Recording } from '../../conformance/recording.ts'
import { STEPS } from '../../conformance/suite.ts'
import { madeOn } from './local.ts'

const QUICK = STEPS.filter(({ isLong }) => !isLong)

describe('a recording, compared with what the local GitHub does now', () => {
  it('is reproduced when it was made there, whatever the ids and times were', async () => {
    const before = await madeOn(QUICK)
    const now = await madeOn(QUICK)
    expect(before.recordings.length).toBe(QUICK.length)
    expect(differences(before.recordings, now.recordings)).toEqual([])
  })

  it('differs where GitHub answered otherwise in status, errors, fields or words', async () => {
    const [recordings, repeated] = await Promise.all([madeOf('GH-1', 'GH-45'), madeOf('GH-1', 'GH-45')])
    const invented = changed(recordings, (text) =>
      text
        .replace('"type":"NOT_FOUND"', '"type":"ABSENT"')
        .replaceAll('"conclusion":"failure"', '"conclusion":"neutral"'),
    )
    expect(differences(invented, repeated).map(lastPart)).toEqual([
      'errors[0].type was "ABSENT", is "NOT_FOUND"',
      'conclusion was "neutral", is "failure"',
      'conclusion was "neutral", is "failure"',
    ])
    const refused = changed(recordings, (text) => text.replaceAll('"status":201', '"status":200'))
    expect(differences(refused, repeated).map(lastPart)).toContain('the status was 200, is 201')
  })

  it('differs where the local GitHub gives a field that was not there, and not where it leaves one out', async () => {
    const [recordings, repeated] = await Promise.all([madeOf('GH-45'), madeOf('GH-45')])
    const richer = changed(recordings, (text) =>
      text.replaceAll('"html_url"', '"more_than_this":1,"html_url"'),
    )
    expect(differences(richer, repeated)).toEqual([])
    const poorer = changed(recordings, (text) => text.replaceAll('"started_at"', '"begun_at"'))
    expect(differences(poorer, repeated).join()).toContain('started_at is there, and was not')
  })

  it('differs where a step was not repeated, or found the opposite', async () => {
    const recordings = await madeOf('GH-45')
    const opposite = recordings.map((each) => ({ ...each, verdict: 'refuted' as const }))
    expect(differences(opposite, recordings)).toEqual(['GH-45: the verdict was refuted, is confirmed'])
    expect(differences(recordings, [])).toEqual(['GH-45: was not repeated'])
  })
})

describe('what first contact recorded on real GitHubs', () => {
  const folder = new URL('../../fixtures/first-contact/', import.meta.url)
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

  it('is reproduced by the local GitHub', async () => {
    const recorded = files.map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Recording)
    const steps = STEPS.filter((step) => recorded.some(({ believed }) => believed === step.believed))
    const { recordings } = await madeOn(steps)
    expect(differences(recorded, recordings)).toEqual([])
  })
})

async function madeOf(...beliefs: string[]): Promise<readonly Recording[]> {
  return (await madeOn(STEPS.filter(({ belief }) => beliefs.includes(belief)))).recordings
}

/** Without the call that it is about. */
function lastPart(difference: string): string {
  return difference.slice(difference.lastIndexOf(': ') + 2)
}

function changed(recordings: readonly Recording[], how: (text: string) => string): Recording[] {
  return JSON.parse(how(JSON.stringify(recordings))) as Recording[]
}
