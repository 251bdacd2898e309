import { expect, test } from 'vitest'
import { readJson } from '../../src/github/read-json.ts'

test.each([
  ['{"id":9007199254740993}', { id: '9007199254740993' }],
  [
    '[-9007199254740993, 123456789012345678901234567890]',
    ['-9007199254740993', '123456789012345678901234567890'],
  ],
  ['{"ids" :\n[ 1,\t812345678901234567 ]}', { ids: [1, '812345678901234567'] }],
  ['12345678901234567890', '12345678901234567890'],
])('whole numbers that JavaScript would round are left as digits: %s', (text, value) => {
  expect(readJson(text)).toEqual(value)
})

test.each([
  '{"id":9007199254740991,"at":1e3,"share":0.1234567890123456789}',
  '{"said":": 9007199254740993, or so","sha":"1234567890123456789012345678901234567890"}',
  '[[],{},null,true,""]',
])('everything else is read as it is: %s', (text) => {
  expect(readJson(text)).toEqual(JSON.parse(text))
})

test('half a text is an error', () => {
  expect(() => readJson('{"id":9007199254740993')).toThrow(SyntaxError)
  expect(() => readJson('')).toThrow(SyntaxError)
})
