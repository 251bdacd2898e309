import { commandsTable } from './commands-table.ts'
import { configJsonSchema } from './config-json-schema.ts'
import { configReference } from './config-reference.ts'
import { figuresTable } from './figures-table.ts'
import { withTables } from './with-tables.ts'
import { graphqlTypes } from './graphql-types.ts'
import { schemaFields } from './schema-fields.ts'
import { scriptsTable } from './scripts-table.ts'
import { githubAnswers } from './github-answers.ts'

/** A generated file: its path from the root and a function that returns its content. */
export interface Generated {
  readonly file: string
  readonly make: () => string | Promise<string>
}

/** Every generated file; `npm run generate` writes them and `npm run check` compares. */
export const generated: readonly Generated[] = [
  {
    file: 'README.md',
    make: () => withTables('README.md', { commands: commandsTable(), scripts: scriptsTable() }),
  },
  {
    file: 'docs/performance.md',
    make: () => withTables('docs/performance.md', { figures: figuresTable() }),
  },
  { file: 'docs/reference/config.schema.json', make: configJsonSchema },
  { file: 'docs/reference/config.md', make: configReference },
  { file: 'src/github/answers.generated.ts', make: () => graphqlTypes() },
  { file: 'src/github/schema-fields.txt', make: schemaFields },
  { file: 'docs/reference/github-answers.md', make: githubAnswers },
]
