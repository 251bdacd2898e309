/** Returns an id as a number. Throws where it is wider than JavaScript's: what it would be rounded to is another's id. */
export function exactNumber(id: number | bigint | string): number {
  const number = Number(id)
  if (!Number.isSafeInteger(number)) throw new Error(`the id ${id} is too wide`)
  return number
}
