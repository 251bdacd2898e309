import { describe, expect, test } from 'vitest'
import {
  endOfComment,
  isPlainInlineComment,
  plainPieces,
  withoutComments,
  withoutPlainComments,
} from '../../../src/documents/markdown/html-comments.ts'

describe('a comment is removed if every renderer ends it at the same place (F2)', () => {
  test.each([
    ['<p>one</p>', '<p>one</p>'],
    ['<!-- a -->', ''],
    ['<!---->', ''],
    ['<!-- <script> -->', ''],
    ['<!-- a -- b -->', ''],
    ['one <!-- a --> two<!-- b -->', 'one  two'],
    ['<p title="a">one<!-- a --></p>', '<p title="a">one</p>'],
    ["<p title='a'>one<!-- a --></p>", "<p title='a'>one</p>"],
    ['<p title=a hidden>one<!-- a --></p>', '<p title=a hidden>one</p>'],
    ['<title-bar>one<!-- a --></title-bar>', '<title-bar>one</title-bar>'],
    ['one & two<!-- a -->', 'one & two'],
    ['one &amp;<!-- a -->', 'one &amp;'],
    ['<!-- a --><!-- b -->', ''],
    ['text <script is no tag', null],
  ])('turns %j into %j', (html, left) => {
    expect(withoutPlainComments(html)).toBe(left)
  })

  test.each([
    ['one that never ends', 'one <!-- a'],
    ['one that ends with a bang', '<!-- a --!>one'],
    ['one that is over at once', '<!-->one-->'],
    ['one that is over at once with a dash', '<!--->one-->'],
    ['one in a quote that may go on', '<p title="> <!-- ">one<!-- --></p>'],
    ['a tag that never ends', 'one <p'],
    ['a title', '<title><!--</title>'],
    ['a title in capitals', '<TITLE>one</TITLE>'],
    ['a script behind words', 'one<script>two</script>'],
    ['one that parts an entity', '&l<!-- -->t;'],
    ['one that parts the number of an entity', '&#6<!-- -->4;'],
    ['one behind an ampersand', '&<!-- -->lt;'],
    ['one that parts an entity, behind others', '<!-- a -->one &l<!-- -->t;'],
  ])('but not when it is unclear what is visible: %s', (_, html) => {
    expect(withoutPlainComments(html)).toBeNull()
  })

  test('and the rest is split into text and tags', () => {
    expect(plainPieces('one<p a=b>two<!-- c --></p>')).toEqual([
      'one',
      '<p a=b>',
      'two',
      '<!-- c -->',
      '</p>',
    ])
    expect(plainPieces('')).toEqual([])
  })
})

describe('an inline comment that every renderer hides (F2)', () => {
  test.each(['<!-- a -->', '<!---->', '<!-- a - b -->', '<!--- a -->'])('such as %s', (html) => {
    expect(isPlainInlineComment(html)).toBe(true)
  })

  test.each(['<!-- a -- b -->', '<!-- a --->', '<!-->', '<!-- a', '<!-- a --> b -->', '<!-- a --!>'])(
    'unlike %s',
    (html) => {
      expect(isPlainInlineComment(html)).toBe(false)
    },
  )
})

describe('comments are removed as a browser does', () => {
  test.each([
    ['one <!-- a --> two', 'one  two'],
    ['one <!-- a --!> two', 'one  two'],
    ['one <!--> two', 'one  two'],
    ['one <!---> two', 'one  two'],
    ['one <!-- a -> b --> two', 'one  two'],
    ['one <!-- a', 'one '],
    ['one <!-- a --> two <!-- b --> three', 'one  two  three'],
    ['<a title="<!-- a -->">one</a>', '<a title="<!-- a -->">one</a>'],
    ["<a title='<!-- a -->'>one</a>", "<a title='<!-- a -->'>one</a>"],
    ['<A HREF="<!--">one</A><!-- a -->', '<A HREF="<!--">one</A>'],
    ['<a href="<!--" title = "-->" >one</a>', '<a href="<!--" title = "-->" >one</a>'],
    ['1 < 2 <!-- a --> 3', '1 < 2  3'],
    ['one <', 'one <'],
    ['<!-- a -->', ''],
    ['', ''],
  ])('turns %j into %j', (html, left) => {
    expect(withoutComments(html)).toBe(left)
  })

  test('and the end of each is found', () => {
    expect(endOfComment('one <!-- a --> two', 4)).toBe('one <!-- a -->'.length)
    expect(endOfComment('<!--> one <!-- a -->', 10)).toBe('<!--> one <!-- a -->'.length)
    expect(endOfComment('<!-- a <!--> b', 0)).toBe('<!-- a <!-->'.length)
    expect(endOfComment('--> <!-- a', 4)).toBe(-1)
    expect(endOfComment('some words <!--> two', 11)).toBe('some words <!-->'.length)
  })
})
