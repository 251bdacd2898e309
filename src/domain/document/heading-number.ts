/** Roman numerals up to XXXIX. */
const ROMAN = '(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})'
const DIGITS = '\\d{1,3}(?:\\.\\d{1,3})*'

const LOOKS_NUMBERED = new RegExp(
  `^(?:§\\s*${DIGITS}[.):]?|\\(?(?:${DIGITS}|${ROMAN}|${ROMAN.toLowerCase()}|[A-Za-z])[.)]\\)?)\\s+(?=\\S)`,
)

/** The text of a heading without what looks like its number ("1.", "2.1)", "IV.", "A)", "§ 3"), for its name (T1). */
export function withoutNumber(heading: string): string {
  return heading.replace(LOOKS_NUMBERED, '')
}

interface Numeral {
  readonly style: 'digits' | 'roman'
  readonly levels: readonly number[]
  readonly length: number
  /** Whether it is a number wherever it stands, where it goes on counting, or is read as text in any case. */
  readonly isNumber: 'always' | 'in order' | 'never'
}

const FORMS: readonly (readonly [form: RegExp, Numeral['isNumber']])[] = [
  [new RegExp(`^§\\s*(${DIGITS})[.):]?\\s+(?=\\S)`), 'always'],
  [new RegExp(`^\\(?(${DIGITS})[.)]\\)?\\s+(?=\\S)`), 'always'],
  // "2.1 Rollout" is a number, "2.5 Million users" is none.
  [/^(\d{1,2}(?:\.\d{1,2})+)\s+(?=\p{Lu})/u, 'in order'],
  [new RegExp(`^(${DIGITS})\\s+(?=\\S)`), 'never'],
  // "I. Newton decides": a single letter may be an initial.
  [/^\(?([IVX])[.)]\)?\s+(?=\S)/, 'never'],
  [new RegExp(`^\\(?(${ROMAN})[.)]\\)?\\s+(?=\\S)`), 'in order'],
]

/** The text of a heading without a number that `numbered` said it has. */
export function withoutItsNumber(heading: string): string {
  return heading.slice(numeralOf(heading)?.length ?? 0)
}

/**
 * Which headings of a document, in order, have a number that does not count (F2). Digits with a mark behind them are
 * one; what could be words only where it goes on counting from the headings before. In doubt it is text, and counts.
 */
export function numbered<H extends { readonly depth: number }>(
  headings: readonly H[],
  textOf: (heading: H) => string,
): ReadonlySet<H> {
  /** The newest numeral by depth, under the headings that are open. */
  const newest: (Numeral | undefined)[] = []
  return new Set(
    headings.filter((heading) => {
      const { depth } = heading
      newest.length = Math.min(newest.length, depth + 1)
      const numeral = numeralOf(textOf(heading))
      if (!numeral) return false
      const before = newest[depth] ?? newest.findLast((above) => above !== undefined)
      newest[depth] = numeral
      return numeral.isNumber === 'in order' ? follows(numeral, before) : numeral.isNumber === 'always'
    }),
  )
}

function numeralOf(heading: string): Numeral | null {
  for (const [form, isNumber] of FORMS) {
    const [all, written] = form.exec(heading) ?? []
    if (all === undefined || written === undefined) continue
    const isDigits = /^\d/.test(written)
    const levels = isDigits ? written.split('.').map(Number) : [romanValue(written)]
    return { style: isDigits ? 'digits' : 'roman', levels, length: all.length, isNumber }
  }
  return null
}

/** "2.1" and "3" follow "2", and so does "2.2.1" upon "2.2". */
function follows({ style, levels }: Numeral, before: Numeral | undefined): boolean {
  if (before?.style !== style) return false
  const next = before.levels.map((number, level) => [...before.levels.slice(0, level), number + 1])
  return [...next, [...before.levels, 1]].some((candidate) => candidate.join() === levels.join())
}

function romanValue(numeral: string): number {
  const values = [...numeral].map((letter) => ({ I: 1, V: 5, X: 10 })[letter] ?? 0)
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0)
}
