import { describe, expect, test } from 'vitest'
import { htmlTargets } from '../../../src/documents/markdown/html-targets.ts'

describe('addresses in raw HTML (F2)', () => {
  test.each<[string, readonly string[]]>([
    ['<img src="a.png"> <a href=\'b.md\'>b</a>', ['a.png', 'b.md']],
    ['<img src = "a.png">', ['a.png']],
    ['<img src=a.png>', ['a.png']],
    ['<img alt="a"src=a.png>', ['a.png']],
    ['<IMG SRC=a.png width=10>', ['a.png']],
    ['<img src="">', ['']],
    ['<img datasrc="a.png">', []],
    ['<img src-set="a.png">', []],
    ['<p>one</p><!-- <img src="a.png"> -->', []],
    ['<img src="a&#46;png">', ['a.png']],
    ['<img src="a&period;png"> <img src="b&#x2E;png">', ['a.png', 'b.png']],
    ['<img src=" \t a.png\n">', ['a.png']],
    ['<img src="im\ng/a\t.png">', ['img/a.png']],
    ['<img src="img\\a.png">', ['img/a.png']],
    ['<img\nsrc\n=\n"a.png"\n>', ['a.png']],
    ['<video poster="a.png" src="b.mp4"></video>', ['a.png', 'b.mp4']],
    ['<object data="a.svg"></object>', ['a.svg']],
    ['<image xlink:href="a.png">', ['a.png']],
    ['<source srcset="a.png 1x, b,c.png 2x,d.png 300w">', ['a.png', 'b,c.png', 'd.png']],
    ['<source srcset="&#97;.png, b.png">', ['a.png', 'b.png']],
    ['<p title="> <!-- "><img src="a.png"><!-- --></p>', ['a.png']],
  ])('finds in %j the addresses %j', (html, targets) => {
    expect(htmlTargets(html)).toEqual(targets)
  })

  test('include those in comments if a comment may be visible', () => {
    expect(htmlTargets('<!-- <img src="a.png"> -->', { comments: true })).toEqual(['a.png'])
  })
})
