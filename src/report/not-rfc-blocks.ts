import type { NotRfc } from '../rfc/not-rfc.ts'
import { code } from './escape.ts'
import { listed } from './wording.ts'

/** Returns why a pull request is not an RFC, and what would make it one (D2, D8, D9). */
export function notRfcBlocks(because: NotRfc): readonly string[] {
  switch (because.kind) {
    case 'no match': {
      const paths = because.paths.map((path) => code(path))
      const where = paths.length > 0 ? ` under ${listed(paths, 20)}` : ''
      const what = `This pull request changes no RFC${where} and has no RFC label, so no commitments are required.`
      if (because.elsewhere.length === 0) return [what]
      const files = listed(
        because.elsewhere.map((path) => code(path)),
        3,
      )
      const they = because.elsewhere.length === 1 ? 'reads like an RFC' : 'read like RFCs'
      return [
        what,
        `${files} ${they}, with a Problem and an Alignment section. To require commitments, move it under one of these paths, or add an RFC label.`,
      ]
    }
    case 'other base': {
      const bases = listed(
        because.bases.map((base) => code(base)),
        10,
      )
      return [
        `RFCs of this repository are decided on ${bases}. This pull request targets another branch, so no commitments are required.`,
      ]
    }
    case 'older texts':
      return [
        'This pull request changes only RFCs that were written before this App was installed, and they have no Alignment section. To require commitments, add an Alignment section that names people.',
      ]
    case 'left':
      return [
        "The RFC was removed from this pull request, and no stakeholder's response is required any more.",
      ]
    case 'nothing like one':
      return ["This pull request changes no Markdown file and has no label, so it can't be an RFC."]
  }
}
