import { describe, expect, test } from 'vitest'
import { readWord } from '../../src/commands/parse-word.ts'

/** A word in short: `commit`, `near commit (/comit)`, or nothing. */
function told(line: string): string {
  const read = readWord(line)
  if (read === null) return 'nothing'
  return read.kind === 'command' ? read.word : `near ${read.meant} (${read.written})`
}

describe('C4: a misspelt command is distinguished from another word', () => {
  test.each<[string, string]>([
    // Two letters changed places, one is missing, one too many or another one.
    ['/ocmmit', 'near commit (/ocmmit)'],
    ['/commti', 'near commit (/commti)'],
    ['/comit', 'near commit (/comit)'],
    ['/commmit', 'near commit (/commmit)'],
    ['/connit', 'near commit (/connit)'],
    ['/comnot', 'near commit (/comnot)'],
    // Three slips are another word; so are two in a short one.
    ['/cmnot', 'nothing'],
    ['/hepp', 'near help (/hepp)'],
    ['/hppp', 'nothing'],
    ['/hlpe', 'nothing'],
    ['/halp', 'near help (/halp)'],
    ['/ehlp', 'near help (/ehlp)'],
    // Not quite the same two letters, or another one besides.
    ['/hepx', 'nothing'],
    ['/hexl', 'nothing'],
    ['/ehlx', 'nothing'],
    ['/alnix', 'nothing'],
    ['/aling', 'near align (/aling)'],
    ['/alixn', 'near align (/alixn)'],
    ['/alxny', 'nothing'],
    ['/adds', 'near add (/adds)'],
    ['/ad', 'near add (/ad)'],
    ['/odd', 'nothing'],
    ['/dad', 'nothing'],
    // Other endings of the same word.
    ['/commits', 'near commit (/commits)'],
    ['/committed', 'near commit (/committed)'],
    ['/committing', 'near commit (/committing)'],
    ['/commitment', 'near commit (/commitment)'],
    ['/aligned', 'near align (/aligned)'],
    ['/aligning', 'near align (/aligning)'],
    ['/alignment', 'near align (/alignment)'],
    ['/recused', 'near recuse (/recused)'],
    ['/recusal', 'near recuse (/recusal)'],
    ['/withdrawn', 'near withdraw (/withdrawn)'],
    ['/withdrawal', 'near withdraw (/withdrawal)'],
    ['/heards', 'near heard (/heards)'],
    ['/statusing', 'near status (/statusing)'],
    ['/helping', 'nothing'],
    ['/added', 'nothing'],
    ['/commitfoo', 'nothing'],
    // What holds is meant by a longer word, too (C0).
    ['/objectionable', 'near object (/objectionable)'],
    ['/misalignment-of-sorts', 'near misalign (/misalignment-of-sorts)'],
    ['/withdrawing', 'near withdraw (/withdrawing)'],
    ['/disagree', 'near disagree-commit (/disagree)'],
    ['/disagreement', 'near disagree-commit (/disagreement)'],
    ['/disagree-comit', 'near disagree-commit (/disagree-comit)'],
    ['/disagreeandcommit', 'near disagree-commit (/disagreeandcommit)'],
    // In doubt what holds is meant: one slip from /align and two from /misalign would be another thing.
    ['/mialign', 'near misalign (/mialign)'],
    ['/malign', 'near misalign (/malign)'],
    ['/recease', 'near release (/recease)'],
    ['/recese', 'near recuse (/recese)'],
    // A path, a file, or a longer word is none.
    ['/commit/log', 'nothing'],
    ['/comit/log', 'nothing'],
    ['/commit.sh', 'nothing'],
    ['/comit.sh', 'nothing'],
    ['/comit. Gladly', 'near commit (/comit.)'],
    ['/comit.', 'near commit (/comit.)'],
    ['/commit. sh', 'commit'],
    ['/commit it.sh', 'commit'],
    ['/object.sh', 'object'],
    ['/commit', 'commit'],
    ['/c', 'nothing'],
    ['commit', 'nothing'],
    ['1/commit', 'nothing'],
    [`/commit${' gladly'.repeat(20)}`, 'commit'],
    [`/comit${' gladly'.repeat(20)}`, 'near commit (/comit)'],
    [`/object${'s'.repeat(90)}`, `near object (/object${'s'.repeat(33)})`],
  ])('%s is %s', (line, meaning) => {
    expect(told(line)).toBe(meaning)
  })
})

describe('C4: a near miss is quoted with its invisible characters spelled out', () => {
  test.each<[string, string]>([
    ['/ object to this', 'near object (/ object)'],
    ['/ commit', 'near commit (/ commit)'],
    ['/ comit', 'nothing'],
    ['/\u00A0commit', 'near commit (/⟨U+00A0⟩commit)'],
    ['/сommit gladly', 'near commit (/с⟨U+0441⟩ommit)'],
    ['/\u200Bcommit', 'near commit (/⟨U+200B⟩commit)'],
    ['/commit？', 'near commit (/commit？⟨U+FF1F⟩)'],
    ['/commit—yes', 'near commit (/commit—yes)'],
    ['/commít', 'near commit (/commí⟨U+00ED⟩t)'],
    ['/commit…', 'near commit (/commit…⟨U+2026⟩)'],
    ['  \t/comit', 'near commit (/comit)'],
  ])('%j is %s', (line, meaning) => {
    expect(told(line)).toBe(meaning)
  })
})
