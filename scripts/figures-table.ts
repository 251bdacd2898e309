import { cellsOf } from '../bench/figure.ts'
import { readResults } from '../bench/results.ts'

/** What `npm run bench` measured last, as tables, one for each part: `bench/results.json` in words. */
export function figuresTable(): string {
  return readResults()
    .map(({ name, at, machine: { cores, cpu, node }, figures }) => {
      const rows = figures.map((figure) => `| ${cellsOf(figure).join(' | ')} |`)
      const where = `\`${name}\`, on ${at}, ${cores} cores (${cpu}), Node ${node}:`
      return [where, '', '| what | measured | budget | |', '|---|---|---|---|', ...rows].join('\n')
    })
    .join('\n\n')
}
