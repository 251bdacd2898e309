/** At most this many characters of a change are shown (F4). */
const MOST_SHOWN = 300
/** With more words than this to compare, only the common start and end are left out. */
const MOST_COMPARED = 800
/** Replaces the unchanged words between two changes. */
const GAP = '…'

/**
 * Returns the words that were removed and those that were added, in order, 300 characters at most in all (F4). Null
 * where no word differs, as when only the nesting changed.
 */
export function changedWords(before: string, now: string): { gone: string; added: string } | null {
  const [old, fresh] = [wordsOf(before), wordsOf(now)]
  const { start, end } = sameEnds(old, fresh)
  const [gone, added] = apart(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end))
  if (gone.length + added.length === 0) return null
  const isShort = (text: string) => text.length <= MOST_SHOWN / 2
  const [left, right] = [gone.join(' '), added.join(' ')]
  return {
    gone: cut(left, isShort(right) ? MOST_SHOWN - right.length : MOST_SHOWN / 2),
    added: cut(right, isShort(left) ? MOST_SHOWN - left.length : MOST_SHOWN / 2),
  }
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '')
}

function sameEnds(old: readonly string[], fresh: readonly string[]): { start: number; end: number } {
  const most = Math.min(old.length, fresh.length)
  let start = 0
  while (start < most && old[start] === fresh[start]) start++
  let end = 0
  while (end < most - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++
  return { start, end }
}

/** The words that two lists do not share, by their longest common subsequence. */
function apart(old: readonly string[], fresh: readonly string[]): [string[], string[]] {
  if (old.length > MOST_COMPARED || fresh.length > MOST_COMPARED) return [[...old], [...fresh]]
  const width = fresh.length + 1
  /** How many words the rest of both share, from each pair of indexes on. */
  const common = new Uint16Array((old.length + 1) * width)
  const at = (row: number, column: number) => common[row * width + column] ?? 0
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = fresh.length - 1; column >= 0; column--) {
      common[row * width + column] =
        old[row] === fresh[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const gone: string[] = []
  const added: string[] = []
  let [row, column] = [0, 0]
  while (row < old.length || column < fresh.length) {
    if (row < old.length && column < fresh.length && old[row] === fresh[column]) {
      for (const list of [gone, added]) if (list.length > 0 && list.at(-1) !== GAP) list.push(GAP)
      row++
      column++
    } else if (column < fresh.length && (row === old.length || at(row, column + 1) > at(row + 1, column))) {
      added.push(fresh[column++] ?? '')
    } else gone.push(old[row++] ?? '')
  }
  return [withoutLastGap(gone), withoutLastGap(added)]
}

function withoutLastGap(words: string[]): string[] {
  return words.at(-1) === GAP ? words.slice(0, -1) : words
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}${GAP}`.toWellFormed()
}
