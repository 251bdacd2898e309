import { describe, expect, test } from 'vitest'
import { looksLike } from '../../src/commands/confusables.ts'

describe('C4: letters of other scripts are read as the Latin ones they look like', () => {
  test.each<[string, string]>([
    ['авсԁеёһнііїјкмпорԛгѕтиυѵԝхуӏ', 'abcdeehhiiijkmnopqrstuuvwxyl'],
    ['αβεηικνορστχγωμς', 'abenikvopotxywuc'],
    ['ϲϳıɩɡɑօոսհց', 'cjiigaonuhg'],
    ['⁄∕╱⧸', '////'],
    ['‐‑‒–−', '-----'],
    ['ＣＯＭＭＩＴ', 'commit'],
    ['𝐨𝐛𝐣𝐞𝐜𝐭', 'object'],
    ['cömmít', 'commit'],
    ['ёїй', 'eiu'],
    ['non\u2011breaking', 'non-breaking'],
    ['com\u200B\u3164mit', 'commit'],
    ['痛い', '痛い'],
  ])('%s is read as %s', (text, like) => {
    expect(looksLike(text)).toBe(like)
  })
})
