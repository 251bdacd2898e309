import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Returns what `work` resolves with, and the statements that were sent meanwhile, without `begin` and `commit`. */
export async function statementsDuring<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly statements: readonly string[] }> {
  const statements: string[] = []
  const hear = (text: unknown) => {
    if (!/^(begin|commit)/.test(String(text))) statements.push(String(text))
  }
  subscribe('rfc-alignment:statement', hear)
  try {
    return { result: await work(), statements }
  } finally {
    unsubscribe('rfc-alignment:statement', hear)
  }
}
