import { expect, test } from 'vitest'
import { parseJson, readText } from './body'

// After JSONTestSuite (Nicolas Seriot, "Parsing JSON is a minefield"): what RFC 8259 takes, what it does not, and what is left open.
const TAKEN = [
  '[]', '[ ]', '{}', '[[] ]', '[""]', '["a"]', '[false]', '[null, 1, "1", {}]', '[null]', '[1\n]', ' [1]', '[1,null,null,null,2]', '[2] ', '[123e65]', '[0e+1]', '[0e1]', '[ 4]', '[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]',
  '[20e1]', '[-0]', '[-123]', '[-1]', '[1E22]', '[1E-2]', '[1E+2]', '[123e45]', '[123.456e78]', '[1e-2]', '[1e+2]', '[123]', '[123.456789]', '{"asd":"sdf", "dfg":"fgh"}', '{"a":"b","a":"c"}', '{"a":"b","a":"b"}', '{"":0}', '{"foo\\u0000bar": 42}', '{ "min": -1.0e+28, "max": 1.0e+28 }',
  '{"a":[]}', '{"title":"\\u041f\\u043e\\u043b"}', '{\n"a": "b"\n}', '["\\u0060\\u012a\\u12AB"]', '["\\uD801\\udc37"]', '["\\ud83d\\ude39\\ud83d\\udc8d"]', '["\\"\\\\\\/\\b\\f\\n\\r\\t"]', '["\\\\u0000"]', '["\\""]', '["a/*b*/c/*d//e"]', '["\\\\a"]', '["\\\\n"]', '["\\u0012"]', '["\\uFFFF"]', '["asd"]', '[ "asd"]',
  '["\\uDBFF\\uDFFF"]', '["new\\u00A0line"]', '["\u{10FFFF}"]', '["\uFFFF"]', '["\\u0000"]', '["\\u002c"]', '["π"]', '["𛿿"]', '["asd "]', '" "', '["\\uD834\\uDd1e"]', '["\\u0821"]', '["\u2028"]', '["\u2029"]', '["\\u0061\\u30af\\u30EA\\u30b9"]', '["new\\u000Aline"]', '["\x7f"]', '["\\uA66D"]', '["⍂㈴⍂"]',
  'false', '42', '-0.1', 'null', '"asd"', 'true', '""', '["a"]\n', '[true]', ' [] ', '[1e308]', '[-237462374673276894279832749832423479823246327846]', '[100000000000000000000]', '["\\uDADA"]', '["\\uD888\\u1234"]', '["\\uDd1e\\uD834"]', '[1.5e+9999]', '[123123e100000]', '[-123123e100000]', '[0.4e00669999999999999999999999999999999999]',
]
const REFUSED = [
  '[1 true]', '["": 1]', '[""],', '[,1]', '[1,,2]', '["x",,]', '["x"]]', '["",]', '["x"', '[x', '[3[4]]', '[1:2]', '[,]', '[-]', '[   , ""]', '["a",\n4\n,1,', '[1,]', '[1,,]', '["\va"\\f]', '[*]', '[""', '[1,', '[1,\n1\n,1', '[{}', '[fals]', '[nul]', '[tru]', '123\0', '[++1234]', '[+1]', '[+Inf]', '[-01]', '[-1.0.]', '[-2.]', '[-NaN]',
  '[.-1]', '[.2e-3]', '[0.1.2]', '[0.3e+]', '[0.3e]', '[0.e1]', '[0E+]', '[0E]', '[0e+]', '[0e]', '[1.0e+]', '[1.0e-]', '[1.0e]', '[1 000.0]', '[1eE2]', '[2.e+3]', '[2.e-3]', '[2.e3]', '[9.e+]', '[Inf]', '[NaN]', '[１]', '[1+2]', '[0x1]', '[0x42]', '[Infinity]', '[0e+-1]', '[-123.123foo]', '[-Infinity]', '[-foo]', '[- 1]', '[-012]', '[-.123]', '[-1x]', '[1ea]', '[1.]', '[.123]', '[1.2a-3]', '[1.8011670033376514H-308]', '[012]',
  '["x", truth]', '{[: "x"}\n', '{"x", null}', '{"x"::"b"}', '{🇨🇭}', '{"a":"a" 123}', '{key: \'value\'}', '{"a" b}', '{:"b"}', '{"a" "b"}', '{"a":', '{"a"', '{1:1}', '{9999E9999:1}', '{null:null,null:null}', '{"id":0,,,,,}', "{'a':0}", '{"id":0,}', '{"a":"b"}/**/', '{"a":"b"}//', '{"a":"b"}/', '{"a":"b",,"c":"d"}', '{a: "b"}', '{"a":"a', '{ "foo" : "bar", "a" }', '{"a":"b"}#', ' ',
  '["\\uD800\\"]', '["\\uD800\\u"]', '["\\uD800\\u1"]', '["\\uD800\\u1x"]', '[é]', '["\\\0"]', '["\\x00"]', '["\\\\\\"]', '["\\\t"]', '["\\🌀"]', '["\\"]', '["\\u00A"]', '["\\uD834\\uDd"]', '["\\uD800\\uD800\\x"]', '["\\a"]', '["\\uqqqq"]', '[\\u0020"asd"]', '[\\n]', '"', "['single quote']", 'abc', '["\\', '["a\0a"]', '["new\nline"]', '["\t"]', '"\\UA66D"', '""x',
  '<.>', '[<null>]', '[1]x', '[1]]', '["asd]', 'aå', '[True]', '1]', '{"x": true,', '[][]', ']', '', '[', '123\u0000', '2@', '{}}', '{"":', '{"a":/*comment*/"b"}', '{"a": true} "x"', "['", '[,', '[{', '["a', '["a"', '{', '{]', '{,', '{[', "{'a'", '{"\\', '["\\{["\\{["\\{["\\{', '*', '{"a":"b"}#{}', '[\\u000A""]', '[1', '[ false, nul', '[ true, fals', '[ false, tru', '{"asd":"asd"', 'å', '[\u2060]', '\ufeff', '[\f]',
]

test.each(TAKEN)('takes %s', (text) => { expect(() => parseJson(text)).not.toThrow() })

test.each(REFUSED)('refuses %j and says where', (text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ name: 'TouchstoneError', fault: 'invalid', message: expect.stringMatching(/^The body is not JSON: line \d+, column \d+ /) }))
})

test.each([100_000, 1_000_000])('%d brackets deep is read or refused, never a fall', (depth) => {
  for (const text of ['['.repeat(depth), `${'['.repeat(depth)}${']'.repeat(depth)}`, `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`]) {
    try { parseJson(text) } catch (error) { expect(error).toMatchObject({ fault: 'invalid' }) }
  }
})

test.each(Object.entries({ 'a lone continuation byte': [0x22, 0x80, 0x22], 'an overlong slash': [0x22, 0xc0, 0xaf, 0x22], 'half a character': [0x22, 0xe0, 0xff, 0x22], 'a surrogate in UTF-8': [0x22, 0xed, 0xa0, 0x80, 0x22], 'beyond the last character': [0x22, 0xf4, 0xbf, 0xbf, 0xbf, 0x22], 'UTF-16 with a mark': [0xff, 0xfe, 0x5b, 0, 0x5d, 0], 'Latin-1': [0x22, 0xe9, 0x22] }))('%s is not UTF-8', async (_what, bytes) => {
  await expect(readText(new Request('http://localhost/', { method: 'POST', body: Buffer.from(bytes) }))).rejects.toMatchObject({ fault: 'invalid', message: expect.stringContaining('not UTF-8') })
})
