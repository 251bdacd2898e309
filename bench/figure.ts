/** One line of the table: what was measured, and the budget it stands beside. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'MB' | 'calls' | 'points' | ''
  /** The most it may be; null where nothing is promised. */
  readonly budget: number | null
}

/** The value below which such a part of all lies; of nothing it is `NaN`. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export function milliseconds(what: string, value: number, budget: number | null = null): Figure {
  return { what, value, unit: 'ms', budget }
}

/** One figure of each name, the median of those that have it, in the order in which they came first. */
export function medians(figures: readonly Figure[]): readonly Figure[] {
  return [...Map.groupBy(figures, ({ what }) => what).values()].flatMap((same) => {
    const [first] = same
    const values = same.map(({ value }) => value)
    return first ? [{ ...first, value: quantile(values, 0.5) }] : []
  })
}

/** A figure in words: what, how much, at most how much, and whether that was kept. */
export function cellsOf({ what, value, unit, budget }: Figure): readonly string[] {
  return [
    what,
    `${rounded(value)} ${unit}`.trim(),
    budget === null ? '' : `≤ ${budget} ${unit}`.trim(),
    budget === null ? '' : value <= budget ? 'kept' : 'OVER',
  ]
}

/** The table as it is printed, what is over its budget marked. */
export function tableOf(figures: readonly Figure[]): string {
  const all = [['what', 'measured', 'budget', ''], ...figures.map(cellsOf)]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((line) => line[column]?.length ?? 0)))
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)
}
