/** The number of one series in Prometheus's text, given as it stands there; null where there is none. */
export function numberIn(text: string, series: string): number | null {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `))
  return line === undefined ? null : Number(line.slice(series.length + 1))
}
