/** What a server process is told, and what it tells. */
export type Order = 'tell when idle' | 'die before the next commit' | 'die after the next commit'

export type Told = { readonly kind: 'listening'; readonly webhookUrl: string } | { readonly kind: 'idle' }
