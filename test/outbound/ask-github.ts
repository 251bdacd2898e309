import { pino } from 'pino'
import { createClients } from '../../src/github/clients.ts'

/** Asks the GitHub at the given address who the App is, as the server would, and prints the answer or the reason. */
const [restUrl = '', appId = '', privateKey = ''] = process.argv.slice(2)
const { app } = createClients({ restUrl, appId: Number(appId), privateKey, log: pino({ level: 'silent' }) })
try {
  const { data } = await app.request('GET /app')
  console.log(data?.slug)
} catch (error) {
  console.log(codeOf(error))
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined
    ? 'code' in error
      ? String(error.code)
      : error.message
    : codeOf(error.cause)
}
