import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** What a query may ask for at most (GH-154). */
export const MOST_NODES = 500_000

/** GitHub's price of a query (GH-154): how many nodes it could return, and a hundredth of its requests, at least one. */
export function priceOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): { readonly cost: number; readonly nodeCount: number } {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each)
  }
  const defaults = new Map(
    operation.variableDefinitions?.map((each) => [each.variable.name.value, each.defaultValue]),
  )
  let nodeCount = 0
  let requests = 0

  function size(field: FieldNode): number | undefined {
    const value = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value
    if (value?.kind === Kind.INT) return Number(value.value)
    if (value?.kind !== Kind.VARIABLE) return undefined
    const given = variables[value.name.value]
    if (typeof given === 'number') return given
    const fallback = defaults.get(value.name.value)
    return fallback?.kind === Kind.INT ? Number(fallback.value) : undefined
  }

  /** What is under `nodes(ids:)` is requested once for each of them (GH-184). */
  function idsOf(field: FieldNode): number {
    const value = field.arguments?.find(({ name }) => name.value === 'ids')?.value
    if (value?.kind === Kind.LIST) return value.values.length
    const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined
    return Array.isArray(given) ? given.length : 1
  }

  function walk(selections: SelectionSetNode, times: number): void {
    for (const selection of selections.selections) {
      if (isLeftOut(selection, variables)) continue
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value)
        if (fragment) walk(fragment.selectionSet, times)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, times)
      else if (selection.selectionSet) {
        const many = size(selection)
        if (many !== undefined) {
          requests += times
          nodeCount += times * many
        }
        walk(selection.selectionSet, times * (many ?? idsOf(selection)))
      }
    }
  }

  walk(operation.selectionSet, 1)
  return { nodeCount, cost: Math.max(1, Math.round(requests / 100)) }
}

/** Whether `@include` or `@skip` takes a selection out. */
function isLeftOut(selection: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  return (selection.directives ?? []).some(({ name, arguments: given }) => {
    const value = given?.[0]?.value
    const condition =
      value?.kind === Kind.BOOLEAN
        ? value.value
        : value?.kind === Kind.VARIABLE && variables[value.name.value] === true
    return (name.value === 'include' && !condition) || (name.value === 'skip' && condition)
  })
}
