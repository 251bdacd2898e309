import { z } from 'zod'
import { configSchema } from '../src/config/config-schema.ts'

/** The configuration's JSON Schema for editors (§13). Draft 7, which the editors' YAML tools know best. */
export function configJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' })
  return `${JSON.stringify({ $schema, $id: 'urn:rfc-alignment:config:1', ...rest }, null, 2)}\n`
}
