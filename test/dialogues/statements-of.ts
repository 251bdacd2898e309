const CHANGES = /^(insert|update|delete)/

/** Counts SQL statements, without `begin` and `commit`, and the transactions that change something. */
export function statementsOf(texts: readonly string[]): {
  readonly statements: number
  readonly transactions: number
} {
  let isInside = false
  let changes = 0
  let transactions = 0
  for (const text of texts) {
    if (text.startsWith('begin')) isInside = true
    else if (text === 'commit') isInside = false
    else if (CHANGES.test(text)) changes++
    if (isInside || changes === 0) continue
    transactions++
    changes = 0
  }
  const statements = texts.filter((text) => !text.startsWith('begin') && text !== 'commit').length
  return { statements, transactions }
}
