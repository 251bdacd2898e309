import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { openParser, type Parser } from '../../src/parser/open-parser.ts'
import { HOSTILE } from './hostile-texts.ts'

const open: Parser[] = []
const warnings: string[] = []

function parser(options: { deadlineMs?: number; processes?: number } = {}): Parser {
  const opened = openParser({ log: { warn: (_, message) => warnings.push(message) }, ...options })
  open.push(opened)
  return opened
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((opened) => opened.close()))
  warnings.length = 0
})

describe('the parser in its child process', () => {
  test('parses each text as its kind, in the order of requests', async () => {
    const [document, post, config] = await parser().parse([
      { as: 'document', text: '# Title' },
      { as: 'post', text: '/commit' },
      { as: 'config', text: 'version: 1' },
    ])
    expect(document).toMatchObject({ kind: 'document', title: 'Title' })
    expect(post).toMatchObject({ kind: 'post', said: [{ word: 'commit' }] })
    expect(config).toMatchObject({ kind: 'config', problems: [] })
  })

  test('parses the same text as different kinds', async () => {
    const text = '/commit'
    const kinds = (
      await parser().parse([
        { as: 'document', text },
        { as: 'post', text },
      ])
    ).map(({ kind }) => kind)
    expect(kinds).toEqual(['document', 'post'])
  })

  test('parses a text once, however often it is requested', async () => {
    const opened = parser()
    const text = '/object twice'
    const [[one], [two, three]] = await Promise.all([
      opened.parse([{ as: 'post', text }]),
      opened.parse([
        { as: 'post', text },
        { as: 'post', text },
      ]),
    ])
    const [four] = await opened.parse([{ as: 'post', text }])
    expect([two, three, four].every((reading) => reading === one)).toBe(true)
  })

  test('parses thousands of texts', async () => {
    const requests = Array.from({ length: 2_000 }, (_, index) => ({
      as: 'post' as const,
      text: `/object ${index}`,
    }))
    const readings = await parser().parse(requests)
    expect(readings.map((reading) => reading.kind === 'post' && reading.said[0])).toEqual(
      requests.map((_, index) => expect.objectContaining({ reason: String(index) })),
    )
  })

  test('keeps a lone surrogate', async () => {
    const [reading] = await parser().parse([{ as: 'post', text: '/object \uD83D why' }])
    expect(reading).toMatchObject({ said: [{ reason: '\uD83D why' }] })
  })

  test('rejects requests during and after closing', async () => {
    const opened = parser()
    const asked = opened.parse([{ as: 'post', text: '/commit' }])
    await Promise.all([expect(asked).rejects.toThrow('the parser is closed'), opened.close()])
    await expect(opened.parse([{ as: 'post', text: '/commit' }])).rejects.toThrow('the parser is closed')
    await expect(opened.warm()).rejects.toThrow('the parser is closed')
  })
})

describe('a hostile text', () => {
  test('is unreadable, while other texts are parsed and the server answers (TH-67)', async () => {
    const opened = parser({ deadlineMs: 1_000 })
    await opened.warm()
    const server = createServer((_, response) => response.end('ok'))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const health = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`
    let isDone = false
    let answered = 0
    const asking = (async () => {
      while (!isDone) {
        expect(await (await fetch(health)).text()).toBe('ok')
        answered += 1
      }
    })()
    const requests = Object.values(HOSTILE).flatMap((text) => [
      { as: 'post' as const, text: `${text}\n/commit` },
      { as: 'post' as const, text: `/object ${text.length}` },
      { as: 'document' as const, text },
    ])
    const readings = await opened.parse(requests)
    isDone = true
    await asking
    await new Promise((closed) => server.close(closed))
    expect(answered).toBeGreaterThan(0)
    for (const [index, reading] of readings.entries()) {
      const expected = index % 3 === 1 ? 'post' : 'unreadable'
      expect(reading.kind, Object.keys(HOSTILE)[Math.floor(index / 3)]).toBe(expected)
    }
  })

  test('that is cut off at the deadline may hold the commands its lines seem to contain (C0)', async () => {
    const slow = HOSTILE['lazy lines after many quotes'] as string
    const readings = await parser({ deadlineMs: 1_000 }).parse([
      { as: 'post', text: `${slow}\n/object` },
      { as: 'post', text: `${slow}\n/commit` },
      { as: 'post', text: `${slow}\n/etc/hosts` },
    ])
    const why = "This text can't be parsed: it takes too long; shorten it or nest it less."
    expect(readings).toEqual([
      { kind: 'unreadable', why, mayBlock: true, mayCommand: true },
      { kind: 'unreadable', why, mayBlock: false, mayCommand: true },
      { kind: 'unreadable', why, mayBlock: false, mayCommand: false },
    ])
    expect(warnings).toEqual(Array(3).fill('a text took too long to parse'))
  })

  test("is logged in its requester's context, also when another evaluation started the child", async () => {
    const who = new AsyncLocalStorage<string>()
    const told: (string | undefined)[] = []
    const opened = openParser({ log: { warn: () => told.push(who.getStore()) }, deadlineMs: 1_500 })
    open.push(opened)
    const slow = HOSTILE['lazy lines after many quotes'] as string
    await who.run('the first', () => opened.parse([{ as: 'post', text: '/commit' }]))
    await Promise.all(
      ['the second', 'the third'].map((name) =>
        who.run(name, () => opened.parse([{ as: 'post', text: `${slow}\n/commit ${name}` }])),
      ),
    )
    expect(told).toEqual(['the second', 'the third'])
  })

  test('that exhausts the memory ends the child only', async () => {
    const [heavy, light] = await parser({ deadlineMs: 60_000 }).parse([
      { as: 'document', text: '# a\n'.repeat(250_000) },
      { as: 'document', text: '# a' },
    ])
    expect(heavy).toMatchObject({ kind: 'unreadable', why: expect.stringContaining('memory') })
    expect(light).toMatchObject({ kind: 'document', title: 'a' })
  })
})

describe('repositories take turns', () => {
  const slow = HOSTILE['lazy lines after many quotes'] as string
  const hostile = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      as: 'post' as const,
      text: `${slow}\n/object ${index}`,
    }))

  test("texts of one repository do not wait for another's hostile texts", async () => {
    const opened = parser({ deadlineMs: 1_000, processes: 2 })
    let read = 0
    const attack = hostile(8).map(async (request) => {
      await opened.parse([request], 1)
      read += 1
    })
    for (let comment = 0; comment < 5; comment += 1) {
      const [reading] = await opened.parse([{ as: 'post', text: `/commit ${comment}` }], 2)
      expect(reading).toMatchObject({ kind: 'post', said: [{ word: 'commit' }] })
    }
    expect(read).toBeLessThan(8)
    await Promise.all(attack)
  })

  test('with one process, a text of each other repository comes between two hostile texts of one', async () => {
    const opened = parser({ deadlineMs: 300, processes: 1 })
    await opened.warm()
    const order: string[] = []
    const asks = async (name: string, text: string, whose: number) => {
      await opened.parse([{ as: 'post', text }], whose)
      order.push(name)
    }
    await Promise.all([
      ...hostile(4).map(({ text }, index) => asks(`hostile ${index}`, text, 1)),
      asks('second', '/commit 2', 2),
      asks('third', '/commit 3', 3),
    ])
    expect(order.indexOf('second')).toBeLessThan(2)
    expect(order.indexOf('third')).toBeLessThan(2)
    expect(order).toHaveLength(6)
  })

  test('the same text of two repositories is parsed for each, so that neither waits for the other', async () => {
    const opened = parser({ deadlineMs: 1_000, processes: 2 })
    const [mine] = hostile(1)
    const attack = Promise.all(
      [...hostile(6), { as: 'post' as const, text: '/align' }].map((each) => opened.parse([each], 1)),
    )
    const [reading] = await opened.parse([{ as: 'post', text: '/align' }], 2)
    expect(reading).toMatchObject({ kind: 'post' })
    await attack
    expect(await opened.parse([mine ?? { as: 'post', text: '' }], 2)).toMatchObject([{ kind: 'unreadable' }])
  })
})

test('parses a text without possible commands without a process', async () => {
  const slow = HOSTILE['lazy lines after many quotes'] as string
  const [reading] = await parser({ deadlineMs: 1 }).parse([{ as: 'post', text: slow }])
  expect(reading).toEqual({ kind: 'post', said: [], hints: [] })
})
