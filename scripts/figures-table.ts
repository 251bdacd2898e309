import { readFileSync } from 'node:fs'
import { cellsOf, type Figure } from '../bench/figure.ts'

interface Results {
  readonly at: string
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string }
  readonly figures: readonly Figure[]
}

/** What `npm run bench` measured last, as a table: `bench/results.json` in words. */
export function figuresTable(): string {
  const { at, machine, figures } = JSON.parse(readFileSync('bench/results.json', 'utf8')) as Results
  const rows = figures.map((figure) => `| ${cellsOf(figure).join(' | ')} |`)
  return [
    `Measured on ${at}: ${machine.cores} cores (${machine.cpu}), Node ${machine.node}.`,
    '',
    '| what | measured | budget | |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}
