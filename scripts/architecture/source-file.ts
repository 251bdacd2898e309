import { posix } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** The facts about a source file that the architecture checks use. */
export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly file: string
  readonly imports: readonly Import[]
  /** The line numbers where it reads `process.env`. */
  readonly environmentReads: readonly number[]
  /** What a pure function must not do: await, read the clock, draw random numbers, log. */
  readonly impurities: readonly { readonly line: number; readonly what: string }[]
  readonly lines: number
  /** Every function with its length in lines; one without a name of its own is `(anonymous)`. */
  readonly functions: readonly { readonly name: string; readonly line: number; readonly lines: number }[]
}

export interface Import {
  readonly specifier: string
  /** The imported file from the project's root; null for a package or a Node module. */
  readonly target: string | null
  readonly line: number
  /** Erased at run time. */
  readonly typeOnly: boolean
}

/** Parses one TypeScript file. Throws when it does not parse. */
export function readSource(file: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(file, text)
  if (errors[0]) throw new Error(`could not parse ${file}: ${errors[0].message}`)
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length

  const imports: Import[] = []
  const environmentReads: number[] = []
  const impurities: { line: number; what: string }[] = []
  const functions: { name: string; line: number; lines: number }[] = []
  // Functions are named by what they are assigned to.
  const names = new WeakMap<object, string>()
  // Property names: `port.fetch` is not the global `fetch`.
  const labels = new WeakSet<object>()
  const found = (specifier: string, offset: number, typeOnly: boolean) =>
    imports.push({ specifier, target: targetOf(file, specifier), line: lineAt(offset), typeOnly })
  const impure = (what: string, { start }: { start: number }) =>
    impurities.push({ line: lineAt(start), what })
  const measure = (node: { start: number; end: number; async: boolean; id?: { name: string } | null }) => {
    const line = lineAt(node.start)
    const name = node.id?.name ?? names.get(node) ?? '(anonymous)'
    functions.push({ name, line, lines: lineAt(node.end) - line + 1 })
    if (node.async) impure('an async function', node)
  }

  for (const { moduleRequest, entries, start } of module.staticImports) {
    found(moduleRequest.value, start, entries.length > 0 && entries.every(({ isType }) => isType))
  }
  for (const { entries, start } of module.staticExports) {
    const specifier = entries[0]?.moduleRequest?.value
    if (specifier !== undefined)
      found(
        specifier,
        start,
        entries.every(({ isType }) => isType),
      )
  }

  new Visitor({
    ImportExpression(node) {
      if (node.source.type === 'Literal') found(String(node.source.value), node.start, false)
      impure('import()', node)
    },
    TSImportType(node) {
      found(String(node.source.value), node.start, true)
    },
    // A file for another process: `fork(new URL('./child.ts', import.meta.url))`.
    NewExpression(node) {
      const [first] = node.arguments
      if (node.callee.type !== 'Identifier') return
      if (
        node.callee.name === 'URL' &&
        first?.type === 'Literal' &&
        /^\.{1,2}\/.*\.ts$/.test(String(first.value))
      ) {
        found(String(first.value), node.start, false)
      }
      if (node.callee.name === 'Date' && first === undefined) impure('new Date()', node)
    },
    MemberExpression(node) {
      if (!node.computed) labels.add(node.property)
      if (node.object.type !== 'Identifier') return
      const path = `${node.object.name}.${nameOf(node.property)}`
      if (path === 'process.env') environmentReads.push(lineAt(node.start))
      if (path === 'Date.now' || path === 'Math.random') impure(path, node)
    },
    VariableDeclarator(node) {
      if (node.init && node.id.type === 'Identifier') names.set(node.init, node.id.name)
      if (node.init?.type !== 'Identifier' || node.init.name !== 'process') return
      if (node.id.type !== 'ObjectPattern') return
      const takesEnv = node.id.properties.some((one) => one.type === 'Property' && nameOf(one.key) === 'env')
      if (takesEnv) environmentReads.push(lineAt(node.start))
    },
    ImportDeclaration(node) {
      if (!/^(node:)?process$/.test(node.source.value)) return
      const takesEnv = node.specifiers.some(
        (one) => one.type === 'ImportSpecifier' && nameOf(one.imported) === 'env',
      )
      if (takesEnv) environmentReads.push(lineAt(node.start))
    },
    Property(node) {
      if (!node.computed && !node.shorthand) labels.add(node.key)
      names.set(node.value, nameOf(node.key))
    },
    MethodDefinition(node) {
      names.set(node.value, nameOf(node.key))
    },
    TSPropertySignature(node) {
      labels.add(node.key)
    },
    Identifier(node) {
      if (ambient.has(node.name) && !labels.has(node)) impure(node.name, node)
    },
    AwaitExpression(node) {
      impure('await', node)
    },
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(program)

  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return { file, imports, environmentReads, impurities, lines, functions }
}

const ambient = new Set(
  'process console fetch performance setTimeout setInterval setImmediate queueMicrotask Promise'.split(' '),
)

function targetOf(file: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : null
}

function nameOf(node: { type: string; name?: unknown; value?: unknown }): string {
  return String(node.type === 'Literal' ? node.value : node.name)
}
