import type { NotRfc } from '../rfc/not-rfc.ts'
import { code } from './escape.ts'
import { listed } from './wording.ts'

/** Why a pull request is no RFC, and what would make it one (D2, D8, D9). */
export function notRfcBlocks(because: NotRfc): readonly string[] {
  switch (because.kind) {
    case 'no match': {
      const paths = because.paths.map((path) => code(path))
      const where = paths.length > 0 ? ` under ${listed(paths, 20)}` : ''
      const what = `This pull request changes no RFC${where} and carries no RFC label, so nobody needs to commit to it.`
      if (because.elsewhere.length === 0) return [what]
      const files = listed(
        because.elsewhere.map((path) => code(path)),
        3,
      )
      const they = because.elsewhere.length === 1 ? 'reads like an RFC' : 'read like RFCs'
      return [
        what,
        `${files} ${they}, with a Problem and an Alignment section. To have people commit to it, move it under one of these paths, or add the label.`,
      ]
    }
    case 'other base': {
      const bases = listed(
        because.bases.map((base) => code(base)),
        10,
      )
      return [`RFCs of this repository are decided on ${bases}. This pull request goes into another branch.`]
    }
    case 'older texts':
      return [
        'This pull request changes only RFCs that are older than this App: they name nobody and have no Alignment section. To have people commit, name them in an Alignment section.',
      ]
    case 'left':
      return ['The RFC left this pull request, and nobody is owed a decision any more.']
    case 'nothing like one':
      return ['This pull request changes no Markdown file and carries no label, so it cannot be an RFC.']
  }
}
