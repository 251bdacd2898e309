import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'

/**
 * The fields and types that a document names and a schema does not have, as GitHub reports them: `undefinedField`
 * with the way to it, no `type`, and no data beside it (GH-37).
 * https://github.com/facebook/sapling/issues/906, https://github.com/microsoft/vscode-pull-request-github/issues/5808
 */
export function undefinedParts(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const errors: GraphQLError[] = []
  const types = new TypeInfo(schema)
  const way: string[] = []
  const declared: { readonly node: ASTNode; readonly name: string; readonly by: string }[] = []
  const used = new Set<string>()
  const report = (node: ASTNode, message: string, extensions: Record<string, unknown>) =>
    errors.push(new GraphQLError(message, { nodes: [node], path: [...way], extensions }))

  visit(
    document,
    visitWithTypeInfo(types, {
      enter(node) {
        const step = stepOf(node)
        if (step !== undefined) way.push(step)
        if (node.kind === Kind.OPERATION_DEFINITION) {
          const by = node.name?.value ?? 'anonymous query'
          for (const each of node.variableDefinitions ?? []) {
            declared.push({ node: each, name: each.variable.name.value, by })
          }
        }
        if (node.kind === Kind.ARGUMENT && node.value.kind === Kind.VARIABLE) used.add(node.value.name.value)
        const parent = node.kind === Kind.FIELD && !types.getFieldDef() ? types.getParentType() : undefined
        if (parent && node.kind === Kind.FIELD) {
          const [fieldName, typeName] = [node.name.value, parent.name]
          report(node, `Field '${fieldName}' doesn't exist on type '${typeName}'`, {
            code: 'undefinedField',
            typeName,
            fieldName,
          })
          // GitHub does not look below it, so what is used only there counts as unused.
          way.pop()
          return false
        }
        const condition =
          node.kind === Kind.INLINE_FRAGMENT || node.kind === Kind.FRAGMENT_DEFINITION
            ? node.typeCondition?.name.value
            : undefined
        if (condition !== undefined && !isCompositeType(schema.getType(condition))) {
          report(node, `No such type ${condition}, so it can't be a fragment condition`, {
            code: 'undefinedType',
            typeName: condition,
          })
        }
        return undefined
      },
      leave(node) {
        if (stepOf(node) !== undefined) way.pop()
      },
    }),
  )
  if (errors.length === 0) return errors
  for (const { node, name, by } of declared.filter(({ name }) => !used.has(name))) {
    way.splice(0, way.length, `query ${by}`)
    const extensions = { code: 'variableNotUsed', variableName: name }
    report(node, `Variable $${name} is declared by ${by} but not used`, extensions)
  }
  return errors
}

/** How the way to a part of a document is written: `query PullRequest`, `fragment Facts`, `... on Commit`, a name. */
function stepOf(node: ASTNode): string | undefined {
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return node.name ? `${node.operation} ${node.name.value}` : node.operation
    case Kind.FRAGMENT_DEFINITION:
      return `fragment ${node.name.value}`
    case Kind.INLINE_FRAGMENT:
      return node.typeCondition ? `... on ${node.typeCondition.name.value}` : '...'
    case Kind.FIELD:
      return node.alias?.value ?? node.name.value
    default:
      return undefined
  }
}
