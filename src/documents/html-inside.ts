/** Returns the indexes of pieces inside code and quotes, which name no one (S1); an unclosed one hides nothing. */
export function insideOf(pieces: readonly string[]): ReadonlySet<number> {
  const inside = new Set<number>()
  for (let start = 0; start < pieces.length; start += 1) {
    const name = /^<(code|pre|blockquote)(?![a-z0-9-])/i.exec(pieces[start] ?? '')?.[1]
    if (name === undefined) continue
    const end = pieces.findIndex((piece, at) => at > start && new RegExp(`^</${name}\\s*>`, 'i').test(piece))
    if (end === -1) continue
    for (let at = start + 1; at < end; at += 1) inside.add(at)
    start = end
  }
  return inside
}
