import { expect, test } from 'vitest'
import { htmlMentions } from '../../src/domain/markdown/html-mentions.ts'

/** Mentions as they read, each with the lines that stand above it. */
const told = (html: string) => htmlMentions(html).map(({ text, linesBelow }) => `${text} +${linesBelow}`)

test.each<[string, string, readonly string[]]>([
  ['between tags', '<b>@ada</b>', ['@ada +0']],
  ['each on its line', '<div>\n@ada\r\n<br>@acme/sre</div>', ['@ada +1', '@acme/sre +2']],
  ['behind a tag of many lines', '<div\nclass="a"\n>@ada</div>', ['@ada +2']],
  ['behind a comment of many lines', '<!-- for now:\n@linus -->\n@ada', ['@ada +2']],
  [
    'written as an entity',
    '&#64;ada &#0064;linus &#x40;grace &#x0040;rita &commat;eve',
    ['@ada +0', '@linus +0', '@grace +0', '@rita +0', '@eve +0'],
  ],
  ['in a tag, where nobody sees it', '<a href="@ada" title="@linus">payments</a>', []],
  ['in a comment', '<!-- @ada -->', []],
  ['in an address', 'https://example.org/@ada, says @linus', ['@linus +0']],
  ['in a comment that does not end, where it is uncertain', '<!-- @ada', ['@ada +0']],
  ['nowhere', '<b>nobody</b>', []],
])('who is mentioned in raw HTML: %s (S1)', (_, html, expected) => {
  expect(told(html)).toEqual(expected)
})
