import { cellsOf } from '../bench/figure.ts'
import { readResults } from '../bench/results.ts'

/** Returns the last results of `npm run bench` (`bench/results.json`), one table for each part. */
export function figuresTable(): string {
  return readResults()
    .map(({ name, at, machine: { cores, cpu, node }, figures }) => {
      const rows = figures.map((figure) => `| ${cellsOf(figure).join(' | ')} |`)
      const where = `\`${name}\`, on ${at}, ${cores} cores (${cpu}), Node ${node}:`
      return [where, '', '| what | measured | budget | |', '|---|---|---|---|', ...rows].join('\n')
    })
    .join('\n\n')
}
