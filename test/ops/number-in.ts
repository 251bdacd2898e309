/** Returns the value of a series in Prometheus's text; null when it is absent. */
export function numberIn(text: string, series: string): number | null {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `))
  return line === undefined ? null : Number(line.slice(series.length + 1))
}
