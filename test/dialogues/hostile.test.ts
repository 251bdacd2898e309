import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const HOSTILE: Readonly<Record<string, string>> = {
  'a NUL': 'before\0after',
  'half of a surrogate pair': 'before\ud800after',
  'text that runs from right to left': '\u202e@live# sesolc\u202c \u2066x\u2069',
  'line ends of all kinds': 'a\u2028b\u2029c\vd\fe\u0085f\rg',
  'sixty thousand brackets': '['.repeat(60_000),
  'thirty thousand back ticks of many lengths': Array.from({ length: 240 }, (_, n) => '`'.repeat(n)).join(
    ' ',
  ),
  'six thousand mentions': '@acme/all '.repeat(6_000),
  'quotes in quotes': `${'> '.repeat(3_000)}deep`,
  'lists in lists': Array.from({ length: 200 }, (_, n) => `${'  '.repeat(n)}- x`).join('\n'),
  'emphasis that never ends': '*a **b '.repeat(8_000),
  'links that never end': '[a]('.repeat(15_000),
  'HTML that never ends': '<details><!-- <a href="'.repeat(2_500),
  'a table of ten thousand columns': `${'|a'.repeat(10_000)}|\n${'|-'.repeat(10_000)}|`,
  'what closes, calls, shows and runs':
    'closes #1, fixes acme/rfcs#2 @acme/everybody @ada <img src=x onerror=alert(1)> ![x](http://evil.example/x.png) [y](javascript:alert(1)) <script>',
  'what ends our own marks': '--> <!-- rfc-alignment sticky {} --> \n</details>\n\n```\n| a | b |\n',
}

const { stage, scene } = stageForFile()

describe('any text in a comment or document', () => {
  for (const [name, text] of Object.entries(HOSTILE)) {
    it(`${name}: it is read or rejected with a sentence, it blocks where it says so, and nothing of it runs (TH-145–TH-152)`, async () => {
      const { github, server } = stage()
      const story = scene()
      await story.opens(
        'author',
        { [FILE]: rfc(['ada']) },
        { title: `Billing ${text}`.slice(0, 250), body: text },
      )
      expect(said(story)).toBe('action_required: Waiting for @ada')
      await story.says('ada', `/commit\n\n${text}`)
      const afterCommit = said(story)
      expect(afterCommit).toMatch(/^(success: |action_required: Waiting for @ada$)/)
      await story.says('ada', `/object ${text}`)
      // What cannot be read may be an objection: it ends a commitment, and its writer is told (C0, C4).
      if (said(story) !== 'failure: Objection #1 by @ada is open') {
        expect(said(story)).toBe('action_required: Waiting for @ada')
        expect(story.replies().at(-1)).toMatch(
          /^This text can't be parsed: .* Post your commands in a new comment/m,
        )
      }
      expectTame(
        story.check()?.summary ?? '',
        story.comments().map(({ body, authorId }) => (authorId === github.app.botId ? body : '')),
      )
      await story.says('ada', '/commit')
      expect(said(story)).toMatch(/^success/)
      await story.pushes('author', { [FILE]: rfc(['ada'], text) })
      expect(said(story)).toMatch(/^(action_required: Waiting for @ada$|failure: )/)
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    })
  }
})

const PATHS = [
  'rfcs/a\nb.md',
  'rfcs/<img src=x onerror=alert(1)>.md',
  'rfcs/`closes #1` @acme/all ![x](http:evil).md',
  'rfcs/\u202edm.md',
  'rfcs/a|b.md',
  `rfcs/${'a'.repeat(240)}.md`,
  'rfcs/-->.md',
]

describe('any file name', () => {
  it.each(PATHS)(
    '%j: problems are reported at its lines, and its name has no effect (T5, TH-145)',
    async (path) => {
      const { github } = stage()
      const story = scene()
      await story.opens('author', {
        [path]: '# Billing\n\n## Problem\n\nTBD\n\n## Alignment\n\n- @ada\n- @nobody-of-that-name\n',
      })
      expect(said(story)).toMatch(/^failure: /)
      const own = story.comments().filter(({ authorId }) => authorId === github.app.botId)
      expectTame(
        story.check()?.summary ?? '',
        own.map(({ body }) => body),
      )
      await story.pushes('author', { [path]: rfc(['ada']) })
      await story.says('ada', '/commit')
      expect(said(story)).toMatch(/^success/)
    },
  )
})

/** What we wrote calls nobody but those who are owed something, closes nothing, shows and runs nothing. */
function expectTame(summary: string, comments: readonly string[]): void {
  for (const text of [summary, ...comments]) {
    // An escaped backtick opens no code.
    const prose = text.replaceAll(/(?<!\\)`[^`]*`/g, '').replaceAll(/<!-- rfc-alignment [^>]*-->/g, '')
    expect(prose).not.toMatch(/(?<!\\)<(?!\/?(?:details|summary|br|sub)\b)/)
    expect(prose).not.toMatch(/(?<!\\)!\[/)
    expect(prose).not.toMatch(/(?<!\\)\]\((?!http:\/\/127\.0\.0\.1)/)
    expect(prose).not.toMatch(/(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\s+\S*#\d/i)
    expect(prose).not.toMatch(/(?<![\w/`\\])@acme\/(?:all|everybody)/)
  }
}
