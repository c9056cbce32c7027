/** Where and why a text is not JSON; `line` and `column` count from 1. */
export type JsonFault = { offset: number; line: number; column: number; reason: string }

const SPACE = /[ \t\n\r]*/y
const TOKEN = /[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const OPEN_STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y

type Expected = 'value' | 'value or ]' | 'name or }' | 'name' | ':' | ', or ]' | ', or }' | 'the end'

/**
 * Finds the first place where `text` stops being JSON (RFC 8259). Node's own message often names no place, so this is
 * asked after JSON.parse has refused. Iterative: a million opening brackets cost no stack.
 */
export function findJsonFault(text: string): JsonFault {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let at = 0
  const after = (): Expected => (open.length === 0 ? 'the end' : open.at(-1) === '{' ? ', or }' : ', or ]')
  for (;;) {
    SPACE.lastIndex = at
    SPACE.test(text)
    at = SPACE.lastIndex
    if (at >= text.length) return fault(text, at, `the text ends where ${words(expected)} is expected`)
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined) return unreadable(text, at, expected)
    const kind = token[0] ?? ''
    const closes = (kind === ']' && (expected === 'value or ]' || expected === ', or ]')) || (kind === '}' && (expected === 'name or }' || expected === ', or }'))
    if (closes) { open.pop(); expected = after() }
    else if (kind === ',' && expected === ', or ]') expected = 'value'
    else if (kind === ',' && expected === ', or }') expected = 'name'
    else if (kind === ':' && expected === ':') expected = 'value'
    else if (kind === '"' && (expected === 'name or }' || expected === 'name')) expected = ':'
    else if (!'{}[],:'.includes(kind) && expected.startsWith('value')) expected = after()
    else if ((kind === '{' || kind === '[') && expected.startsWith('value')) {
      open.push(kind)
      expected = kind === '{' ? 'name or }' : 'value or ]'
    } else return fault(text, at, `${shown(text, at)} stands where ${words(expected)} is expected`)
    at += token.length
  }
}

function unreadable(text: string, at: number, expected: Expected): JsonFault {
  if (text[at] !== '"') return fault(text, at, `${shown(text, at)} stands where ${words(expected)} is expected`)
  OPEN_STRING.lastIndex = at
  OPEN_STRING.test(text)
  const end = OPEN_STRING.lastIndex
  if (end >= text.length) return fault(text, at, 'a string is opened and never closed')
  return fault(text, end, text[end] === '\\' ? 'an escape JSON does not know' : 'a control character inside a string')
}

const words = (expected: Expected): string =>
  ({ value: 'a value', 'value or ]': 'a value or "]"', 'name or }': 'a name in double quotes or "}"', name: 'a name in double quotes', ':': '":"', ', or ]': '"," or "]"', ', or }': '"," or "}"', 'the end': 'the end of the text' })[expected]

function shown(text: string, at: number): string {
  const word = /^[\p{L}\p{N}_.+-]{1,20}/u.exec(text.slice(at, at + 20))?.[0] ?? String.fromCodePoint(text.codePointAt(at) ?? 0)
  return JSON.stringify(word)
}

function fault(text: string, offset: number, reason: string): JsonFault {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { offset, line, column: offset - before.lastIndexOf('\n'), reason }
}
