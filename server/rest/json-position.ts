/** Where and why a text is not JSON; `line` and `column` count from 1. */
export type JsonFault = { offset: number; line: number; column: number; reason: string }

const PLAIN = /[^"\\\u0000-\u001f]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
/** Deeper texts are told so: what nests like this is no record. */
const DEEPEST = 10_000

type Expected = 'value' | 'value or ]' | 'name or }' | 'name' | ':' | ', or ]' | ', or }' | 'the end'

/**
 * Finds the first place where `text` stops being JSON (RFC 8259). Node's own message often names no place, so this is
 * asked after JSON.parse has refused. Iterative, and one step per character at most: 32 MB of brackets are no attack.
 */
export function findJsonFault(text: string): JsonFault {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let at = 0
  const after = (): Expected => (open.length === 0 ? 'the end' : open.at(-1) === '{' ? ', or }' : ', or ]')
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at++
    if (at >= text.length) return fault(text, at, `the text ends where ${words(expected)} is expected`)
    const value: boolean = expected === 'value' || expected === 'value or ]'
    const kind = text[at] as string
    let end = at + 1
    if (kind === '"' && (value || expected === 'name or }' || expected === 'name')) {
      end = endOfString(text, at + 1)
      if (text[end] !== '"') return end >= text.length ? fault(text, at, 'a string is opened and never closed') : fault(text, end, text[end] === '\\' ? 'an escape JSON does not know' : 'a control character inside a string')
      end++
      expected = value ? after() : ':'
    } else if (kind === ',' && expected === ', or ]') expected = 'value'
    else if (kind === ',' && expected === ', or }') expected = 'name'
    else if (kind === ':' && expected === ':') expected = 'value'
    else if ((kind === ']' && (expected === 'value or ]' || expected === ', or ]')) || (kind === '}' && (expected === 'name or }' || expected === ', or }'))) {
      open.pop()
      expected = after()
    } else if (value && (kind === '{' || kind === '[')) {
      if (open.length === DEEPEST) return fault(text, at, `more than ${DEEPEST} levels of nesting`)
      open.push(kind)
      expected = kind === '{' ? 'name or }' : 'value or ]'
    } else if (value && (end = endOf(LITERAL, text, at)) > at) expected = after()
    else return fault(text, at, `${shown(text, at)} stands where ${words(expected)} is expected`)
    at = end
  }
}

const isSpace = (code: number) => code === 32 || code === 10 || code === 13 || code === 9

/** The closing quote, or what stands where none can be. Run by run: one pattern for the whole string would need a stack as long. */
function endOfString(text: string, from: number): number {
  for (let at = from; ;) {
    at = endOf(PLAIN, text, at)
    const escaped = endOf(ESCAPE, text, at)
    if (escaped === at) return at
    at = escaped
  }
}

/** Where the match that begins at `at` ends; `at` itself without one. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
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
