function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n')
}

/** Texts that Markdown parsers take seconds, gigabytes or their life for, on one line and on many. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'opening brackets': '['.repeat(60_000),
  'openings of images': '!['.repeat(25_000),
  'openings of emphasis': '*a '.repeat(20_000),
  'openings and closings of different emphasis': '*a_ '.repeat(16_384),
  'the same over many lines': '*a_\n'.repeat(16_384),
  'openings of links': '[a]('.repeat(16_000),
  'openings of links over many lines': '[a](\n'.repeat(12_000),
  'quotes in quotes': '>'.repeat(20_000),
  'lists in lists on one line': '- '.repeat(20_000),
  'a few hundred lists in lists': '- '.repeat(500),
  'lists in lists by indentation': lines(300, (index) => `${' '.repeat(2 * index)}- a`),
  'a table of ten thousand columns': `${'|a'.repeat(10_000)}|\n${'|-'.repeat(10_000)}|\n`,
  'lazy lines after many quotes': `${'>'.repeat(60)}a\n${'a\n'.repeat(25_000)}`,
}
