import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Stripping types and compiling takes half of a start. Where the folder can't be written, nothing is kept and nothing fails.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/rfc-alignment', import.meta.url)))
await import('./serve.ts')
