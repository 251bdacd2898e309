import { isAlias, isSeq, type Pair, type ParsedNode, type Scalar, type Document } from 'yaml'
import { mentionsIn, type Mention } from './markdown/mention.ts'
import type { TextProblem } from '../facts/problem.ts'
import type { Locate } from './entries.ts'
import { isText, kindOf, resolve, startOf } from './front-matter-values.ts'
import type { PlacedMention } from './parsed-document.ts'
import { offsetOf, writtenName } from './written-name.ts'

/** Whom a key of front matter names, should it be one that names people, and what is wrong with it as such (T4). */
export interface People {
  readonly names: readonly PlacedMention[]
  readonly problems: readonly TextProblem[]
}

/** Reads a list of names, or a text with names in it; `none`, `n/a` and `tbd` name no one (T4). */
export function readPeople(
  key: string,
  pair: Pair<ParsedNode, ParsedNode | null>,
  document: Document.Parsed,
  yaml: string,
  locate: Locate,
): People {
  const names: PlacedMention[] = []
  const problems: TextProblem[] = []
  const complain = (node: ParsedNode | null, found: string, expected: string): void => {
    problems.push({ message: `${found}; ${expected}`, ...locate(startOf(node ?? pair.key)) })
  }
  const value = resolve(pair.value, document)
  if (!isSeq(value) && !isText(value)) {
    const expected = `expected a list of logins. Write \`${key}: ["@login"]\`.`
    complain(pair.value, `\`${key}\` is ${kindOf(value)}`, expected)
    return { names, problems }
  }
  const list = isSeq(value) ? (value.items as (ParsedNode | null)[]) : [value]
  for (const item of list) {
    const resolved = resolve(item, document)
    if (isText(resolved)) {
      // The place of an alias is where it is used; its names are read where the anchor is.
      names.push(...namesIn(resolved, isAlias(item) ? startOf(item) : null, yaml, locate))
    } else {
      const expected = 'expected a login. Write `"@login"` in quotes.'
      complain(item, `This entry of \`${key}\` is ${kindOf(resolved)}`, expected)
    }
  }
  return { names, problems }
}

/** Returns the names in one text, with any separators between; a single login needs no `@` (T4). */
export function namesIn(
  scalar: Scalar<string>,
  aliasAt: number | null,
  yaml: string,
  locate: Locate,
): readonly PlacedMention[] {
  const [start, end] = scalar.range ?? [0, 0]
  let from = start
  return mentionsInValue(scalar.value).map(({ text, mention }): PlacedMention => {
    const at = offsetOf(text, yaml, { from, end })
    if (yaml.startsWith(text, at)) from = at + text.length
    return { ...mention, ...locate(aliasAt ?? at) }
  })
}

const SEPARATORS = /[,;\n&+|]|\s+and\s+/i
const NOBODY = /^(?:none|n\/?a|tb[ad]|todo|nobody|-+|[–—?…]|\.{3})\.?$/i

function mentionsInValue(value: string): readonly { text: string; mention: Mention }[] {
  if (value.trim() === '') return [{ text: '', mention: writtenName('') }]
  const isMentioning = mentionsIn(value).length > 0
  return value.split(SEPARATORS).flatMap((written) => {
    const piece = written.trim()
    if (piece === '' || NOBODY.test(piece)) return []
    const mentions = mentionsIn(piece)
    if (mentions.length > 0) {
      return mentions.map(({ mention, start, end: until }) => ({ text: piece.slice(start, until), mention }))
    }
    const mention = writtenName(withoutNote(piece))
    // Words beside a mention are not a name: "@ada, for what it costs".
    return mention.kind === 'invalid' && isMentioning ? [] : [{ text: piece, mention }]
  })
}

/** "ada (payments)" without the text in brackets, unless that is a quorum. */
function withoutNote(piece: string): string {
  return piece.replace(/^(\S+)\s*\((?!\s*(?:[-+]?\d|all\s*\)))[^()]*\)$/i, '$1')
}
