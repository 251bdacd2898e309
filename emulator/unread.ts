/** Hands out `values` and remembers which keys were asked for, so that an option nobody looked at is not silently ignored. */
export function watchReads<T extends object>(values: T): { readonly seen: T; unread(): string[] } {
  const read = new Set<PropertyKey>()
  const seen = new Proxy(values, {
    get(target, key, receiver) {
      read.add(key)
      return Reflect.get(target, key, receiver)
    },
    has(target, key) {
      read.add(key)
      return Reflect.has(target, key)
    },
  })
  return {
    seen,
    unread: () =>
      Object.entries(values)
        .filter(([key, value]) => value !== undefined && value !== null && !read.has(key))
        .map(([key]) => key),
  }
}
