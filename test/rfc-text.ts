/** An RFC with a problem, a proposal and the people it names. */
export function rfc(names: readonly string[], proposal = 'Bill from events.'): string {
  const entries = names.map((name) => `- @${name}`).join('\n')
  return `# Billing\n\n## Problem\n\nInvoices are late by a day.\n\n## Proposal\n\n${proposal}\n\n## Alignment\n\n${entries}\n`
}
