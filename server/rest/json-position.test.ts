import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findJsonFault } from './json-position'

describe('the place where a text stops being JSON', () => {
  test.each<[text: string, line: number, column: number, says: RegExp]>([
    ['', 1, 1, /ends where a value/],
    ['{"a": 1,\n "b": NaN}', 2, 7, /"NaN" stands where a value/],
    ['{"a": 1,}', 1, 9, /"}" stands where a name/],
    ['[1 2]', 1, 4, /"2" stands where "," or "]"/],
    ['[1,', 1, 4, /ends where a value/],
    ['{"a" 1}', 1, 6, /":" is expected/],
    ["{'a': 1}", 1, 2, /a name in double quotes/],
    ['{"a": "x', 1, 7, /never closed/],
    ['{"a": "x\ny"}', 1, 9, /control character/],
    ['{"a": "\\q"}', 1, 8, /escape/],
    ['{} {}', 1, 4, /end of the text/],
    ['[01]', 1, 3, /"1" stands where/],
    [']', 1, 1, /"]" stands where a value/],
    ['<html>', 1, 1, /"<" stands where a value/],
  ])('%j', (text, line, column, says) => {
    expect(() => JSON.parse(text)).toThrow()
    const fault = findJsonFault(text)
    expect([fault.line, fault.column]).toEqual([line, column])
    expect(fault.reason).toMatch(says)
  })

  test('cutting any JSON short is found at its end or inside its last string', () => {
    fc.assert(fc.property(fc.json(), fc.nat(), (text, n) => {
      const cut = text.slice(0, n % text.length)
      let parses = true
      try { JSON.parse(cut) } catch { parses = false }
      if (!parses) expect(findJsonFault(cut).offset).toBeLessThanOrEqual(cut.length)
    }))
  })

  test('neither deep nor long texts are an attack', () => {
    expect(findJsonFault('['.repeat(1_000_000)).reason).toMatch(/levels of nesting/)
    expect(findJsonFault(`[${'[],'.repeat(100_000)}`).offset).toBe(300_001)
    expect(findJsonFault(`["${'\\n'.repeat(1_000_000)}",`).offset).toBe(2_000_004)
    expect(findJsonFault(`["${'x'.repeat(1_000_000)}",`).offset).toBe(1_000_004)
  })
})
