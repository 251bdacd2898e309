import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { FILE } from '../rules/story.ts'
import { withFiles } from '../rules/stories.ts'
import { titleAndPositions } from '../rules/account.ts'

const HOME = 'rfcs/0007-pay/README.md'

const APPENDIX = 'rfcs/0007-pay/appendix.md'

const COUNTS = '# Counts\n\nBy warehouse.\n'

describe('D4: a Markdown file without sections and names, in a folder of its own, is attached to the RFC there', () => {
  it('has no problems of its own, and the stakeholders of the RFC commit to both', () => {
    const history = withFiles({ [HOME]: rfc(['ada']), [APPENDIX]: COUNTS })
    expect(titleAndPositions(history)).toEqual(['Waiting for @ada', '@ada silent'])
    history.say('ada', '/commit')
    expect(history.judge().state).toBe('committed')
  })

  it('makes commitments stale when it is changed, added or removed (F2)', () => {
    for (const changed of [`${COUNTS}More.`, null]) {
      const history = withFiles({ [HOME]: rfc(['ada']), [APPENDIX]: COUNTS })
      history.say('ada', '/commit')
      history.push({ [APPENDIX]: changed })
      expect(titleAndPositions(history)).toEqual(['Waiting for @ada', '@ada stale'])
    }
  })

  it('requires the stakeholders of the RFC beside it when it is changed alone, those at base too', () => {
    const history = withFiles(
      { [APPENDIX]: `${COUNTS}More.` },
      { base: { [HOME]: rfc(['ada']), [APPENDIX]: COUNTS } },
    )
    expect(titleAndPositions(history)).toEqual(['Waiting for @ada', '@ada silent'])
    const deleted = withFiles({ [APPENDIX]: null }, { base: { [HOME]: rfc(['ada']), [APPENDIX]: COUNTS } })
    expect(titleAndPositions(deleted)).toEqual(['Waiting for @ada', '@ada silent'])
  })

  it('is an RFC if it names somebody or has a required section, now or at base', () => {
    for (const text of ['## Reviewers\n\n- @linus\n', '## Problem\n\nLate.\n']) {
      const now = withFiles({ [HOME]: rfc(['ada']), [APPENDIX]: text })
      expect(titleAndPositions(now)[0]).toMatch(/^(?:Problem|Alignment) section is missing/)
      const before = withFiles({ [APPENDIX]: COUNTS }, { base: { [HOME]: rfc(['ada']), [APPENDIX]: text } })
      expect(titleAndPositions(before)[0]).toMatch(/section is missing/)
    }
  })

  it('is an RFC if the folder has no other RFC, or several', () => {
    expect(titleAndPositions(withFiles({ [APPENDIX]: COUNTS }))[0]).toMatch(/^Problem section is missing/)
    const two = withFiles({ [HOME]: rfc(['ada']), 'rfcs/0007-pay/b.md': rfc(['ada']), [APPENDIX]: COUNTS })
    expect(titleAndPositions(two)[0]).toMatch(/^Problem section is missing/)
  })

  it('is an RFC in the folder from which a pattern starts', () => {
    const history = withFiles({ [FILE]: rfc(['ada']), 'rfcs/notes.md': COUNTS })
    expect(titleAndPositions(history)[0]).toMatch(/^Problem section is missing/)
  })

  it('adds the files it links to (F2)', () => {
    const history = withFiles({
      [HOME]: rfc(['ada']),
      [APPENDIX]: `${COUNTS}![sums](../../img/sums.svg)`,
      'img/sums.svg': 'one',
    })
    history.say('ada', '/commit')
    history.push({ 'img/sums.svg': 'two' })
    expect(titleAndPositions(history)).toEqual(['Waiting for @ada', '@ada stale'])
  })
})
