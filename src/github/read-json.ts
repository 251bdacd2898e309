/** A number of so many digits that it may be wider than JavaScript's; or the same in a text, which does no harm. */
const MAYBE_WIDE = /(?:^|[:[,])\s*-?\d{16}/

/** Reads JSON and leaves whole numbers that are too wide for JavaScript as their digits: the ids of deliveries are. */
export function readJson(text: string): unknown {
  return MAYBE_WIDE.test(text) ? JSON.parse(text, asDigits) : JSON.parse(text)
}

function asDigits(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isWide = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isWide && context?.source !== undefined ? context.source : value
}
