import { stripVTControlCharacters, styleText } from 'node:util'

/** How lines are printed: with colour where the terminal has it, without where it is piped or `NO_COLOR` is set. */
export interface Terminal {
  readonly print: (line?: string) => void
  readonly colour: (style: 'green' | 'red' | 'yellow' | 'dim' | 'bold', text: string) => string
}

/** The terminal a program writes to. */
export function openTerminal(stream: NodeJS.WriteStream): Terminal {
  return {
    print: (line = '') => stream.write(`${line}\n`),
    colour: (style, text) => styleText(style, text, { stream }),
  }
}

/** Markdown of the App as a person would read it: tables in columns, links by their text, nothing hidden. */
export function readable(markdown: string): readonly string[] {
  const lines = markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<details>[\s\S]*?<\/details>/g, '')
    .replace(/<\/?sub>/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|[`\u2060]/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .split('\n')
  return withColumns(lines).filter((line, index, all) => line !== '' || all[index - 1] !== '')
}

function withColumns(lines: readonly string[]): readonly string[] {
  const rows = lines.map((line) =>
    line.startsWith('|')
      ? line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim())
      : null,
  )
  const widths = rows.reduce<number[]>((known, row) => {
    row?.forEach((cell, column) => {
      known[column] = Math.max(known[column] ?? 0, width(cell))
    })
    return known
  }, [])
  return lines.flatMap((line, index) => {
    const row = rows[index]
    if (!row) return [line]
    if (row.every((cell) => /^-+$/.test(cell))) return []
    return [
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
        .join('   ')
        .trimEnd(),
    ]
  })
}

function width(text: string): number {
  return [...stripVTControlCharacters(text)].length
}
